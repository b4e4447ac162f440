from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.lanes import LANES
from numerics.paths.laws import Coins, Gaussian, Skewed
from numerics.paths.model import Model
from numerics.paths.passages import Passages, Simulation, joined
from numerics.paths.pool import ARRIVED, DIVERGED, NO_NOISE, TOO_LONG
from numerics.paths.targets import Target

W = DOUBLE_WELL.coords[0]
ONE = sp.Integer(1)
LEVEL = 4.5
"""How many standard errors a mean may be off: 7 in 10⁶."""


def simulation(potential=DOUBLE_WELL, noise=ONE, eps0="1/4", dt="1/50", start=-1, end=1, seed=7,
               max_steps=10**8, radius=None, shifted=False, **more):  # fmt: skip
    model = Model(potential, sp.sympify(noise), eps0, dt, **more)
    return Simulation(Target(model, (start,), (end,), radius, shifted), seed, max_steps)


def agrees(found, exact):
    return abs(found.mean() - exact) < LEVEL * found.std() / np.sqrt(found.size)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, -1)])
@pytest.mark.parametrize("shifted", [False, True])
def test_the_mean_is_that_of_the_chain(start, end, shifted, dtype):
    run = simulation(start=start, end=end, shifted=shifted, dtype=dtype)
    found = run.block(0, 40_000)
    assert not found.trouble
    assert found.lane_use > 0.95
    exact = mean_chain_time(replace(run.target, model=replace(run.target.model, dtype=np.float64)))
    assert agrees(found.times, float(exact.middle))


def test_varying_noise():
    run = simulation(noise=1 + W**2)
    assert agrees(run.block(0, 40_000).times, float(mean_chain_time(run.target).middle))


def test_the_variance_of_an_exponential_time():
    found = simulation(eps0="1/12").block(0, 4096).times
    ranks = (np.arange(found.size) + 0.5) / found.size
    assert abs(1 - np.exp(-np.sort(found) / found.mean()) - ranks).max() < 0.04


def by_hand(law, numbers, dt, width, paths=20_000):
    """Mean number of steps from −1 to 1, by a loop over steps in NumPy."""
    w, steps, alive, rng = np.full(paths, -1.0), np.zeros(paths), np.arange(paths), np.random.default_rng(3)
    while alive.size:
        w[alive] += width * numbers(rng, alive.size) - dt * (w[alive] ** 3 - w[alive])
        steps[alive] += 1
        alive = alive[w[alive] < 1]
    return steps


@pytest.mark.parametrize(
    ("law", "numbers"),
    [
        (Coins(), lambda rng, n: 2.0 * rng.integers(0, 2, n) - 1),
        (Coins(3), lambda rng, n: (2 * rng.binomial(3, 0.5, n) - 3) / np.sqrt(3)),
        (Skewed(Fraction(1, 5)), lambda rng, n: np.where(rng.random(n) < 0.2, 2.0, -0.5)),
    ],
)
def test_sgd_with_other_noise(law, numbers):
    run = simulation(law=law, dt="1/5")
    found, other = run.block(0, 40_000).steps, by_hand(law, numbers, 0.2, np.sqrt(0.1))
    error = np.hypot(found.std() / np.sqrt(found.size), other.std() / np.sqrt(other.size))
    assert abs(found.mean() - other.mean()) < LEVEL * error


def test_blocks_lanes_and_order_change_nothing():
    run, sizes = simulation(), [1, 2, LANES - 1, LANES, LANES + 1, 1000]
    whole = run.block(5, sum(sizes))
    firsts = 5 + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    parts = [run.block(int(first), size) for first, size in zip(firsts, sizes, strict=True)]
    assert joined(reversed(parts)).digest == whole.digest
    assert len({part.digest for part in parts}) == len(parts)
    assert run.block(5, 100).digest != replace(run, seed=8).block(5, 100).digest


def test_censored_paths_are_counted():
    run = simulation(eps0="1/12", max_steps=200)
    found, all_of_them = run.block(0, 3000), replace(run, max_steps=10**8).block(0, 3000)
    late = all_of_them.steps > 200
    assert (found.ends == np.where(late, TOO_LONG, ARRIVED)).all()
    assert (found.steps == np.minimum(all_of_them.steps, 200)).all()
    assert found.trouble == f"{late.sum()} of 3000 paths have not arrived within the steps allowed"
    assert found.times.size == 3000 - late.sum()


def test_a_step_beyond_stability_is_found_out():
    found = simulation(eps0="1/10", dt="5/2", end=10, radius="22/10", max_steps=10**6).block(0, 500)
    assert (found.ends == DIVERGED).sum() > 400
    assert f"{(found.ends == DIVERGED).sum()} of 500 paths have diverged" in found.trouble
    assert found.path_steps < 500 * 1000


def test_a_loss_that_does_not_hold_the_paths():
    found = simulation(Potential(-(W**2) / 2), start=-1, end=1, dt="1/10").block(0, 500)
    assert 250 < (found.ends == DIVERGED).sum() < 500


