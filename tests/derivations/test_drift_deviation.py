import sympy as sp

from derivations.drift_deviation import deviation
from derivations.symbols import M, beta, gamma, w, x, y


def test_deviation_does_not_depend_on_the_loss():
    assert deviation(w**4, w**2, (w,)) == deviation(sp.sin(w), w**2, (w,)) == sp.Matrix([gamma * w / M])


def test_deviation_vanishes_for_constant_noise():
    assert deviation(x * y, beta, (x, y)) == sp.zeros(2, 1)
