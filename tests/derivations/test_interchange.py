import pytest
import sympy as sp

from derivations.interchange import LAST, gradient_of_the_risk, loss_share, partial_risk
from derivations.symbols import n, w


@pytest.mark.parametrize("last", [1, 2, 5])
def test_partial_risk_is_the_sum_of_the_shares(last):
    total = sum(loss_share().subs(n, i) for i in range(1, last + 1))
    assert sp.simplify(total - partial_risk().subs(LAST, last)) == 0


def test_risk_is_the_identity():
    assert gradient_of_the_risk() == {"w > 0": 1, "w = 0": 1}


@pytest.mark.parametrize("point", [sp.Rational(1, 10), sp.Integer(2)])
def test_variance_is_finite_at_every_point(point):
    # Σ t_n′(w)²/P(n): the quotient of successive terms tends to e^{−2w²} < 1.
    term = sp.diff(loss_share(), w).subs(w, point) ** 2 * n**2
    quotient = sp.limit(sp.simplify(term.subs(n, n + 1) / term), n, sp.oo)
    assert sp.simplify(quotient - sp.exp(-2 * point**2)) == 0


def test_every_sample_has_gradient_zero_at_zero():
    assert sp.diff(loss_share(), w).subs(w, 0) == 0
