import math

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import TWO_GATES
from numerics.plane.domain import domain
from numerics.plane.landscape import landscape
from numerics.plane.survey import Survey


def surveyed(loss, eps0="1/40", noise=1, box=((-2, -2), (2, 2)), points=((0.0, -1.0), (0.0, 1.0))):
    land = landscape(Potential(loss, (x, y)), noise, eps0)
    return Survey(land, *map(np.array, box), points, 20.0)


def test_the_way_is_the_lowest_pass():
    assert surveyed(TWO_GATES.expr).way == pytest.approx(40 * 7 / 16, abs=0.3)  # H = 7/16


def test_noise_that_grows_lowers_the_way():
    loss = TWO_GATES.expr
    assert surveyed(loss, noise=1 + 4 * loss).way == pytest.approx(10 * math.log(1 + 7 / 4), rel=0.1)


def test_the_cell_is_the_width_of_a_gaussian():
    bowl = surveyed(2 * x**2 + y**2 / 2, "1/4", points=((0.0, 0.0),), box=((-3, -6), (3, 6)))
    assert bowl.cell() == pytest.approx((0.25, 0.5), rel=0.05)


def test_the_domain_ends_at_the_level():
    land = landscape(Potential(x**2 / 2 + 2 * y**2, (x, y)), 1, "1/10")
    found = domain(land, [(0.0, 0.0)], 20.0)
    assert found.level == pytest.approx(2, rel=0.02)
    left, bottom, right, top = found.box
    assert left < -2 < 2 < right < 2.5
    assert bottom < -1 < 1 < top < 1.3
    mesh = found.mesh((0.0, 0.0), 2)
    inside = found.inside(land, mesh, (0.0, 0.0))
    area = inside.sum() * np.diff(mesh.x).min() * np.diff(mesh.y).min()
    assert area == pytest.approx(2 * math.pi, rel=0.3)


def test_a_deep_well_far_away_is_found():
    pit = (x - 12) ** 2 * ((x + 1) ** 2 + 1) / 100 + y**2
    found = domain(landscape(Potential(sp.expand(pit), (x, y)), 1, "1/10"), [(-1.0, 0.0)], 20.0)
    assert found.box[2] > 12


@pytest.mark.parametrize(("axis", "sign"), [(0, -1), (1, 1), (1, -1)])
def test_a_deep_well_far_away_is_found_in_every_direction(axis, sign):
    along, across = ((x, y), (y, x))[axis]
    pit = (sign * along - 12) ** 2 * ((sign * along + 1) ** 2 + 1) / 100 + across**2
    start = [0.0, 0.0]
    start[axis] = -1.0 * sign
    box = domain(landscape(Potential(sp.expand(pit), (x, y)), 1, "1/10"), [tuple(start)], 20.0).box
    assert sign * box[axis + (2 if sign > 0 else 0)] > 12
    assert all(abs(end) < 12 for i, end in enumerate(box) if i != axis + (2 if sign > 0 else 0))


@pytest.mark.parametrize("loss", [x**2 - y**2, x**2, x**4 + y**3, sp.Integer(0)])
def test_what_does_not_confine_is_refused(loss):
    with pytest.raises(ValueError, match="potential: it does not confine"):
        domain(landscape(Potential(loss, (x, y)), 1, 1), [(0.0, 0.0)], 20.0)
