"""Handwritten digits: the small set that comes with the suite.

The experiment of the paper is on MNIST (`nn_experiments.data.mnist`); the 8 × 8 digits are real data, too,
and small enough for every run of the suite. Source and licence: `digits.md`.

## Main definitions
* `Images`: training and test images with their labels.
* `digits`: 1797 images of 8 × 8 pixels, 1437 for training and 360 for testing.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIGITS = Path(__file__).with_name("digits.npz")
SPLIT_SEED = 2018
TEST_EVERY = 5


@dataclass(frozen=True, eq=False, slots=True)
class Images:
    """Images as rows, float32 in [0, 1], shape (N, pixels); labels as int64, shape (N,)."""

    name: str
    train_images: NDArray[np.float32]
    train_labels: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]

    def first(self, count: int) -> "Images":
        """The same with the first `count` training images only.

        Raises:
            ValueError: if there are not so many.
        """
        if not 1 <= count <= len(self.train_labels):
            raise ValueError(f"count={count}: {self.name} has {len(self.train_labels)} training images")
        return replace(self, train_images=self.train_images[:count], train_labels=self.train_labels[:count])


@cache
def digits() -> Images:
    """The 8 × 8 digits, split once and for all: 1437 training and 360 test images, every class 4 : 1.

    The training images are in random order, so that the first n of them are a random sample, too.
    """
    with np.load(DIGITS) as archive:
        images, labels = archive["images"], archive["labels"].astype(np.int64)
    scaled = images.astype(np.float32) / 16
    train, test = stratified_split(labels)
    return Images("digits", scaled[train], labels[train], scaled[test], labels[test])


def stratified_split(labels: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The indices of training and test images, each in random order.

    Shuffled, then lined up by class, every fifth image is for testing: each class is split 4 : 1.
    """
    rng = np.random.default_rng(SPLIT_SEED)
    shuffled = rng.permutation(len(labels))
    lined_up = shuffled[np.argsort(labels[shuffled], kind="stable")]
    is_test = np.arange(len(labels)) % TEST_EVERY == 0
    return rng.permutation(lined_up[~is_test]), rng.permutation(lined_up[is_test])
