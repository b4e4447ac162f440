"""The potential whose growth (A.2) asks for."""

import sympy as sp

from derivations.gibbs import LINE
from derivations.poincare_criterion import any_function, gradient_less_a_square, growth_potential
from derivations.symbols import w
from derivations.zoo import QUADRATIC


def test_growth_potential_of_a_quadratic():
    assert sp.expand(growth_potential(QUADRATIC) - (w**2 / 4 - sp.S.Half)) == 0


def test_nothing_but_the_divergence_is_left_of_the_extremal():
    # ∇g = g∇L/2 for g = e^{L/2}: then the square vanishes.
    g = any_function(LINE).func
    expr = gradient_less_a_square(LINE).replace(LINE.expr.func, sp.Lambda(w, w**2 / 2))
    expr = expr.replace(g, sp.Lambda(w, sp.exp(w**2 / 4))).doit()
    assert sp.simplify(expr - growth_potential(QUADRATIC)) == 0
