import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.line.spectrum import spectral_gap
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.plane.gap import spectral_gap_in_plane

TILTED = x**3 / 100 - x / 60


@pytest.mark.parametrize("eta", [10, 40, 240, 800])
def test_the_gap_of_a_loss_that_separates_is_that_of_its_slower_part(eta):
    line = Potential((x**2 - 1) ** 2 / 4 + TILTED, (x,))
    plane = spectral_gap_in_plane(Potential(line.expr + y**2, (x, y)), 1, sp.Rational(1, eta))
    slow = spectral_gap(line, eta)
    assert float(plane.middle) == pytest.approx(float(slow.middle), rel=1e-7)
    assert plane.low <= slow.low <= slow.high <= plane.high
    assert plane.radius < 1e-4 * plane.middle


def test_the_gap_is_the_sum_of_the_two_rates():
    gap = spectral_gap_in_plane(SHEARED_DOUBLE_WELL, 1, "1/40")
    time = mean_escape_time_to_ball(SHEARED_DOUBLE_WELL, 1, "1/40", (-1, -1), (1, 1), "1/10")
    assert float((gap * time).middle) == pytest.approx(2, abs=5e-4)


@pytest.mark.parametrize("noise", [1, 1 + x**2 / 4])
def test_a_coordinate_of_a_bowl_is_a_mode_of_rate_one_at_every_noise(noise):
    bowl = Potential((x**2 + 3 * y**2) / 2, (x, y))
    gap = spectral_gap_in_plane(bowl, noise, "1/5")  # 𝓛x = −x
    assert gap.low < 1 < gap.high
    assert float(gap.middle) == pytest.approx(1, rel=1e-6)


def test_a_way_too_high_for_doubles_is_refused():
    steep = Potential((x**2 - 1) ** 2 / 4 + y**2, (x, y))
    with pytest.raises(ValueError, match="potential: a way 750 e-folds high is too high for doubles"):
        spectral_gap_in_plane(steep, 1, "1/3000")


def test_a_loss_on_the_line_is_refused():
    with pytest.raises(ValueError, match="two coordinates are wanted, not 1"):
        spectral_gap_in_plane(DOUBLE_WELL, 1, 1)
