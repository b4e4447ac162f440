import sympy as sp

from derivations.distance_loss import local_loss, mean_squared_gradient
from derivations.gibbs import LINE
from derivations.symbols import eta, kappa, w


def concrete(expr):
    loss, f = LINE.expr.func, sp.Function("f", real=True)
    return expr.replace(loss, sp.Lambda(w, w**4 / 4)).replace(f, sp.Lambda(w, w)).doit()


def test_local_loss_of_a_linear_deviation():
    assert sp.simplify(concrete(local_loss(LINE)) + 2 * kappa * sp.exp(-eta * w**4 / 4) / eta) == 0


def test_mean_squared_gradient_of_a_linear_deviation_is_the_density():
    assert concrete(mean_squared_gradient(LINE)) == kappa * sp.exp(-eta * w**4 / 4)
