import pytest

from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.plane.committor import committor

BOWL = Potential((x**2 + y**2) / 2, (x, y))


def probability(start=(0, 0), one=(1, 1), other=(-1, -1), radius="3/10", potential=SHEARED_DOUBLE_WELL):
    return committor(potential, 1, "1/40", start, one, other, radius)


def test_halfway_either_place_comes_first():
    found = probability()
    assert found.low < 0.5 < found.high
    assert float(found.radius) < 1e-4


def test_the_two_probabilities_add_up_to_one_and_the_small_one_has_its_digits():
    first, second = probability(("-1/2", "-1/2")), probability(("-1/2", "-1/2"), (-1, -1), (1, 1))
    assert float((first + second).middle) == pytest.approx(1, abs=1e-6)
    assert first.low > 0
    assert first.radius < 1e-3 * first.middle


def test_inside_a_disc_nothing_is_open():
    assert probability((1, "11/10")).low == 1
    assert probability((-1, -1)).high == 0


def test_discs_that_overlap_are_refused():
    with pytest.raises(ValueError, match=r"radius=2: the discs around one=\(1, 1\) and other=\(-1, -1\)"):
        probability(radius=2)
