import itertools

import flint
import pytest

from derivations.parse import parse
from numerics.terrain.krawczyk import certified_point, enclosed_eigenvalues
from numerics.terrain.terrain import terrain_of

DOUBLE_WELL = terrain_of(parse("(x**2-1)**2/4 + (y-x)**2/2"))


def test_the_point_is_enclosed():
    box = certified_point(DOUBLE_WELL, [0.99999, 1.00001])
    assert all(c.contains(1) and c.rad() < 1e-60 for c in box)


def test_a_degenerate_point_is_not_proved():
    assert certified_point(terrain_of(parse("x**4 + y**2")), [0.0, 0.0]) is None


def test_what_is_no_critical_point_is_not_proved():
    assert certified_point(terrain_of(parse("x + y**2")), [0.0, 0.0]) is None
    assert certified_point(DOUBLE_WELL, [0.4, 0.4]) is None


def test_eigenvalues_of_the_hilbert_matrix_add_up():
    size = 6
    with flint.ctx.workprec(256):
        matrix = flint.arb_mat([[flint.arb(1) / (i + j + 1) for j in range(size)] for i in range(size)])
        found = enclosed_eigenvalues(matrix)
        assert sum(found, flint.arb(0)).overlaps(matrix.trace())
        product = flint.arb(1)
        for value in found:
            product *= value
        assert product.overlaps(matrix.det())
        assert all(a < b and b.rad() < 1e-60 for a, b in itertools.pairwise(found))


def test_equal_eigenvalues_are_kept():
    found = enclosed_eigenvalues(flint.arb_mat([[2, 1, 1], [1, 2, 1], [1, 1, 2]]))
    assert [round(float(e.mid()), 12) for e in found] == [1, 1, 4]
    assert all(e.contains(1) for e in found[:2])


def test_a_matrix_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="not finite"):
        enclosed_eigenvalues(flint.arb_mat([[flint.arb.nan()]]))
