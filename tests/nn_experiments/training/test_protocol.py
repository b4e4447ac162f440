from dataclasses import replace
from fractions import Fraction

import pytest

from nn_experiments.training.protocol import ARMS, COLD, DIGITS, GHOST, HOT, MNIST, STILL, TWIN, Arm


@pytest.mark.parametrize("protocol", [DIGITS, MNIST], ids=["digits", "MNIST"])
def test_ten_epochs_of_the_cold_arm_take_the_time_of_one_of_the_hot_ones(protocol):
    assert (
        protocol.time(COLD, 10) == protocol.time(HOT, 1) == protocol.time(TWIN, 1) == protocol.time(STILL, 10)
    )


@pytest.mark.parametrize("protocol", [DIGITS, MNIST], ids=["digits", "MNIST"])
def test_late_epochs_have_a_partner_at_equal_time(protocol):
    last = protocol.checkpoints[-1]
    assert last // 10 in protocol.checkpoints


def test_the_still_arm_takes_all_digits_at_once():
    assert STILL.batch == DIGITS.images
    assert STILL.rate == HOT.rate


def test_the_two_equal_ratios_are_equal():
    assert HOT.rate / HOT.batch == TWIN.rate / TWIN.batch == GHOST.rate / GHOST.batch


def test_time_is_the_sum_of_the_learning_rates():
    assert DIGITS.time(HOT, 3) == 30 * Fraction(1, 10)


def test_labels_are_the_pairs_of_the_paper_and_tell_arms_apart():
    assert [arm.label for arm in (COLD, HOT, TWIN)] == ["(0.01, 128)", "(0.1, 128)", "(0.2, 256)"]
    assert len({arm.label for arm in ARMS}) == len(ARMS)


def test_labels_tell_how_batches_are_drawn_and_normalised():
    assert replace(GHOST, replacement=True).label == "(0.2, 256), normalised by 128, with replacement"
    assert replace(HOT, normalised=False).label == "(0.1, 128), without batch normalisation"


def test_an_epoch_is_drawn_from_its_own_images_unless_told_otherwise():
    assert DIGITS.pool == DIGITS.images
    assert replace(DIGITS, drawn_from=1437).pool == 1437


@pytest.mark.parametrize("changes", [{"drawn_from": 1279}, {"hessian_images": 1281}])
def test_more_images_than_there_are_to_draw_from_are_refused(changes):
    with pytest.raises(ValueError, match=r"drawn_from=\w+: less than images=1280 or hessian_images="):
        replace(DIGITS, **changes)


def test_a_batch_size_that_does_not_divide_the_images_is_refused():
    with pytest.raises(ValueError, match=r"images=1280: not a multiple of the batch size of \(0.1, 100\)"):
        replace(DIGITS, arms=(Arm(Fraction(1, 10), 100),))


@pytest.mark.parametrize("checkpoints", [(1, 2), (2, 1, 800), (1, 1, 800)])
def test_checkpoints_ascend_to_the_last_epoch(checkpoints):
    with pytest.raises(ValueError, match="they ascend to epochs=800"):
        replace(DIGITS, checkpoints=checkpoints)