@pytest.mark.parametrize("noise", [W, W**2 - 1 / sp.Integer(4), -(W**2)])
def test_noise_that_is_not_positive(noise):
    found = simulation(QUADRATIC, noise=noise, start=1, end=3).block(0, 200)
    assert (found.ends == NO_NOISE).sum() > 100
    assert "paths came where beta is not positive" in found.trouble


def test_a_target_that_cannot_be_reached():
    found = simulation(QUADRATIC, start=0, end=1000, max_steps=500).block(0, 300)
    assert found.trouble == "300 of 300 paths have not arrived within the steps allowed"
    assert (found.steps == 500).all()


def test_a_ball_on_the_line_is_an_interval():
    point, ball = simulation(end=Fraction(1, 2)), simulation(end=1, radius="1/2")
    difference = point.block(0, 2000).steps - ball.block(0, 2000).steps
    assert (difference == 0).mean() > 0.95


X, Y = sp.symbols("x y", real=True)
PLANE = Potential((X**2 - 1) ** 2 / 4 + (Y + X**2 - 1) ** 2 / 2, (X, Y))


def plane_by_hand(radius, dt, eps, paths=4000):
    rng, place = np.random.default_rng(4), np.tile([-1.0, 0.0], (paths, 1))
    steps, alive = np.zeros(paths), np.arange(paths)
    while alive.size:
        x, y = place[alive].T
        slope = np.stack([x**3 - x + 2 * x * (y + x**2 - 1), y + x**2 - 1], 1)
        place[alive] += np.sqrt(2 * eps * dt) * rng.standard_normal((alive.size, 2)) - dt * slope
        steps[alive] += 1
        alive = alive[((place[alive] - [1, 0]) ** 2).sum(1) > radius**2]
    return steps * dt


def test_a_ball_in_the_plane():
    run = Simulation(Target(Model(PLANE, ONE, "1/4", "1/50"), (-1, 0), (1, 0), "1/2", False), 3, 10**7)
    found, other = run.block(0, 20_000).times, plane_by_hand(0.5, 0.02, 0.25)
    error = np.hypot(found.std() / np.sqrt(found.size), other.std() / np.sqrt(other.size))
    assert abs(found.mean() - other.mean()) < LEVEL * error


def passages(first=0, count=3, dt=0.1):
    return Passages(first, np.arange(count), np.zeros(count, np.int8), dt, 8)


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([], "at least one is wanted"),
        ([passages(0), passages(4)], "paths up to 3 .* are followed by 4"),
        ([passages(0), passages(2)], "paths up to 3 .* are followed by 2"),
        ([passages(0), passages(3, dt=0.2)], "followed by 3 .dt = 0.2."),
    ],
)
def test_blocks_have_to_fit(blocks, message):
    with pytest.raises(ValueError, match=message):
        joined(blocks)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"max_steps": 1}, "max_steps=1: an integer from 2 on"),
        ({"max_steps": 1e6}, "max_steps=1000000.0: an integer from 2 on"),
        ({"seed": -1}, "seed=-1: an integer that is at least 0"),
        ({"end": -1}, "it has arrived before it starts"),
        ({"end": 0, "radius": 2}, "it has arrived before it starts"),
        ({"radius": -1}, "radius=-1: a positive number is wanted"),
        ({"radius": "1/100"}, "radius=1/100: paths jump over it"),
        ({"dt": 0}, "dt=0: a positive number is wanted"),
        ({"eps0": -1}, "eps0=-1: a positive number is wanted"),
        ({"noise": 0}, "noise=0: beta has to be positive"),
        ({"noise": X}, r"\['x'\] are no coordinates"),
        ({"scheme": "heun"}, "scheme='heun': known are"),
        ({"scheme": "leimkuhler-matthews", "noise": 1 + W**2}, "for constant Gaussian noise only"),
        ({"potential": Potential(W * X, (W,), parameters=(X,))}, "numbers are wanted for"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        simulation(**change)


def test_places_have_to_fit_the_loss():
    model = Model(PLANE, ONE, "1/4", "1/50")
    with pytest.raises(ValueError, match=r"start=\(-1,\): as many numbers as coordinates"):
        Target(model, (-1,), (1, 0), "1/2")
    with pytest.raises(ValueError, match="a point is never reached in 2 dimensions"):
        Target(model, (-1, 0), (1, 0))


def test_other_types_are_refused():
    with pytest.raises(TypeError, match=r"np.float64 or np.float32 is wanted"):
        simulation(dtype=np.float16)
    with pytest.raises(TypeError, match="an exact number is wanted"):
        simulation(dt=0.01)


@pytest.mark.parametrize(("first", "count"), [(-1, 5), (0, 0)])
def test_bad_blocks_are_refused(first, count):
    with pytest.raises(ValueError, match="at least 0 and at least 1 are wanted"):
        simulation().block(first, count)


def test_laws_are_told_apart():
    runs = [simulation(law=law, dt="1/5").block(0, 50).digest for law in (Gaussian(), Coins(), Skewed())]
    assert len(set(runs)) == 3
