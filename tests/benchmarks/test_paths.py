"""Simulated paths per second of CPU, beside the generator's own limit and beside other programs.

Every ratio is measured in one process, call by call in turn, by medians of CPU time; the assertions are about
digits only.
"""

import os
from itertools import pairwise
from statistics import median
from time import process_time

import numba
import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from numerics.paths.bits import wide
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.laws import Gaussian
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.positions import positions
from numerics.paths.streams import seeds, streams
from numerics.paths.targets import SHIFT, Target

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
ONE, DT, EPS = sp.Integer(1), 0.01, 0.1
LANES, ROUNDS = 128, 5
SITES = sp.symbols("s:32", real=True)
COUPLING = sp.Rational(1, 2)
CHAIN = Potential(
    sp.Add(*(s**4 / 4 - s**2 / 2 for s in SITES))
    + sp.Add(*(COUPLING * (s - t) ** 2 / 2 for s, t in pairwise(SITES))),
    SITES,
)


def generator(dtype, state_of_lane=None):
    """Normal numbers that nobody uses: a function to call, and how many it makes."""
    kind, pair, ticks = streams(dtype), Gaussian().pair(dtype), 8000
    started, drawn = kind.started, state_of_lane or kind.drawn

    @numba.njit
    def run(state, total, one, two):
        wide()
        for lane in range(total.size):
            started(state, lane, one, two, np.uint64(lane))
        for _ in range(ticks):
            for lane in range(total.size):
                a, b = drawn(state, lane)
                z, y = pair(a, b)
                total[lane] += z + y

    def call():
        total = np.zeros(LANES, dtype)
        run(np.zeros((kind.words, LANES), kind.word), total, *seeds(1))
        return total

    return call, 2 * ticks * LANES


