import numpy as np
import pytest
import sympy as sp

from derivations.degenerate_minimum import MINIMA, definiteness, mass_of_power
from derivations.symbols import eta


def test_definiteness_of_three_matrices():
    assert definiteness(sp.diag(1, 2)) == (True, True)
    assert definiteness(sp.diag(0, 2)) == (True, False)
    assert definiteness(sp.diag(-1, 2)) == (False, False)


def test_mass_of_the_square_is_gaussian():
    assert sp.simplify(mass_of_power(1) - sp.sqrt(sp.pi / eta)) == 0


def test_power_is_positive():
    with pytest.raises(ValueError, match="n=0: a positive power"):
        mass_of_power(0)


@pytest.mark.parametrize("loss", MINIMA.values(), ids=MINIMA)
def test_every_loss_has_a_global_minimum_at_zero(loss):
    origin = dict.fromkeys(loss.coords, 0)
    assert loss.expr.subs(origin) == 0
    assert not any(loss.gradient.subs(origin))
    places = np.stack(np.meshgrid(*[np.linspace(-2, 2, 41)] * len(loss.coords)))
    assert (sp.lambdify(loss.coords, loss.expr)(*places) >= 0).all()
