"""Comparers say SUPPORTS only if the whole interval is inside, REFUTES only if all of it is outside."""

from fractions import Fraction as F

import pytest

from ledger import compare
from ledger.bound import Bound, Grade, exact
from ledger.outcome import Outcome, every

S, R, OPEN = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE


def between(low, high):
    return Bound(F(low), F(high), Grade.NUMERICAL)


@pytest.mark.parametrize(
    ("comparer", "measured", "predicted", "outcome"),
    [
        (compare.agree("0.01"), between("0.995", "1.005"), exact(1), S),
        (compare.agree("0.01"), between("0.995", "1.02"), exact(1), OPEN),
        (compare.agree("0.01"), between("1.02", "1.03"), exact(1), R),
        (compare.agree("0.01"), exact(-1), exact(1), R),
        (compare.agree("0.01"), between("0.99", "1.01"), exact(1), S),
        (compare.agree("0.01"), exact(3), exact(3), S),
        (compare.agree("0.01"), between("0.98", "0.99"), exact(1), OPEN),
        (compare.agree("0.01"), between("1.01", "1.02"), exact(1), OPEN),
        (compare.agree("0.01"), between("0.98", "1.005"), exact(1), OPEN),
        (compare.agree("0.01"), between("0.97", "0.98"), exact(1), R),
        (compare.near("0.1"), between("-0.1", "0.1"), exact(0), S),
        (compare.near("0.1"), between("-0.1", "0.2"), exact(0), OPEN),
        (compare.near("0.1"), between("0.2", "0.3"), exact(0), R),
        (compare.near("0.1"), between("-0.2", "0.05"), exact(0), OPEN),
        (compare.near("0.1"), between("-0.3", "-0.2"), exact(0), R),
        (compare.near("0.1"), exact(5), exact(5), S),
        (compare.at_most(), between(1, 2), exact(2), S),
        (compare.at_most(), between(1, 2), exact(1), OPEN),
        (compare.at_most(), between(2, 3), exact(1), R),
        (compare.at_least(), between(2, 3), exact(2), S),
        (compare.at_least(), between(0, 1), exact(2), R),
        (compare.at_most(), between(2, 3), exact(2), OPEN),
        (compare.at_most(), exact(2), exact(2), S),
        (compare.at_most(), exact(2), between(1, 3), OPEN),
        (compare.at_most(), exact(2), between(2, 3), S),
        (compare.at_least(), exact(2), exact(2), S),
        (compare.at_least(), between(1, 3), exact(2), OPEN),
        (compare.ordered(), {"a": exact(3), "b": exact(2), "c": exact(1)}, ("a", "b", "c"), S),
        (compare.ordered(), {"a": exact(3), "b": exact(2), "c": exact(1)}, ("a", "c", "b"), R),
        (compare.identical(), (1, F(1, 2), "a"), (1, F(1, 2), "a"), S),
        (compare.identical(), True, False, R),
        (compare.ordered(), {"a": exact(3), "b": exact(2)}, ("a", "b"), S),
        (compare.ordered(), {"a": exact(3), "b": exact(2)}, ("b", "a"), R),
        (compare.ordered(), {"a": between(1, 3), "b": exact(2)}, ("a", "b"), OPEN),
    ],
)
def test_outcomes(comparer, measured, predicted, outcome):
    assert comparer(measured, predicted) is outcome


def test_a_limit_is_approached_at_the_stated_speed():
    xs = [F(1, 10), F(1, 20)]
    value = [(x, exact(1 + x)) for x in xs]
    one = [(x, exact(1)) for x in xs]
    assert compare.tends_to(2)(value, one) is S
    assert compare.tends_to("0.5")(value, one) is R
    assert compare.tends_to(2, order=2)(value, one) is R
    with pytest.raises(ValueError, match="both sides need the same positive x"):
        compare.tends_to(2)(value, one[::-1])


def test_the_speed_of_a_limit_counts_on_either_side_and_at_the_power_that_is_said():
    one = [(F(1, 10), exact(1))]
    for off, outcome in ((F(-1, 50), S), (F(1, 50), S), (F(-1, 49), R), (F(1, 49), R)):
        assert compare.tends_to(2, order=2)([(F(1, 10), exact(1 + off))], one) is outcome
    assert compare.tends_to(2)([(F(1, 10), between("1.1", "1.3"))], one) is OPEN
    assert compare.tends_to(2)([(F(1, 10), exact(3))], [(F(1, 10), exact(3))]) is S


@pytest.mark.parametrize("x", [F(0), F(-1, 10)])
def test_a_limit_is_approached_along_positive_numbers(x):
    pairs = [(x, exact(1))]
    with pytest.raises(ValueError, match="both sides need the same positive x"):
        compare.tends_to(2)(pairs, pairs)


def test_rules_say_what_is_compared():
    assert compare.tends_to(2).rule == "|measured/predicted − 1| ≤ 2·x at every x"
    assert compare.tends_to(2, order=3).rule == "|measured/predicted − 1| ≤ 2·x^3 at every x"


def test_floats_are_not_exact():
    for pair in ((0.5, F(1, 2)), (F(1, 2), 0.5), (exact(1), 1)):
        with pytest.raises(TypeError, match="identical compares exact things, not"):
            compare.identical()(*pair)


def test_names_of_a_ranking_must_match():
    with pytest.raises(ValueError, match=r"measured has \['a'\], the order names"):
        compare.ordered()({"a": exact(1)}, ("b",))


def test_nothing_compared_shows_nothing():
    assert every([S, OPEN, R]) is R
    assert every([S, OPEN]) is OPEN
    assert every([S]) is S
    with pytest.raises(ValueError, match="nothing was compared"):
        every([])
