import math

import numpy as np
import pytest
from scipy import integrate, special

from derivations.parse import parse
from derivations.recovered_losses import TWO_VALLEYS
from derivations.zoo import QUADRATIC
from ledger.bound import Grade
from numerics.plane.gibbs_masses import disc_mass, gibbs_weight, plane_mass, rounding

BELL = parse("(x**2 + 9*y**2)/2")


@pytest.mark.parametrize("eta", [0.01, 1.0, 1e4, 1e8])
def test_mass_of_a_bell_is_known(eta):
    mass = plane_mass(BELL, eta, [(0, 0)])
    truth = 2 * math.pi / (3 * eta)
    assert abs(float(mass.middle) - truth) <= float(mass.radius) + 1e-15 * truth
    assert mass.radius < mass.middle * 1e-12
    assert mass.grade is Grade.NUMERICAL


def test_mass_of_a_quartic_is_known():
    mass = plane_mass(parse("x**4 + y**4"), 10.0, [(0, 0)])
    assert float(mass.middle) == pytest.approx((2 * special.gamma(1.25) * 10**-0.25) ** 2, rel=1e-13)


def test_ground_is_taken_out():
    raised = plane_mass(parse("(x**2 + 9*y**2)/2 + 1000"), 5.0, [(0, 0)], 1000.0)
    assert float(raised.middle) == pytest.approx(2 * math.pi / 15, rel=1e-12)


def test_narrow_wells_far_apart_are_both_seen():
    pair = parse("(x**2 + y**2)*((x - 50)**2 + y**2)")
    mass = plane_mass(pair, 1e6, [(0, 0), (50, 0)])
    assert float(mass.middle) == pytest.approx(2 * math.pi / (1e6 * 2500), rel=1e-6)


def test_mass_agrees_with_nested_quadrature():
    def density(y, x):
        return math.exp(-3 * (1.1 * x * x + y * y / 100) * ((x - 1) ** 2 + (y - 1) ** 2 / 10))

    truth = integrate.dblquad(density, -1.5, 2.5, -9, 9, epsabs=1e-8)[0]
    assert float(plane_mass(TWO_VALLEYS, 3.0, [(0, 0), (1, 1)]).middle) == pytest.approx(truth, abs=1e-7)


@pytest.mark.parametrize("radius", [1e-3, 0.3, 5.0])
def test_disc_of_a_round_bell_is_known(radius):
    mass = disc_mass(parse("(x**2 + y**2)/2"), 50.0, (0.0, 0.0), radius)
    truth = 2 * math.pi / 50 * -math.expm1(-25 * radius**2)
    assert abs(float(mass.middle) - truth) <= float(mass.radius) + 1e-15 * truth


def test_disc_off_the_centre_is_that_of_a_shifted_loss():
    here = disc_mass(parse("(x - 1/4)**2 + 3*y**2"), 20.0, (0.0, 0.0), 0.4)
    there = disc_mass(parse("x**2 + 3*y**2"), 20.0, (-0.25, 0.0), 0.4)
    assert float(here.middle) == pytest.approx(float(there.middle), rel=1e-13)


def test_one_coordinate_is_refused():
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        plane_mass(QUADRATIC, 1.0, [(0,)])
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        disc_mass(QUADRATIC, 1.0, (0.0, 0.0), 1.0)


def test_radius_must_be_positive():
    with pytest.raises(ValueError, match="radius=0: a positive number is wanted"):
        disc_mass(BELL, 1.0, (0.0, 0.0), 0)


def test_disc_too_wide_for_its_well_is_refused():
    with pytest.raises(ValueError, match="so much wider than the well"):
        disc_mass(BELL, 1e9, (0.0, 0.0), 10.0)


def test_loss_that_does_not_confine_is_refused():
    with pytest.raises(ValueError, match="however far one looks"):
        plane_mass(parse("x**2 + sin(y)"), 1.0, [(0, 0)])


@pytest.mark.parametrize("eta", [10.0, 1000.0])
def test_mass_agrees_with_the_trapezoidal_rule(eta):
    x, y = np.linspace(-3, 4, 2000), np.linspace(-15, 16, 2000)
    density = gibbs_weight(TWO_VALLEYS, eta, 0.0)
    truth = density(x[:, None], y[None, :]).sum() * (x[1] - x[0]) * (y[1] - y[0])
    mass = plane_mass(TWO_VALLEYS, eta, [(0, 0), (1, 1)])
    assert float(mass.middle) == pytest.approx(truth, rel=1e-11)


def test_rounding_counts_the_terms_before_they_cancel():
    far = parse("(x-1000)**2 + y**2")
    assert rounding(far, 1.0, [(1000, 0)]) > 2.0**-53 * 2 * 2000**2
