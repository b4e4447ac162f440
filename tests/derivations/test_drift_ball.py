"""R and C₂."""

import numpy as np
import pytest
import sympy as sp

from derivations.drift_ball import (
    ball_constant,
    drift_bracket,
    largest_beyond,
    largest_within,
    radius,
    values_within,
)
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


def test_a_bracket_that_is_not_even_has_two_ends():
    bracket = (1 - w) * (w + 3)
    assert radius(bracket) == 3
    assert set(values_within(bracket)) == {4, -12, 0}
    assert largest_beyond(bracket) == 0
