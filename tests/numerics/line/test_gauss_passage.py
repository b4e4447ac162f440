from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from derivations.potential import Potential
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL, THREE_MINIMA
from ledger.bound import Grade
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.line.gauss_passage import mean_escape_time_by_gauss, mean_escape_time_in_doubles, way_up

w = DOUBLE_WELL.coords[0]
DIGITS = 1e-13
WAYS = {
    "double well": (DOUBLE_WELL, -1, 1, 20),
    "leftwards": (DOUBLE_WELL, 1, -1, 20),
    "three minima": (THREE_MINIMA, 1, 0, 9),
    "deeper well": (DEEPER_WELL, 0, Fraction(17, 10), 4),
    "uphill": (QUADRATIC, 0, 1, 7),
    "wavy": (Potential(w**2 / 2 + sp.cos(3 * w)), -1, 1, 5),
    "logarithm": (Potential(sp.log(1 + w**2)), 0, 3, 3),
    "root": (Potential(sp.sqrt(1 + w**2)), 0, 3, 3),
    "exponential": (Potential(sp.cosh(w)), 0, 2, 5),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_enclosure_agrees(way):
    potential, start, target, eta = way
    exact = mean_escape_time(potential, eta, start, target, 20).middle
    assert mean_escape_time_in_doubles(potential, eta, start, target) == pytest.approx(
        float(exact), rel=DIGITS
    )
    bound = mean_escape_time_by_gauss(potential, eta, start, target)
    assert bound.low <= exact <= bound.high
    assert bound.grade is Grade.NUMERICAL
    assert bound.radius < bound.middle / 10**12


@pytest.mark.parametrize("eta", [Fraction(1, 10), 1, 10, 100, 400, 1000])
def test_digits_stay_at_every_temperature(eta):
    exact = mean_escape_time(DOUBLE_WELL, eta, -1, 1, 20).middle
    found = Fraction(mean_escape_time_in_doubles(DOUBLE_WELL, eta, -1, 1))
    assert abs(found / exact - 1) < DIGITS


@pytest.mark.parametrize("noise", [(1 + w**2) / 2, sp.exp(w), 1 / (1 + w**2), 2 + sp.sin(w)], ids=str)
def test_varying_noise_agrees_with_the_enclosure(noise):
    exact = mean_escape_time_with_noise(DOUBLE_WELL, noise, "1/10", -1, 1, 20).middle
    found = mean_escape_time_in_doubles(DOUBLE_WELL, 10, -1, 1, noise)
    assert found == pytest.approx(float(exact), rel=DIGITS)


coefficient = st.fractions(-1, 1, max_denominator=8)


@settings(max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate])
@given(
    st.lists(coefficient, min_size=5, max_size=5),
    st.sampled_from([4, 6]),
    st.integers(2, 12),
    st.fractions(Fraction(-3, 2), 0, max_denominator=4),
    st.fractions(Fraction(1, 4), Fraction(3, 2), max_denominator=4),
)
def test_random_confining_polynomials_agree_with_the_enclosure(lower, degree, eta, start, target):
    expr = w**degree / 4 + sum(sp.Rational(c) * w ** (k + 1) for k, c in enumerate(lower[: degree - 1]))
    loss = Potential(expr)
    exact = mean_escape_time(loss, eta, start, target, 18).middle
    turned = Potential(sp.expand(expr.subs(w, -w) + 7))
    for bound in (
        mean_escape_time_by_gauss(loss, eta, start, target),
        mean_escape_time_by_gauss(turned, eta, -start, -target),
    ):
        assert bound.low <= exact <= bound.high
        assert bound.radius < bound.middle / 10**11


def test_a_change_of_scale_changes_the_unit_of_time():
    # w = s v: L(w) = L(s v), and time is multiplied by s²
    scale = Fraction(1, 1000)
    small = Potential(DOUBLE_WELL.expr.subs(w, w / sp.Rational(scale)))
    found = mean_escape_time_in_doubles(small, 20, -scale, scale)
    assert found / float(scale) ** 2 == pytest.approx(729.670691942322799, rel=1e-13)


def test_a_way_is_prepared_once_for_all_temperatures():
    way = way_up(DOUBLE_WELL, -1, 1)
    assert way is way_up(DOUBLE_WELL, -1, 1)
    times = [way.time(eta) for eta in np.linspace(1, 60, 20)]
    assert (np.diff(times) > 0).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, 20, -1, 1), "one coordinate is wanted, not 2"),
        ((DOUBLE_WELL, 0, -1, 1), "eta=0.0: a positive, finite number is wanted"),
        ((DOUBLE_WELL, float("nan"), -1, 1), "eta=nan: a positive, finite number is wanted"),
        ((DOUBLE_WELL, 20, 1, 1), "they have to differ"),
        ((DOUBLE_WELL, 10_000, -1, 1), "E tau exceeds the largest double; mean_escape_time encloses it"),
        ((Potential(w), 20, -1, 1), "nothing keeps the process from running away"),
        ((Potential(-(w**2)), 20, -1, 1), "nothing keeps the process from running away"),
        ((DOUBLE_WELL, 20, -1, 1, w), "noise: it has to be positive between start and target"),
        ((DOUBLE_WELL, 20, -1, 1, sp.Symbol("v")), "a function of w alone is wanted"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        mean_escape_time_in_doubles(*arguments)
