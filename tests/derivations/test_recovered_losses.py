"""The losses behind the illustrations of Appendix H."""

from fractions import Fraction

import pytest
import sympy as sp

from derivations.recovered_losses import THREE_VALLEYS, TWO_VALLEYS, eigenvalues_at, rounded
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, THREE_MINIMA

HALF = sp.Rational(1, 2)


def test_double_well_has_equal_curvatures():
    assert eigenvalues_at(DOUBLE_WELL, [(-1,), (1,)]) == ((2,), (2,))


def test_curvatures_are_those_of_the_other_factors():
    """L = (w − c)² g(w) has L''(c) = 2 g(c)."""
    for c in (sp.Integer(0), sp.Integer(1), sp.Rational(5, 2)):
        rest = sp.cancel(THREE_MINIMA.expr / (w - c) ** 2)
        assert eigenvalues_at(THREE_MINIMA, [(c,)]) == ((2 * rest.subs(w, c),),)


def test_two_valleys_have_one_trace():
    traces = {sum(values) for values in eigenvalues_at(TWO_VALLEYS, [(0, 0), (1, 1)])}
    assert traces == {sp.Rational(1221, 500)}


@pytest.mark.parametrize("loss", [TWO_VALLEYS, THREE_VALLEYS])
def test_valleys_are_products_of_positive_forms(loss):
    for factor in sp.Mul.make_args(sp.factor(loss.expr)):
        if factor.free_symbols:
            hessian = sp.hessian(factor, (x, y))
            assert hessian.is_positive_definite


def test_a_point_on_the_slope_is_refused():
    with pytest.raises(ValueError, match=r"points has \(2,\), where double well or its gradient is not 0"):
        eigenvalues_at(DOUBLE_WELL, [(2,)])


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("45.5", 0, "46"),
        ("102.125", 2, "102.13"),
        ("-2.5", 0, "-3"),
        ("14.21875", 2, "14.22"),
        ("0.004", 2, "0"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, decimals, expected):
    assert rounded(sp.Rational(value), decimals) == Fraction(expected)
