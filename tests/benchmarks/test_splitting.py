"""Splitting against the exact time of the chain: right, near the least possible spread, and how fast.

The margins stand here before the runs: |z| < 3, spread ≤ 1.2 of the ideal √(−ln p/N), the gain over plain
simulation of the same relative error at least 10⁶ at H/ε = 20 and 10¹⁰ at 30.
pytams is measured where it is installed.
"""

import os
from statistics import median
from time import process_time

import numpy as np
import pytest
import sympy as sp

from derivations.coupled_chain import coupled_chain
from derivations.zoo import DOUBLE_WELL
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.model import Model
from numerics.paths.positions import positions
from numerics.paths.targets import Target
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting

ONE, DT, ROUNDS = sp.Integer(1), "1/100", 5
GAINS = {5: 3, 10: 100, 20: 10**6, 30: 10**10}


def rates(**contestants):
    """Millions of items per CPU-second, by name; a contestant is a function that returns how many it made."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    times = {name: [] for name in contestants}
    for call in contestants.values():
        call()
    for _ in range(ROUNDS):
        for name, call in contestants.items():
            start = process_time()
            count = call()
            times[name].append(count / (process_time() - start) / 1e6)
    os.sched_setaffinity(0, cores)
    return {name: median(found) for name, found in times.items()}


def plain(model, start):
    """Fixed steps of many paths, the limit of what lanes can do."""

    def call():
        positions(model, start, steps=1000, paths=2048, seed=1)
        return 1000 * 2048

    return call


@pytest.mark.parametrize("replicas", [100, 1000])
@pytest.mark.parametrize("height", sorted(GAINS))
def test_on_the_line(benchmark, height, replicas):
    model = Model(DOUBLE_WELL, ONE, sp.Rational(1, 4 * height), DT)
    target = Target(model, (-1,), (1,), shifted=False)
    splitting = Splitting(target, coordinate_towards(target), replicas, 2018)
    found = Estimate(splitting.block(0, 204_800 // replicas))
    exact = float(mean_chain_time(target).middle)
    z = (found.time / exact - 1) / found.relative_error
    ideal = float(np.sqrt(-found.log_p / replicas))
    gain = exact / model.step / found.relative_error**2 / found.runs.steps
    speed = rates(splitting=lambda: splitting.block(0, 32).steps, plain=plain(model, (-1,)))
    benchmark.extra_info |= {
        "exact": exact, "z": z, "relative error": found.relative_error, "spread of a run": found.spread,
        "spread over sqrt(-ln p/N)": found.spread / ideal,
        "spread over the least": found.spread / found.ideal,
        "gain over plain simulation": gain, "steps of a run": found.runs.steps / found.count,
        "M steps/s": speed["splitting"], "share of plain steps": speed["splitting"] / speed["plain"],
    }  # fmt: skip
    assert abs(z) < 3
    assert gain > GAINS[height]
    benchmark(splitting.block, 0, 32)


@pytest.mark.parametrize("size", [2, 8, 32])
def test_ring(benchmark, size):
    """Couplings twice that of the bifurcation, at most 32, H/ε = 20."""
    ring = coupled_chain(size, sp.Integer(min(2 * size * size // 16 + 1, 32)))
    model = Model(ring, ONE, sp.Rational(size, 80), "1/200")
    target = Target(model, (-1,) * size, (1,) * size, 1)
    splitting = Splitting(target, coordinate_towards(target), 100, 2018)
    speed = rates(splitting=lambda: splitting.block(0, 16).steps, plain=plain(model, (-1,) * size))
    benchmark.extra_info |= {
        "M steps/s": speed["splitting"], "M site-steps/s": size * speed["splitting"],
        "share of plain steps": speed["splitting"] / speed["plain"],
    }  # fmt: skip
    assert not splitting.block(0, 16).trouble
    benchmark.pedantic(splitting.block, (0, 16), rounds=1)


INPUT = """
[tams]
ntrajectories = 20
nsplititer = 100
[trajectory]
end_time = 10.0
step_size = 0.01
targetscore = 1.0
[runner]
type = "asyncio"
"""


def cpu_seconds():
    """Of this process and of those it has started and seen end."""
    return sum(os.times()[:4])


@pytest.mark.filterwarnings("ignore")
def test_pytams(benchmark, tmp_path, monkeypatch):
    """Steps per CPU-second in the double well at H/ε = 5, all processes counted."""
    pytams, tams = pytest.importorskip("pytams.fmodel"), pytest.importorskip("pytams.tams")

    class Well(pytams.ForwardModelBaseClass):
        def _init_model(self, m_id, params):
            self.state, self.random = -1.0, np.random.default_rng(m_id)

        def _advance(self, step, time, dt, noise, need_end_state):
            self.state += dt * (self.state - self.state**3) + (0.1 * dt) ** 0.5 * noise
            return dt

        def get_current_state(self):
            return self.state

        def set_current_state(self, state):
            self.state = state

        def score(self):
            return (self.state + 1) / 2

        def make_noise(self):
            return self.random.standard_normal()

    monkeypatch.chdir(tmp_path)
    (tmp_path / "input.toml").write_text(INPUT)
    Well.__qualname__ = "Well"  # other processes look it up in this module
    monkeypatch.setitem(globals(), "Well", Well)
    begun = cpu_seconds()
    run = tams.TAMS(fmodel_t=Well, a_args=["-i", "input.toml"])
    run.compute_probability()
    peer = run._tdb.count_computed_steps() / (cpu_seconds() - begun) / 1e6
    model = Model(DOUBLE_WELL, ONE, "1/20", DT)
    splitting = Splitting(Target(model, (-1,), (1,), shifted=False), *DOUBLE_WELL.coords, 100, 2018)
    ours = rates(splitting=lambda: splitting.block(0, 64).steps)["splitting"]
    benchmark.extra_info |= {
        "M steps/s": ours,
        "M steps/s pytams": peer,
        "times faster than pytams": ours / peer,
    }
    benchmark(splitting.block, 0, 32)
