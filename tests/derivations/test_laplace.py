"""The second term of Laplace's method against integrals with known expansions."""

import pytest
import sympy as sp

from derivations.laplace import laplace_correction, laplace_expansion
from derivations.symbols import eps, w
from derivations.zoo import DOUBLE_WELL


def derivatives(loss: sp.Expr, at: int = 0, last: int = 6) -> list[sp.Expr]:
    return [sp.diff(loss, w, k).subs(w, at) for k in range(2, last + 1)]


def test_the_double_well_has_three_halves():
    well, gate = derivatives(DOUBLE_WELL.expr, -1), derivatives(-DOUBLE_WELL.expr)
    assert laplace_expansion(well) == laplace_expansion(gate) == 1 + 3 * eps / 4
    assert laplace_correction(*well[:3]) + laplace_correction(*gate[:3]) == sp.Rational(3, 2)


def test_stirlings_series_comes_out():
    """Γ(1 + n) = n^{n+1} ∫ e^{−n(w − log w)} dw = √(2πn)(n/e)ⁿ(1 + 1/(12n) + …)."""
    assert laplace_expansion(derivatives(w - sp.log(w), 1)) == 1 + eps / 12


def test_bessels_asymptotic_series_comes_out():
    """I₀(n) = (1/2π) ∫ e^{n cos w} dw = eⁿ/√(2πn) (1 + 1/(8n) + …)."""
    assert laplace_expansion(derivatives(-sp.cos(w))) == 1 + eps / 8


def test_the_closed_form_is_the_coefficient_for_any_derivatives():
    second, (third, fourth) = sp.Symbol("p", positive=True), sp.symbols("q r", real=True)
    found = laplace_expansion((second, third, fourth)).coeff(eps, 1)
    assert sp.simplify(found - laplace_correction(second, third, fourth)) == 0


@pytest.mark.parametrize("few", [(), (1,), (1, 2)])
def test_three_derivatives_are_needed(few):
    with pytest.raises(ValueError, match="at least are needed"):
        laplace_expansion(few)


@pytest.mark.parametrize("second", [0, -1, sp.Symbol("q", real=True)])
def test_a_minimum_is_needed(second):
    with pytest.raises(ValueError, match="has to be positive"):
        laplace_expansion((second, sp.Integer(0), sp.Integer(1)))
