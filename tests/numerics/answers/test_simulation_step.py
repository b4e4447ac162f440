from dataclasses import replace
from fractions import Fraction
from math import exp, inf, pi

import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import DOUBLE_WELL
from ledger.bound import exact
from numerics.answers.escape import escape
from numerics.answers.simulation_step import (
    LONGEST_STEP,
    curvature,
    guessed_time,
    height,
    require_stability,
    slowest,
    step_for,
)


@pytest.fixture(scope="module")
def answer():
    return escape(DOUBLE_WELL, -1, 1, eta=20)


@pytest.fixture(scope="module")
def in_plane():
    """Curvatures 2 and 10 in the wells, −1 and 10 at the gate."""
    return escape(parse("(x**2-1)**2/4+5*y**2"), (-1, 0), (1, 0), eta=20, radius="0.3")


def test_the_scales_of_the_double_well(answer):
    assert (curvature(answer), slowest(answer), height(answer)) == (2, 2, 5)
    assert guessed_time(answer) == pytest.approx(729.67069194232)


def test_the_scales_of_a_valley(in_plane):
    assert curvature(in_plane) == pytest.approx(10)
    assert slowest(in_plane) == pytest.approx(2)
    assert height(in_plane) == pytest.approx(5)


def test_the_height_is_over_the_temperature_at_the_minimum(answer):
    noisy = replace(answer, question=replace(answer.question, noise=2 - sp.Symbol("w", real=True)))
    assert height(noisy) == pytest.approx(5 / 3)


def test_where_all_is_flat_the_barrier_tells_a_curvature():
    """The wells and the gate of w⁴(w − 2)⁴/4 are flat; H = 1/4 over half of the way 2."""
    flat = escape(parse("w**4*(w-2)**4/4"), 0, 2, eta=20)
    assert curvature(flat) >= 2 * float(flat.kramers.barrier.middle) / 4
    assert slowest(flat) == curvature(flat)


def test_steps_are_short_enough_for_the_error_and_round(answer):
    assert step_for(answer, 0.05) == Fraction(1, 100)
    assert step_for(answer, 0.01) == Fraction(1, 500)
    assert step_for(answer, 0.0033) == Fraction(1, 2000)


def test_steps_are_short_for_the_steepest_direction(in_plane):
    assert step_for(in_plane, 1.0) == Fraction(1, 500)
    assert step_for(in_plane, 1.0) <= LONGEST_STEP / curvature(in_plane)


def test_steps_are_short_for_a_small_ball():
    tiny, wide = (
        escape(parse("(x**2-1)**2/4+y**2/2"), (-1, 0), (1, 0), eta=20, radius=r) for r in ("0.02", "0.3")
    )
    assert step_for(tiny, 0.05) <= (0.02 / 10) ** 2 * 10 < step_for(wide, 0.05)


def test_a_step_is_refused_beyond_stability_only(answer):
    require_stability(answer, Fraction(1))
    with pytest.raises(
        ValueError, match=r"dt=1.001: beyond stability, the largest curvature on the way is 2"
    ):
        require_stability(answer, Fraction(1001, 1000))


@pytest.mark.parametrize("step", [Fraction(0), Fraction(-1, 10)])
def test_a_step_that_is_not_positive_is_refused(answer, step):
    with pytest.raises(ValueError, match=f"dt={step}: a positive number is wanted"):
        require_stability(answer, step)


def test_the_time_is_guessed_by_what_is_known(answer):
    by_formula = replace(answer, mean_escape_time=None)
    assert guessed_time(by_formula) == pytest.approx(float(answer.kramers.time.middle), rel=1e-15)
    by_height = replace(by_formula, kramers=replace(answer.kramers, time=None))
    assert guessed_time(by_height) == pytest.approx(pi * exp(5))


def test_times_beyond_all_floats_are_infinite(answer):
    unknown = replace(answer, mean_escape_time=None, kramers=replace(answer.kramers, time=None))
    cold = replace(unknown, question=replace(answer.question, eps0=sp.Rational(1, 4000)))
    assert guessed_time(cold) == inf
    far = replace(answer, mean_escape_time=answer.mean_escape_time * exact(10**400))
    assert guessed_time(far) == inf
