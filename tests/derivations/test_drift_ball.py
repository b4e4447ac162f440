"""R and C₂."""

import numpy as np
import pytest
import sympy as sp

from derivations.drift_ball import ball_constant, drift_bracket, largest_beyond, largest_within, radius
from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL


def test_radius_of_a_quadratic_shrinks_with_eta():
    assert radius(drift_bracket(QUADRATIC, 4)) == sp.S.Half


def test_extremes_of_the_double_well_agree_with_a_grid():
    bracket = drift_bracket(DOUBLE_WELL, 1)
    values = sp.lambdify(w, bracket)(np.linspace(-1.618, 1.618, 20001))
    assert float(largest_within(bracket)) == pytest.approx(values.max(), abs=1e-6)
    assert float(ball_constant(bracket)) == pytest.approx(abs(values).max(), abs=1e-6)
    assert largest_beyond(bracket) == 0


@pytest.mark.parametrize("loss", [Potential(w), Potential(sp.log(1 + w**2)), SHEARED_DOUBLE_WELL])
def test_what_does_not_grow_is_refused(loss):
    with pytest.raises(ValueError, match="a polynomial in w that grows on both sides is wanted"):
        drift_bracket(loss, 1)
