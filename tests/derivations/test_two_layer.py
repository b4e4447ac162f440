"""Two linear layers along their flat curves."""

import sympy as sp

from derivations.symbols import lamda, x, y
from derivations.two_layer import AXIS, HYPERBOLA, along, cross_entropy, growth_along, r, square_loss


def test_square_loss_is_zero_on_the_hyperbola():
    assert along(square_loss(0), square_loss(0).expr, HYPERBOLA) == 0


def test_steepness_on_the_hyperbola_is_that_of_the_penalty():
    loss = square_loss(lamda)
    steepness = along(loss, loss.gradient.dot(loss.gradient), HYPERBOLA)
    assert sp.simplify(steepness - 4 * lamda**2 * (r**2 + r**-2)) == 0


def test_limits_agree_with_a_far_point():
    loss = cross_entropy(sp.Rational(1, 3))
    point = {x: 10**6, y: 0}
    steepness = loss.gradient.dot(loss.gradient).subs(point)
    ratio = (loss.laplacian.subs(point) / steepness).evalf()
    assert abs(ratio - growth_along(loss, AXIS)[1]) < 1e-9
