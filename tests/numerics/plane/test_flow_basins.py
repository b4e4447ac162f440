import numpy as np
import pytest
import sympy as sp

from derivations.parse import parse
from derivations.recovered_losses import THREE_VALLEYS, TWO_VALLEYS
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.bound import exact
from numerics.line.wells import line_wells
from numerics.plane.downhill import valley_numbers
from numerics.plane.flow_basins import basin_masses
from numerics.plane.gibbs_masses import gibbs_weight, plane_mass


def kinds(loss):
    points = [(p.kind, tuple(float(c) for c in p.at)) for p in loss.critical_points]
    return [[at for kind, at in points if kind == wanted] for wanted in ("minimum", "saddle", "maximum")]


@pytest.mark.parametrize("loss", [TWO_VALLEYS, THREE_VALLEYS, TWO_GATES, SHEARED_DOUBLE_WELL])
@pytest.mark.parametrize("eta", [1.0, 30.0])
def test_basins_add_up_to_the_plane(loss, eta):
    minima, saddles, maxima = kinds(loss)
    masses = basin_masses(loss, eta, minima, saddles, maxima)
    whole = plane_mass(loss, eta, minima)
    total = sum(masses, exact(0))
    assert total.low <= whole.high
    assert whole.low <= total.high
    assert all(mass.radius < mass.middle * 1e-6 for mass in masses)


@pytest.mark.parametrize("loss", [TWO_GATES, SHEARED_DOUBLE_WELL])
def test_mirrored_basins_are_equal(loss):
    first, second = basin_masses(loss, 5.0, *kinds(loss))
    assert first.low <= second.high
    assert second.low <= first.high


def test_basins_that_meet_at_a_maximum_share_it():
    # three wells in a ring, which a turn by 120° takes into each other
    ring = parse("(x**2 + y**2 - 1)**2 + (x**3 - 3*x*y**2)/10")
    masses = basin_masses(ring, 20.0, *kinds(ring))
    third = sum(masses, exact(0)) / exact(3)
    assert all(abs(mass.middle - third.middle) <= mass.radius + third.radius for mass in masses)
    assert all(mass.radius < 1e-8 * mass.middle for mass in masses)


def test_masses_agree_with_a_count_of_cells():
    minima, saddles, maxima = kinds(THREE_VALLEYS)
    x, y = np.linspace(-2.2, 1.6, 90), np.linspace(-1, 1.8, 90)
    points = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
    weight, numbers = (
        gibbs_weight(THREE_VALLEYS, 4.0, 0.0)(*points.T),
        valley_numbers(THREE_VALLEYS, minima, points),
    )
    counted = [weight[numbers == k].sum() / weight.sum() for k in range(3)]
    masses = [float(m.middle) for m in basin_masses(THREE_VALLEYS, 4.0, minima, saddles, maxima)]
    assert np.array(masses) / sum(masses) == pytest.approx(counted, abs=5e-3)


@pytest.mark.parametrize("eta", [5, 60, 200])
def test_basin_of_a_product_law_is_that_on_the_line(eta):
    # turned by an angle, so that no view of the box sees the basins apart
    turned = parse("(((3*x+4*y)/5)**2-1)**2/4 + (3*x+4*y)/20 + ((4*x-3*y)/5)**2")
    line = line_wells(parse("(w**2-1)**2/4 + w/4"), sp.Integer(1), sp.Rational(1, eta))
    minima, saddles, maxima = kinds(turned)
    ground = min(float(turned.at(at)) for at in minima)
    masses = basin_masses(turned, float(eta), minima, saddles, maxima, ground)
    quotient = masses[1] / masses[0]
    truth = line.basins[1] / line.basins[0]
    assert abs(quotient.middle - truth.middle) <= quotient.radius + truth.radius
    assert quotient.radius < 1e-6 * quotient.middle


def test_a_well_too_high_for_doubles_weighs_next_to_nothing():
    tilted = parse("(x**2 - 1)**2/4 + x/10 + y**2")
    minima, saddles, maxima = kinds(tilted)
    heights = [float(tilted.at(at)) for at in minima]
    masses = basin_masses(tilted, 20000.0, minima, saddles, maxima, min(heights))
    light, heavy = sorted(masses, key=lambda mass: mass.middle)
    assert 0 <= light.high <= 1e-299
    assert heavy.middle > 0
