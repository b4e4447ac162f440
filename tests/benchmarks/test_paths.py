"""Simulated paths per second of CPU, beside the generator's own limit and beside other programs.

Every ratio is measured in one process, call by call in turn, by medians of CPU time; the assertions are about
digits only.
"""

from itertools import pairwise

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.positions import positions
from numerics.paths.targets import SHIFT, Target

from .contests import noted, rates
from .generator import generator
from .peers_of_paths import COUPLING, DT, EPS, by_diffrax, by_numpy, by_torchsde

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
ONE = sp.Integer(1)
SITES = sp.symbols("s:32", real=True)
CHAIN = Potential(
    sp.Add(*(s**4 / 4 - s**2 / 2 for s in SITES))
    + sp.Add(*(COUPLING * (s - t) ** 2 / 2 for s, t in pairwise(SITES))),
    SITES,
)


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
