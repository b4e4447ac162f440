from fractions import Fraction

import pytest

from nn_experiments.data.digits import digits
from nn_experiments.training.full_protocol import checkpoints, ladder, own, paper, paper_on_digits
from nn_experiments.training.protocol import COLD, DIGITS, GHOST, HOT, TWIN, Arm
from nn_experiments.training.question import protocol_from, told_of_arm, told_of_protocol

PAPER = paper(64)


def test_the_paper_is_three_pairs_and_a_control_on_all_images():
    assert PAPER.arms == (COLD, HOT, TWIN, GHOST)
    assert (PAPER.images, PAPER.pool, PAPER.epochs) == (59_904, 60_000, 200)
    assert paper(256, seeds=3).widths == (784, 256, 256, 256, 10)
    assert {arm.replicas for arm in paper(256, seeds=3).arms} == {3}


@pytest.mark.parametrize(("first", "last"), [(1, 25), (150, 200), (167, 200), (20, 180)])
def test_the_parts_of_the_paper_s_run_that_are_compared_have_checkpoints(first, last):
    assert sum(first <= epoch <= last for epoch in PAPER.checkpoints) >= 4


def test_late_epochs_of_the_cold_arm_have_a_partner_at_equal_time():
    late = [epoch for epoch in PAPER.checkpoints if epoch >= 150]
    assert all(PAPER.time(COLD, epoch) == PAPER.time(HOT, epoch // 10) for epoch in late)
    assert {epoch // 10 for epoch in late} <= set(PAPER.checkpoints)


def test_the_ladder_has_one_ratio_and_two_kinds_of_normalisation():
    arms = ladder(64).arms
    assert len({arm.rate / arm.batch for arm in arms}) == 1
    assert [(arm.rate, arm.batch) for arm in arms if arm.ghost is None] == [
        (Fraction(2**k, 20), 64 * 2**k) for k in range(6)
    ]
    assert {arm.ghost or arm.batch for arm in arms if arm.ghost or arm.batch == 64} == {64}
    assert len({arm.label for arm in arms}) == len(arms) == 11
    assert ladder(64).images == 29 * 2048


def test_the_digits_keep_their_protocol_unless_something_else_is_asked():
    assert paper_on_digits(64) == DIGITS
    short = paper_on_digits(32, seeds=2, epochs=10)
    assert (short.widths, short.epochs, short.arms[0].replicas) == ((64, 32, 32, 32, 10), 10, 2)


def test_learning_rates_stay_exact_and_all_digits_are_drawn_from():
    asked = own(digits(), [Arm(Fraction("0.1"), 128)], epochs=1)
    assert asked.arms[0].rate == Fraction(1, 10)
    assert (asked.images, asked.pool, asked.hessian_images) == (1408, 1437, 1437)


@pytest.mark.parametrize("protocol", [PAPER, DIGITS, ladder(8)], ids=["paper", "digits", "ladder"])
def test_protocols_come_back_from_what_is_told_of_them(protocol):
    told = {**told_of_protocol(protocol), "arms": [told_of_arm(arm) for arm in protocol.arms]}
    assert protocol_from(told) == protocol


def test_checkpoints_are_dense_early_and_end_at_the_end():
    assert checkpoints(1) == (1,)
    assert checkpoints(7) == (1, 2, 3, 4, 5, 6, 7)
    found = checkpoints(1000)
    assert {1, 2, 5, 10, 20, 50, 100, 150, 200, 950, 1000} <= set(found)
    assert len(found) < 30
