from hashlib import sha256

import numpy as np
import pytest

from nn_experiments.data.digits import DIGITS, digits, stratified_split


def test_the_embedded_digits_are_those_of_the_source():
    with np.load(DIGITS) as archive:
        content = archive["images"].tobytes() + archive["labels"].tobytes()
    told = DIGITS.with_suffix(".md").read_text(encoding="utf-8")
    assert f"`{sha256(content).hexdigest()}`" in told


def test_digits_are_split_into_1437_and_360_scaled_images():
    images = digits()
    assert images.train_images.shape == (1437, 64)
    assert images.test_images.shape == (360, 64)
    assert images.train_images.dtype == np.float32
    assert images.train_images.min() == 0
    assert images.train_images.max() == 1
    assert set(images.test_labels) == set(range(10))


def test_the_split_keeps_every_image_once():
    labels = np.repeat(np.arange(3), (50, 7, 21))
    train, test = stratified_split(labels)
    assert sorted([*train, *test]) == list(range(78))


def test_the_split_has_a_fifth_of_every_class():
    labels = np.random.default_rng(0).integers(4, size=403)
    _, test = stratified_split(labels)
    shares = np.bincount(labels[test]) - np.bincount(labels) / 5
    assert np.abs(shares).max() < 1


def test_the_first_training_images_are_a_random_sample():
    counts = np.bincount(digits().first(1280).train_labels)
    assert np.abs(counts - 128).max() < 12


@pytest.mark.parametrize("count", [0, 1438])
def test_more_images_than_there_are_cannot_be_had(count):
    with pytest.raises(ValueError, match=f"count={count}: digits has 1437 training images"):
        digits().first(count)
