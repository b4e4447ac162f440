from fractions import Fraction

import numpy as np
import pytest

from numerics.valley.chart import valley_chart
from numerics.valley.escape import wells_along
from numerics.valley.profile import Profile, course
from numerics.valley.wells import chain_times, hermite_values


def test_hermite_functions_are_orthonormal():
    points, weights = np.polynomial.hermite_e.hermegauss(30)
    values = np.array([hermite_values(xi, 9) for xi in points])
    gram = values.T @ (weights[:, None] * values) / np.sqrt(2 * np.pi)
    assert np.allclose(gram, np.eye(9), atol=1e-12)


def test_chain_times_solve_the_chain():
    rng = np.random.default_rng(3)
    inner = rng.random((4, 4))
    inner = inner + inner.T
    np.fill_diagonal(inner, 0)
    out, masses = rng.random(4), rng.random(4)
    matrix = np.diag(inner.sum(axis=1) + out) - inner
    found = chain_times(np.column_stack([inner, out]), masses)
    assert np.allclose(found, np.linalg.solve(matrix, masses), rtol=1e-13)


def test_chain_times_keep_their_digits_where_subtraction_loses_them():
    """Two wells in a row with conductances 1 and 10⁻⁴⁰: exact in rationals."""
    tiny = 1e-40
    found = chain_times(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, tiny]]), np.array([2.0, 3.0]))
    last = Fraction(5) / Fraction(tiny)
    assert found[1] == pytest.approx(float(last), rel=1e-14)
    assert found[0] == pytest.approx(float(last + 2), rel=1e-14)


def test_what_flows_out_of_the_wells_is_a_row_for_each(curved):
    profile = Profile(valley_chart(curved), 0.1)
    way = course(profile, 1.5)
    wells = wells_along(profile, way, (6, 5, 1.9))
    found = wells.conductances(wells.potentials(wells.factor()))
    assert found.shape == (2, 3)
    assert found[0, 1] > 0 < found[1, 2]
    assert found[0, 1] == pytest.approx(found[1, 0], rel=1e-6)
    assert found[0, 0] == found[1, 1] == 0
