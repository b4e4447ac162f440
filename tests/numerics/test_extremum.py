from fractions import Fraction

import flint
import pytest
import sympy as sp

from numerics.extremum import ball, mean_value_form, supremum

x = sp.Symbol("x", real=True)
TOLERANCE = Fraction(1, 10**8)


def test_supremum_contains_the_largest_value_inside():
    top = supremum(mean_value_form(x * sp.exp(-x), x), Fraction(0), Fraction(7), TOLERANCE)
    assert top.contains(flint.arb(-1).exp())
    assert top.rad() < 1e-8


def test_supremum_contains_the_value_at_an_end():
    top = supremum(mean_value_form(x**3 - x, x), Fraction(-1), Fraction(2), TOLERANCE)
    assert top.contains(flint.arb(6))
    assert top.rad() < 1e-8


def test_supremum_stays_true_when_boxes_run_out():
    top = supremum(mean_value_form(sp.sin(9 * x), x), Fraction(0), Fraction(3), TOLERANCE, boxes=2)
    assert top.contains(flint.arb(1))
    assert top.rad() > 1e-3


def test_mean_value_form_holds_every_value():
    enclosure = mean_value_form(sp.sqrt(x) + sp.erf(x) / 3, x)(ball(Fraction(1, 2), Fraction(3, 4)))
    for k in range(9):
        point = flint.arb(16 + k) / 32
        assert enclosure.overlaps(point.sqrt() + point.erf() / 3)


def test_mean_value_form_falls_back_where_the_slope_is_infinite():
    assert mean_value_form(sp.exp(-sp.sqrt(x)), x)(ball(Fraction(0), Fraction(1))).overlaps(flint.arb(1))


@pytest.mark.parametrize(
    ("low", "high", "tolerance", "message"),
    [(1, 1, 1, "low=1, high=1: an interval"), (0, 1, 0, "tolerance=0: a positive number is wanted")],
)
def test_bad_input_is_refused(low, high, tolerance, message):
    with pytest.raises(ValueError, match=message):
        supremum(lambda box: box, Fraction(low), Fraction(high), Fraction(tolerance))
