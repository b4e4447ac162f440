import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w, x, y
from numerics.plane.landscape import landscape

LOSS = Potential(x**2 * y + sp.exp(x) + y**4, (x, y))


def test_a_climb_in_constant_noise_is_a_difference():
    land = landscape(LOSS, 3, "1/2")
    at, step = (np.array([0.5]), np.array([-0.25])), (np.array([0.1]), np.array([0.2]))
    rise = LOSS.expr.subs({x: 0.6, y: -0.05}) - LOSS.expr.subs({x: 0.5, y: -0.25})
    assert land.constant
    assert land.reversible
    assert land.climb(*at, *step)[0] == pytest.approx(float(rise) / 1.5)


def test_a_climb_in_varying_noise_is_a_path_integral():
    noise = 1 + x**2 + y**2 / 2
    land = landscape(LOSS, noise, "1/2")
    s = sp.Symbol("s")
    path = {x: 0.5 + 0.1 * s, y: -0.25 + 0.2 * s}
    slope = (LOSS.gradient[0] * 0.1 + LOSS.gradient[1] * 0.2) / (noise / 2)
    exact = sp.Integral(slope.subs(path), (s, 0, 1)).evalf()
    found = land.climb(np.array([0.5]), np.array([-0.25]), np.array([0.1]), np.array([0.2]))
    assert not land.constant
    assert not land.reversible
    assert found[0] == pytest.approx(float(exact), rel=1e-7)


def test_noise_of_the_loss_is_reversible():
    assert landscape(LOSS, 1 + LOSS.expr**2, 1).reversible


@pytest.mark.parametrize(
    ("potential", "noise", "eps0", "message"),
    [
        (Potential(w**2), 1, 1, "two coordinates are wanted, not 1"),
        (LOSS, 1, -1, "eps0=-1: a positive number is wanted"),
        (LOSS, 0, 1, "noise=0: a positive number is wanted"),
        (LOSS, w, 1, r"\['w'\] not in symbols"),
    ],
)
def test_bad_input_is_refused(potential, noise, eps0, message):
    with pytest.raises(ValueError, match=message):
        landscape(potential, noise, eps0)
