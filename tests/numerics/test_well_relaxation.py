import numpy as np
import pytest

from derivations.potential import Potential
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.well_relaxation import WellChain


def test_quadratic_has_the_poincare_constant_of_its_variance():
    for eta in (1.0, 4.0):
        assert WellChain(QUADRATIC, eta, 400, reach=6.0).poincare_constant() == pytest.approx(eta, rel=2e-3)


def test_shifted_gaussian_relaxes_like_the_closed_form():
    chain = WellChain(QUADRATIC, 1.0, 200, reach=8.0)
    start = chain.bell(1.0, 1.0)
    for time in (0.0, 0.5, 2.0):
        assert chain.squared_distance(time, start) == pytest.approx(np.expm1(np.exp(-2 * time)), rel=5e-3)


def test_chain_is_reversible_and_keeps_its_stationary_law():
    chain = WellChain(DOUBLE_WELL, 5.0, 60)
    right, left = chain.rates
    assert chain.stationary[:-1] * right == pytest.approx(chain.stationary[1:] * left)
    assert chain.squared_distance(3.0, chain.stationary) == pytest.approx(0, abs=1e-20)


@pytest.mark.parametrize(("eta", "cells", "reach"), [(0, 9, 1), (1, 2, 1), (1, 9, -1), (1, 9, 0)])
def test_bad_numbers_are_refused(eta, cells, reach):
    with pytest.raises(ValueError, match="eta > 0, reach > 0, cells >= 3 are wanted"):
        WellChain(QUADRATIC, eta, cells, reach)


def test_two_coordinates_are_refused():
    with pytest.raises(ValueError, match="one coordinate is wanted, not 2"):
        WellChain(Potential(x**2 + y**2 + 0 * w, (x, y)), 1.0, 9)
