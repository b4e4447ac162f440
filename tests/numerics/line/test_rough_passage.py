import numpy as np
import pytest

from derivations.zoo import DOUBLE_WELL
from numerics.line.escape import mean_escape_time
from numerics.line.rough_passage import rough_passage, rough_reach


def slope(eta):
    return lambda x: eta * (x**3 - x)


def speed(eta):
    return lambda x: eta + 0 * x


@pytest.mark.parametrize("eta", [1, 20, 400, 10_000])
def test_the_whole_is_right_to_a_few_bits(eta):
    exact = mean_escape_time(DOUBLE_WELL, eta, -1, 1).middle
    rough = rough_passage(slope(eta), speed(eta), (-1 - 9 / eta**0.5, -1, 1))
    assert abs(rough.whole - (exact.numerator.bit_length() - exact.denominator.bit_length())) < 4


def test_few_digits_are_asked_for_at_the_foot_and_far_out():
    rough = rough_passage(slope(40), speed(40), (-2, -1, 1))
    masses = [rough.allowed(x, x + 0.1, 50)[0] for x in (-1.9, -1, 0.5)]
    assert masses[0] == pytest.approx(masses[1], abs=1)  # behind the start F counts everywhere alike
    assert masses[2] > masses[0] + 5


@pytest.mark.parametrize("bits", [30, 100, 300])
def test_the_reach_leaves_out_as_much_as_allowed(bits):
    away = rough_reach(slope(10), speed(10), -1.0, 2.0, bits)
    height = 10 * ((1 + away) ** 2 - 1) ** 2 / 4 / np.log(2)
    assert bits < height < 1.6 * bits + 20