def rates(**contestants):
    """Millions of items per CPU-second, by name, from medians over rounds in which all are called in turn."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # helper threads of a peer must not count twice
    for call, _ in contestants.values():
        call()
    times = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, (call, _) in contestants.items():
            start = process_time()
            call()
            times[name].append(process_time() - start)
    os.sched_setaffinity(0, cores)
    return {name: contestants[name][1] / median(spent) / 1e6 for name, spent in times.items()}


def noted(benchmark, ours, found):
    for name, rate in found.items():
        benchmark.extra_info[f"M/s {name}"] = rate
        if name != ours:
            benchmark.extra_info[f"times faster than {name}"] = found[ours] / rate


def by_torchsde(potential, dtype, paths, steps):
    torch, torchsde = pytest.importorskip("torch"), pytest.importorskip("torchsde")
    torch.set_num_threads(1)
    kind = torch.float64 if dtype is np.float64 else torch.float32

    class Sde(torch.nn.Module):
        noise_type, sde_type = "diagonal", "ito"

        def f(self, t, y):
            drift = y - y**3
            if y.shape[1] > 1:
                c, rise = float(COUPLING), y[:, 1:] - y[:, :-1]
                drift[:, :-1] += c * rise
                drift[:, 1:] -= c * rise
            return drift

        def g(self, t, y):
            return torch.full_like(y, (2 * EPS) ** 0.5)

    def call():
        with torch.no_grad():
            start = torch.full((paths, len(potential.coords)), -1.0, dtype=kind)
            times = torch.tensor([0.0, steps * DT], dtype=torch.float64)  # in float32 it is 40 times slower
            return torchsde.sdeint(Sde(), start, times, method="euler", dt=DT)[-1].numpy()

    return call, paths * steps


def by_diffrax(dtype, paths, steps, *, until=None):
    diffrax, jax = pytest.importorskip("diffrax"), pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", dtype is np.float64)
    jnp = jax.numpy
    event = diffrax.Event(lambda t, y, args, **more: y > until) if until is not None else None

    def one(key):
        shape = jax.ShapeDtypeStruct((), dtype)
        noise = diffrax.UnsafeBrownianPath(shape, key)
        terms = diffrax.MultiTerm(
            diffrax.ODETerm(lambda t, y, args: y - y**3),
            diffrax.ControlTerm(lambda t, y, args: jnp.asarray((2 * EPS) ** 0.5, dtype), noise),
        )
        found = diffrax.diffeqsolve(
            terms, diffrax.Euler(), 0.0, steps * DT, DT, jnp.asarray(-1, dtype), event=event,
            adjoint=diffrax.ForwardMode(), max_steps=steps + 8, throw=False,
            saveat=diffrax.SaveAt(t1=True)
        )  # fmt: skip
        return found.ts[-1], found.ys[-1]

    many = jax.jit(jax.vmap(one))

    def call():
        return [np.asarray(x) for x in many(jax.random.split(jax.random.key(1), paths))]

    return call, paths * (steps if until is None else 1)


def by_numpy(paths):
    """First passages as a loop over time steps, all paths at once, those that arrived left out."""

    def call():
        stream, noise = np.random.Generator(np.random.SFC64(1)), np.sqrt(2 * DT * EPS)
        w, steps, number, done = np.full(paths, -1.0), 0, np.arange(paths), np.zeros(paths)
        while w.size:
            w += noise * stream.standard_normal(w.size) - DT * (w * w * w - w)
            steps += 1
            inside = w < 1 - SHIFT * noise
            if not inside.all():
                done[number[~inside]] = steps
                w, number = w[inside], number[inside]
        return done * DT

    return call, paths


def by_paths(potential, dtype, paths, steps):
    model = Model(potential, ONE, "1/10", "1/100", dtype=dtype)

    def call():
        start = (-1,) * len(potential.coords)
        return positions(model, start, steps=steps, paths=paths, seed=1)[0]

    return call, paths * steps


@DTYPES
def test_fixed_steps_on_the_line(benchmark, dtype):
    ours = by_paths(DOUBLE_WELL, dtype, 8192, 8000)
    peer, diffrax = by_torchsde(DOUBLE_WELL, dtype, 16384, 100), by_diffrax(dtype, 4096, 100)
    found = rates(paths=ours, generator=generator(dtype), torchsde=peer, diffrax=diffrax)
    noted(benchmark, "paths", found)
    benchmark.extra_info["share of the generator's limit"] = found["paths"] / found["generator"]
    short = by_paths(DOUBLE_WELL, dtype, 16384, 100)[0]()
    assert abs(short.mean() - peer[0]().mean()) < 5 * short.std() / 64
    assert abs(short.mean() - diffrax[0]()[1].mean()) < 7 * short.std() / 64
    benchmark(ours[0])


@DTYPES
def test_chain_of_32_sites(benchmark, dtype):
    ours, peer = by_paths(CHAIN, dtype, 1024, 2000), by_torchsde(CHAIN, dtype, 1024, 50)
    found = rates(paths=ours, generator=generator(dtype), torchsde=peer)
    noted(benchmark, "paths", found)
    benchmark.extra_info["share of the generator's limit"] = 32 * found["paths"] / found["generator"]
    short, other = by_paths(CHAIN, dtype, 1024, 50)[0](), peer[0]()
    assert abs(short.mean() - other.mean()) < 5 * np.hypot(short.mean(1).std(), other.mean(1).std()) / 32
    assert short.var() == pytest.approx(other.var(), rel=0.05)
    benchmark(ours[0])


@DTYPES
def test_first_passages(benchmark, dtype):
    model = Model(DOUBLE_WELL, ONE, "1/10", "1/100", dtype=dtype)
    run = Simulation(Target(model, (-1,), (1,)), 1, 10**9)
    count = 40_000
    passages = run.block(0, count)
    numpy, diffrax = by_numpy(4096), by_diffrax(dtype, 256, 100_000, until=1 - SHIFT * (2 * DT * EPS) ** 0.5)
    contestants = {"paths": (lambda: run.block(0, count), count), "numpy": numpy, "diffrax": diffrax}
    contestants["numpy, in its best batches"] = by_numpy(16384)
    found = rates(**contestants, generator=generator(dtype))
    benchmark.extra_info["share of the generator's limit"] = (
        found["paths"] * passages.path_steps / count / found.pop("generator")
    )
    benchmark.extra_info["lane use"] = passages.lane_use
    noted(benchmark, "paths", found)
    chain = Model(DOUBLE_WELL, ONE, "1/10", "1/100")
    exact = float(mean_chain_time(Target(chain, (-1,), (1,))).middle)
    for times in (passages.times, numpy[0](), diffrax[0]()[0]):
        assert abs(times.mean() - exact) < 5 * times.std() / np.sqrt(times.size)
    benchmark(run.block, 0, count)


@pytest.mark.parametrize("threads", [1, 2])
def test_threads(benchmark, threads):
    """CPU time per step must not grow with threads; wall time says something on an idle machine only."""
    model = Model(DOUBLE_WELL, ONE, "1/10", "1/100")
    options = {"steps": 4000, "paths": 8192, "seed": 1}
    alone = positions(model, (-1,), **options)

    def call():
        return positions(model, (-1,), **options, threads=threads)

    found = rates(threads=(call, 1), alone=(lambda: positions(model, (-1,), **options), 1))
    benchmark.extra_info["CPU efficiency of a thread"] = found["threads"] / found["alone"]
    assert np.array_equal(benchmark(call), alone)


WORD, LOW, HALF = np.uint64, np.uint64(2**32 - 1), np.uint64(32)


def philox_rounds(rounds):
    """Philox4x32 with `rounds` rounds, words of 32 bits in words of 64, unrolled so that it makes vectors."""
    if rounds == 0:
        return numba.njit(lambda c0, c1, c2, c3, k0, k1: (c0, c1, c2, c3))
    later = philox_rounds(rounds - 1)

    @numba.njit
    def words(c0, c1, c2, c3, k0, k1):
        p, q = WORD(0xD2511F53) * c0, WORD(0xCD9E8D57) * c2
        keys = (k0 + WORD(0x9E3779B9)) & LOW, (k1 + WORD(0xBB67AE85)) & LOW
        return later((q >> HALF) ^ c1 ^ k0, q & LOW, (p >> HALF) ^ c3 ^ k1, p & LOW, *keys)

    return words


def test_generators(benchmark):
    """Why the streams are xoroshiro's: Philox, which needs no state, under the same Box–Muller."""
    words, zero = philox_rounds(10), WORD(0)
    known = (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    assert tuple(int(x) for x in words(*[zero] * 6)) == known
    assert tuple(int(x) for x in words(*[LOW] * 6)) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)

    @numba.njit
    def drawn(state, lane):
        count = state[0, lane]
        state[0, lane] = count + WORD(1)
        a, b, c, d = words(count & LOW, zero, WORD(lane), zero, state[1, lane] & LOW, zero)
        return a << HALF | b, c << HALF | d

    found = rates(streams=generator(np.float64), philox=generator(np.float64, drawn))
    noted(benchmark, "streams", found)
    benchmark(generator(np.float64)[0])
