import mpmath
import pytest

from derivations.zoo import DEEPER_WELL, DOUBLE_WELL
from numerics.line.escape import mean_escape_time
from numerics.line.mpmath_passage import escape_time_by_mpmath, gauss_rule


@pytest.mark.parametrize("order", [5, 20, 40])
def test_the_rule_integrates_polynomials(order):
    nodes, weights, matrix = gauss_rule(order, 40)
    with mpmath.workdps(40):
        square = [x**2 for x in nodes]
        assert abs(mpmath.fdot(weights, square) - mpmath.mpf(2) / 3) < 1e-38
        for x, row in zip(nodes, matrix, strict=True):
            assert abs(mpmath.fdot(row, square) - (x**3 + 1) / 3) < 1e-38


@pytest.mark.parametrize(
    ("potential", "eta", "points", "digits", "panels"),
    [
        (DOUBLE_WELL, 10, (-2.65, -1, 1), 30, (2, 4)),
        (DOUBLE_WELL, 50, (-2, -1, 1), 30, (3, 7)),
        (DEEPER_WELL, 4, (-3.3, 0, 1), 25, (14, 8)),
    ],
)
def test_the_enclosure_agrees(potential, eta, points, digits, panels):
    exact = mean_escape_time(potential, eta, points[1], points[2], digits + 10).middle
    found = escape_time_by_mpmath(potential, eta, points, digits, panels)
    with mpmath.workdps(digits + 10):
        assert abs(found * exact.denominator / exact.numerator - 1) < mpmath.mpf(10) ** -digits
