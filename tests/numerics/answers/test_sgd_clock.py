from fractions import Fraction

import pytest

from ledger.bound import exact
from numerics.answers.sgd_clock import SgdClock


def test_a_time_is_so_many_steps_and_epochs():
    clock = SgdClock(Fraction(1, 10), 32, 1600)
    assert clock.eps0 == Fraction(1, 640)
    assert clock.steps(exact(7)).low == 70
    assert clock.epochs(exact(7)).high == Fraction(70 * 32, 1600)


def test_without_samples_there_are_no_epochs():
    assert SgdClock(Fraction(1, 10), 32).epochs(exact(7)) is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ((Fraction(0), 32), "learning_rate=0: a positive number"),
        ((Fraction(1), 0), "batch_size=0: a positive number"),
        ((Fraction(1), 1, -1), "samples=-1: a positive number"),
        ((Fraction(1), 10, 9), "batch_size=10: a batch has at most all of samples=9"),
    ],
)
def test_bad_settings_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        SgdClock(*settings)
