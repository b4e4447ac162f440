"""The experiments of full length on MNIST, and the protocols of a researcher's own pairs.

## Main definitions
* `paper`: the three pairs of Section 3 and a control, all 60 000 images.
* `paper_on_digits`: the same and one more control on the embedded digits.
* `ladder`: six pairs with the same ratio γ/M, up to a rate of 1.6.
* `own`: any pairs, on any images.
* `checkpoints`: when a run of some length is measured.

## Implementation notes
An epoch is the same number of images for all arms: the largest multiple of the batch sizes that the data
have, drawn anew from all images in each epoch. With batches of 128 and 256 it is 59 904 of 60 000.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from nn_experiments.data.digits import Images
from nn_experiments.training.protocol import COLD, DIGITS, GHOST, HOT, TWIN, Arm, Protocol

MNIST_IMAGES = 60_000
EVENLY = 20  # checkpoints at equal distances, beside those at 1, 2, 5, 10, 20, 50 …
LARGEST_HESSIAN = 2048  # images
PAPER_EPOCHS = 200  # the figures of the paper end at 180 and 200
# A part of the run's norms is compared at equal time, epoch 10 n of COLD with n of HOT: so 15 to 20.
PAPER_CHECKPOINTS = (1, 2, 3, 5, 7, 10, 12, *range(15, 21), 25, *range(30, PAPER_EPOCHS + 1, 10))
SMALLEST = 64  # images that are normalised together on the ladder
LADDER = tuple((Fraction(2**k, 20), SMALLEST * 2**k) for k in range(6))


def paper(width: int, *, seeds: int = 10, epochs: int = PAPER_EPOCHS) -> Protocol:
    """The three pairs of the paper and `GHOST` on MNIST, in nets with three hidden layers of `width`."""
    arms = tuple(replace(arm, replicas=seeds) for arm in (COLD, HOT, TWIN, GHOST))
    return _on_mnist(arms, width, epochs)


def paper_on_digits(width: int, *, seeds: int = 10, epochs: int = DIGITS.epochs) -> Protocol:
    """The arms of `DIGITS`, for another width, number of seeds or length."""
    return replace(
        DIGITS,
        widths=(DIGITS.widths[0], *[width] * 3, DIGITS.widths[-1]),
        epochs=epochs,
        checkpoints=DIGITS.checkpoints if epochs == DIGITS.epochs else checkpoints(epochs),
        arms=tuple(replace(arm, replicas=seeds) for arm in DIGITS.arms),
    )


def ladder(width: int, *, seeds: int = 10, epochs: int = PAPER_EPOCHS) -> Protocol:
    """(0.05, 64), (0.1, 128) … (1.6, 2048) on MNIST, normalised by 64 and each by its own batch."""
    own = [Arm(rate, batch, replicas=seeds) for rate, batch in LADDER]
    ghosts = [replace(arm, ghost=SMALLEST) for arm in own if arm.batch > SMALLEST]
    return _on_mnist((*own, *ghosts), width, epochs)


def _on_mnist(arms: tuple[Arm, ...], width: int, epochs: int) -> Protocol:
    return Protocol(
        images=_epoch(arms, MNIST_IMAGES),
        widths=(784, *[width] * 3, 10),
        epochs=epochs,
        checkpoints=PAPER_CHECKPOINTS if epochs == PAPER_EPOCHS else checkpoints(epochs),
        probes=24,
        hessian_images=LARGEST_HESSIAN,
        arms=arms,
        drawn_from=MNIST_IMAGES,
    )


def own(images: Images, arms: Sequence[Arm], *, epochs: int, width: int | None = None) -> Protocol:
    """The protocol of given arms on `images`, in nets with three hidden layers of `width` (64 if None).

    A ValueError says that there are no arms or two equal ones, that a number is not positive, that
    normalisation does not fit a batch, or that no multiple of all batch sizes is as small as the number of
    images.
    """
    _expect_sensible(arms, epochs, width)
    available = len(images.train_labels)
    return Protocol(
        images=_epoch(arms, available, images.name),
        widths=_widths(images, width),
        epochs=epochs,
        checkpoints=checkpoints(epochs),
        probes=DIGITS.probes,
        hessian_images=min(available, LARGEST_HESSIAN),
        arms=tuple(arms),
        drawn_from=available,
    )


def _widths(images: Images, width: int | None) -> tuple[int, ...]:
    hidden = DIGITS.widths[1:-1] if width is None else (width,) * 3
    return (images.train_images.shape[1], *hidden, int(images.train_labels.max()) + 1)


def _expect_sensible(arms: Sequence[Arm], epochs: int, width: int | None) -> None:
    """Look at the arguments of `own`.

    Raises:
        ValueError: if one is not as said there.
    """
    labels = [arm.label for arm in arms]
    if not labels or len(set(labels)) != len(labels):
        raise ValueError(f"pairs={labels}: at least one, each once")
    if min(arm.replicas for arm in arms) < 1 or epochs < 1 or (width is not None and width < 1):
        raise ValueError(f"seeds={arms[0].replicas}, epochs={epochs}, width={width}: all are at least 1")
    for arm in arms:
        if arm.batch < 1:
            raise ValueError(f"pair {arm.label}: a batch has at least 1 image")
        if arm.ghost is not None and not arm.normalised:
            raise ValueError(f"pair {arm.label}: ghost={arm.ghost}, but nothing is normalised")
        if arm.normalised and min(arm.batch, arm.batch if arm.ghost is None else arm.ghost) < 2:
            raise ValueError(f"pair {arm.label}: batch normalisation needs at least 2 images")
        if arm.ghost is not None and arm.batch % arm.ghost:
            raise ValueError(f"pair {arm.label}: ghost={arm.ghost} must divide the batch")


def _epoch(arms: Sequence[Arm], available: int, name: str = "MNIST") -> int:
    """The images of an epoch.

    Raises:
        ValueError: if there are not enough for all batch sizes.
    """
    together = lcm(*(arm.batch for arm in arms))
    if together > available:
        raise ValueError(
            f"pairs={[arm.label for arm in arms]}: the batch sizes divide {together} and its multiples only,"
            f" {name} has {available} training images"
        )
    return available - available % together


def checkpoints(epochs: int) -> tuple[int, ...]:
    """The epochs 1, 2, 5, 10, 20, 50 … and twenty at equal distances, up to `epochs`."""
    decades = (digit * 10**power for power in range(len(str(epochs))) for digit in (1, 2, 5))
    evenly = (epochs * part // EVENLY for part in range(1, EVENLY + 1))
    return tuple(sorted({epoch for epoch in (*decades, *evenly) if 1 <= epoch <= epochs}))
