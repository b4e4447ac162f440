import flint
import mpmath
import pytest
import sympy as sp

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC, THREE_MINIMA
from numerics.line.neighbourhoods import gibbs_mass
from numerics.line.swept_masses import swept_masses

ONE = sp.Integer(1)


def swept(force, noise, eps0, stops, bits=80):
    with flint.ctx.workprec(bits + 40):
        return swept_masses(force, noise, w, flint.arb(eps0), [flint.arb(s) for s in stops], bits)


def test_masses_are_those_of_certified_quadrature():
    masses, _ = swept(THREE_MINIMA.gradient[0], ONE, 0.125, [0, 1, 2.5])
    inside = gibbs_mass(THREE_MINIMA, 8, sp.Integer(0), sp.Integer(1))
    assert masses[1].overlaps(inside)
    assert sum(masses, flint.arb(0)).overlaps(gibbs_mass(THREE_MINIMA, 8))
    assert masses[1].rel_accuracy_bits() > 75


def test_both_tails_of_a_gaussian_are_halves():
    (left, right), phis = swept(QUADRATIC.gradient[0], ONE, 2, [0])
    assert phis == [0]
    assert left.overlaps((flint.arb.pi()).sqrt())
    assert right.overlaps(left)


def test_density_with_noise_agrees_with_nested_quadrature():
    noise = (1 + w**2) / 2
    masses, _ = swept(DOUBLE_WELL.gradient[0], noise, 0.05, [-1, -0.5])

    def exponent(z):
        return 20 * mpmath.quad(lambda s: (s**3 - s) * 2 / (1 + s * s), [-1, z])

    inside = mpmath.quad(lambda z: mpmath.exp(-exponent(z)) * 2 / (1 + z * z), [-1, -0.5])
    assert float(masses[1]) == pytest.approx(float(inside), rel=1e-13)


def test_phi_collects_the_force_over_the_noise():
    _, phis = swept(w + w**3, 1 + w**2, 0.25, [0, 2])
    assert phis[1].overlaps(flint.arb(8))


def test_singularity_beside_the_line_only_costs_panels():
    masses, _ = swept(w / sp.sqrt(1 + w**2), ONE, 1, [0])
    truth = mpmath.quad(lambda z: mpmath.exp(1 - mpmath.sqrt(1 + z * z)), [0, 1, 4, 16, 80])
    assert float(masses[1]) == pytest.approx(float(truth), rel=1e-13)


@pytest.mark.parametrize("force", [-w, sp.Integer(0), sp.Integer(1)])
def test_what_runs_away_is_refused(force):
    with pytest.raises(ValueError, match="no proof that the process does not run away"):
        swept(force, ONE, 1, [0])


def test_noise_that_vanishes_is_refused():
    with pytest.raises(ValueError, match="beta > 0"):
        swept(w, w**2, 1, [-1, 1])


def test_negative_noise_is_refused():
    with pytest.raises(ValueError, match="has to be positive, also at 0"):
        swept(w, w - 1, 1, [0])
