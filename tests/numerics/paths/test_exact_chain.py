from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time
from numerics.paths.exact_chain import extrapolated_time, mean_chain_time
from numerics.paths.laws import Coins
from numerics.paths.model import Model
from numerics.paths.targets import Target

W = DOUBLE_WELL.coords[0]
DEVIATIONS = {"1/25": (-0.315, -1.091), "1/50": (0.033, -0.523), "1/100": (0.138, -0.256),
              "1/200": (0.152, -0.127), "1/400": (0.134, -0.063)}  # fmt: skip
"""In percent of E τ, for (w² − 1)²/4 at ε = 0.1, from an independent program: unshifted, shifted."""


def target(dt="1/100", eps0="1/10", noise=1, potential=DOUBLE_WELL, start=-1, end=1, **more):
    return Target(Model(potential, sp.sympify(noise), eps0, dt), (start,), (end,), **more)


@pytest.mark.parametrize("dt", DEVIATIONS)
@pytest.mark.parametrize("shifted", [False, True])
def test_deviation_from_the_diffusion(dt, shifted):
    time = float(mean_escape_time(DOUBLE_WELL, 10, -1, 1).middle)
    found = float(mean_chain_time(target(dt, shifted=shifted)).middle)
    assert 100 * (found / time - 1) == pytest.approx(DEVIATIONS[dt][shifted], abs=6e-4)


def test_the_shifted_chain_is_of_order_one_and_the_other_is_not():
    time = float(mean_escape_time(DOUBLE_WELL, 10, -1, 1).middle)
    errors = [float(mean_chain_time(target(dt)).middle) / time - 1 for dt in ("1/100", "1/200", "1/400")]
    assert np.log2(np.abs(errors[:-1]) / np.abs(errors[1:])) == pytest.approx([1, 1], abs=0.02)
    assert float(extrapolated_time(target("1/200")).middle) == pytest.approx(time, rel=2e-5)


@pytest.mark.parametrize(("height", "known"), [(5, 7.280271e2), (20, 2.192675e9), (30, 4.796294e13)])
def test_twelve_digits_however_rare(height, known):
    bound = mean_chain_time(target(eps0=sp.Rational(1, 4 * height), shifted=False))
    assert bound.grade is Grade.NUMERICAL
    assert bound.radius / bound.middle < 1e-12
    assert float(bound.middle) == pytest.approx(known, rel=1e-6)


def test_both_directions():
    assert float(mean_chain_time(target()).middle) == pytest.approx(
        float(mean_chain_time(target(start=1, end=-1)).middle), rel=1e-12
    )


def test_varying_noise_against_a_sum_over_a_fine_grid():
    """A second method: the chain rounded to a grid, Markov's equation by a dense solver."""
    found = float(mean_chain_time(target("1/5", noise=(3 + W) / 2, shifted=False)).middle)
    grid = np.linspace(-2.9, 1, 3901)[:-1] + 0.0005
    mean = grid - 0.2 * (grid**3 - grid)
    width = np.sqrt(2 * 0.1 * 0.2 * (3 + grid) / 2)
    jumps = np.exp(-(((grid[None] - mean[:, None]) / width[:, None]) ** 2) / 2) / width[:, None]
    jumps *= 0.001 / np.sqrt(2 * np.pi)
    steps = np.linalg.solve(np.eye(grid.size) - jumps, np.ones(grid.size))
    assert found == pytest.approx(0.2 * np.interp(-1, grid, steps), rel=1e-5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"noise": W}, "beta has to be positive"),
        ({"dt": "1/1000000"}, "places would be needed, more than 3000"),
        ({"potential": Potential(W), "end": 3}, "does not hold the path back"),
        ({"radius": "1/2"}, "a point of the line is wanted"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        mean_chain_time(target(**change))


def test_other_laws_and_dimensions_are_refused():
    coins = replace(target(), model=replace(target().model, law=Coins()))
    with pytest.raises(ValueError, match="Gaussian Euler–Maruyama is wanted"):
        mean_chain_time(coins)
    plane = Model(SHEARED_DOUBLE_WELL, sp.Integer(1), "1/10", "1/100")
    with pytest.raises(ValueError, match="a point of the line is wanted"):
        mean_chain_time(Target(plane, (-1, 0), (1, 0), "1/2"))
