import numpy as np
import pytest

from numerics.plane.mesh import Mesh, Spacing


@pytest.mark.parametrize("foci", [(), ((0.4, 0.01),), ((0.4, 0.01), (-0.7, 0.001))])
@pytest.mark.parametrize("refinement", [1, 1.5, 4])
def test_lines_pass_through_the_anchor_and_cover_what_they_shall(foci, refinement):
    lines = Spacing(0.1, (-1, 1), foci).lines(-20, 30, 0.123, refinement)
    assert 0.123 in lines
    assert lines[0] <= -20 < lines[1]
    assert lines[-2] < 30 <= lines[-1]
    assert (np.diff(lines) > 0).all()


def test_lines_are_even_in_the_core_and_close_at_a_focus():
    even = Spacing(0.1, (-1, 1)).lines(-20, 30, 0, 2)
    assert np.diff(even[abs(even) < 1]) == pytest.approx(0.05)
    close = Spacing(0.1, (-1, 1), ((0.4, 0.01),)).lines(-20, 30, 0, 2)
    assert np.diff(close).min() == pytest.approx(0.005 / 1.1, rel=0.1)
    assert np.diff(close).max() < 30 * 0.25


def test_twice_as_many_lines_hold_all_the_former():
    coarse, fine = (Spacing(0.2, (-1, 1), ((0.3, 0.05),)).lines(-5, 5, 0.1, m) for m in (2, 4))
    assert np.abs(fine[:, None] - coarse[1:-1]).min(axis=0).max() < 1e-12  # the ends lie beyond the box


def test_widths_add_up_to_the_length():
    mesh = Mesh(np.array([0.0, 1.0, 3.0]), np.array([0.0, 0.5, 1.0]))
    indices = np.argwhere(np.ones((3, 3)))
    assert mesh.widths(indices).prod(axis=1).sum() == pytest.approx((3 + 0.5 + 1.0) * 1.5)
    assert (mesh.nearest((2.2, 0.1)) == [2, 0]).all()
