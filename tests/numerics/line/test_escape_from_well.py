from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import Grade
from numerics.backends import compiled
from numerics.line.escape import mean_escape_time
from numerics.line.escape_from_well import mean_escape_time_from_well
from numerics.line.gauss_passage import way_up

w = DOUBLE_WELL.coords[0]


def averaged(potential, eta, low, high, target):
    """The definition: E_a τ in doubles, averaged over the law of a with 80 Gauss nodes."""
    nodes, weights = np.polynomial.legendre.leggauss(80)
    starts = (low + high) / 2 + (high - low) / 2 * nodes
    heights = compiled(potential.expr, potential.coords, "numpy")(starts)
    law = weights * np.exp(-eta * (heights - heights.min()))
    times = np.array([way_up(potential, float(start), float(target)).time(eta) for start in starts])
    return law @ times / law.sum()


@pytest.mark.parametrize(
    ("potential", "eta", "low", "high", "target"),
    [
        (DOUBLE_WELL, 10, -2, 0, 1),
        (DOUBLE_WELL, 10, -3, "-1/2", 1),
        (DOUBLE_WELL, 10, 0, 2, -1),
        (DOUBLE_WELL, 10, -2, 1, 1),
        (DEEPER_WELL, 4, "-1/2", "1/2", "17/10"),
    ],
)
def test_the_definition_agrees(potential, eta, low, high, target):
    found = mean_escape_time_from_well(potential, eta, low, high, target)
    numbers = (float(Fraction(x)) for x in (low, high, target))
    assert float(found.middle) == pytest.approx(averaged(potential, eta, *numbers), rel=1e-11)
    assert found.grade is Grade.ENCLOSED
    assert found.radius < found.middle / 10**15


@pytest.mark.parametrize(("low", "high", "target"), [(-sp.oo, 0, 1), (0, sp.oo, -1)])
def test_a_well_may_be_half_a_line(low, high, target):
    whole = mean_escape_time_from_well(DOUBLE_WELL, 10, low, high, target, 30)
    near = mean_escape_time_from_well(DOUBLE_WELL, 10, *((-3, 0) if target > 0 else (0, 3)), target)
    assert float(whole.middle) == pytest.approx(float(near.middle), rel=1e-10)
    assert whole.radius < whole.middle / 10**30


def test_noise_may_vary_with_the_place():
    # v = sinh w turns β = 1 + v² and L = v²/2 into constant noise and (1 + ε₀) log cosh w; so does the law.
    loss, noise, ends = Potential(w**2 / 2), 1 + w**2, (-sp.Rational(1, 2), sp.Rational(1, 3), sp.Integer(2))
    inner = Potential(sp.log(sp.cosh(w)) * sp.Rational(21, 20))
    found = mean_escape_time_from_well(loss, 20, *ends, noise=noise)
    other = mean_escape_time_from_well(inner, 20, *(sp.log(end + sp.sqrt(end**2 + 1)) for end in ends))
    assert float(found.middle) == pytest.approx(float(other.middle), rel=1e-14)
    assert found.grade is Grade.ENCLOSED


def test_a_constant_noise_is_another_temperature():
    noisy = mean_escape_time_from_well(DOUBLE_WELL, 20, -sp.oo, 0, 1, noise=2)
    assert noisy == mean_escape_time_from_well(DOUBLE_WELL, 10, -sp.oo, 0, 1)


def test_a_narrow_well_is_a_point():
    point = mean_escape_time(DOUBLE_WELL, 20, -1, 1)
    found = mean_escape_time_from_well(DOUBLE_WELL, 20, "-100001/100000", "-99999/100000", 1)
    assert float(found.middle) == pytest.approx(float(point.middle), rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, 10, -2, 0, 1), "one coordinate is wanted, not 2"),
        ((DOUBLE_WELL, 0, -2, 0, 1), "eta=0: an inverse temperature is positive"),
        ((DOUBLE_WELL, 10, 0, -2, 1), "a well beside the target is wanted"),
        ((DOUBLE_WELL, 10, -2, 2, 1), "a well beside the target is wanted"),
        ((DOUBLE_WELL, 10, -2, sp.oo, 1), "a well beside the target is wanted"),
        ((DOUBLE_WELL, 10, -2, 0, 1, 0), "digits=0: 1 to 10000 are allowed"),
        ((Potential(w**3), 10, -2, 0, 1), "no proof that the process does not run away"),
        ((Potential(sp.log(1 + w**2)), 10, -sp.oo, 0, 1), "give the well two ends"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        mean_escape_time_from_well(*arguments)
