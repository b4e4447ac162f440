"""Term II of Appendix E for polynomials under the normal law."""

import pytest
import sympy as sp

from derivations.decay import limit_density
from derivations.second_term import largest_left_side, mixed_product, second_term, square_distance
from derivations.symbols import eta_infinity, kappa, w
from derivations.zoo import QUADRATIC

ONE = {eta_infinity: 1, kappa: 1 / sp.sqrt(2 * sp.pi)}


def test_printed_quotient_grows_without_bound():
    """|II|/‖h‖² = n for f = He_n, so no constant bounds it."""
    for n in range(1, 7):
        hermite = sp.expand(sp.hermite_prob(n, w))
        assert second_term(hermite) / square_distance(hermite) == -n


def test_second_term_of_a_constant_vanishes():
    assert second_term(sp.Integer(3)) == 0


@pytest.mark.parametrize("f", [w, w**2 - 1, w**3 + w])
def test_mixed_product_integrates_to_the_second_term(f):
    integrand = mixed_product(QUADRATIC, f).subs(ONE)
    assert sp.simplify(sp.integrate(sp.expand(integrand), (w, -sp.oo, sp.oo)) - second_term(f)) == 0


def test_limit_density_is_normal():
    assert sp.integrate(limit_density(QUADRATIC).subs(ONE), (w, -sp.oo, sp.oo)) == 1


def test_largest_left_side_meets_the_premise_with_equality():
    steepness = sp.Symbol("g", positive=True)
    laplacian = largest_left_side(steepness) + eta_infinity * steepness
    assert sp.expand(laplacian - 2 * eta_infinity * steepness) == eta_infinity
