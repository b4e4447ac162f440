"""What is trained, for how long, and what is measured when: fixed here, before any run.

## Main definitions
* `Arm`: a pair (γ, M) and what else tells it from the others.
* `COLD`, `HOT`, `TWIN`: the three pairs of the paper.
* `GHOST`, `STILL`: two controls that it lacks.
* `Protocol`: the arms, the data, the epochs; `DIGITS` and `MNIST`.

## Implementation notes
An epoch is `images` images in all arms, a number that every batch size divides: a pass of 1437 digits with
the incomplete batch dropped would be 11 · 128 images in one arm and 5 · 256 in another, and "the same ratio"
would differ by a tenth in time. The images of an epoch are the first of a permutation of `drawn_from`, so
that in the long run all are seen alike. Protocols of the full length are in
`nn_experiments.training.full_protocol`.

Time is that of the diffusion, t = Σ γ_k: one epoch takes (images/M) γ of it.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Arm:
    """SGD with learning rate `rate` and batches of `batch` images, for `replicas` seeds.

    Batch normalisation takes `ghost` images together, the whole batch if None; there is none unless
    `normalised`. With `replacement` every image of a batch is drawn from all.
    """

    rate: Fraction
    batch: int
    ghost: int | None = None
    replicas: int = 10
    replacement: bool = False
    normalised: bool = True

    @property
    def label(self) -> str:
        """The pair (γ, M) as the paper writes it, and what else is not as there."""
        parts = [f"({float(self.rate):g}, {self.batch})"]
        parts += [f"normalised by {self.ghost}"] if self.ghost else []
        parts += ["with replacement"] if self.replacement else []
        parts += [] if self.normalised else ["without batch normalisation"]
        return ", ".join(parts)


COLD = Arm(Fraction(1, 100), 128)
HOT = Arm(Fraction(1, 10), 128)
TWIN = Arm(Fraction(1, 5), 256)  # the same γ/M as HOT
GHOST = Arm(Fraction(1, 5), 256, ghost=128)  # the same batch normalisation as HOT, too
STILL = Arm(Fraction(1, 10), 1280, ghost=128)  # the same γ and normalisation as HOT, little noise or none
ARMS = (COLD, HOT, TWIN, GHOST, STILL)


@dataclass(frozen=True, slots=True)
class Protocol:
    """One experiment.

    Args:
        images: the number of training images that an epoch takes, the same for all arms.
        widths: pixels, hidden widths, classes.
        epochs: for all arms.
        checkpoints: the epochs after which everything is measured, ascending; the last is `epochs`.
        probes: vectors for the norm of one Hessian; on the digits eight of them give ln ‖H‖_F with a
            standard error of 0.03 (early) to 0.13 (late), ten seeds and four checkpoints a sixth of that.
        hessian_images: the Hessian is that of the mean loss over the first so many training images.
        arms: what is compared.
        drawn_from: an epoch's images are drawn anew from the first so many training images of the data,
            `images` if None; the training loss is that on all of them.

    Raises:
        ValueError: if a batch size does not divide `images`, the last checkpoint is not `epochs`, or more
            images are taken than there are to draw from.
    """

    images: int
    widths: tuple[int, ...]
    epochs: int
    checkpoints: tuple[int, ...]
    probes: int
    hessian_images: int
    arms: tuple[Arm, ...] = ARMS
    drawn_from: int | None = None

    def __post_init__(self) -> None:
        if bad := [arm.label for arm in self.arms if self.images % arm.batch]:
            raise ValueError(f"images={self.images}: not a multiple of the batch size of {', '.join(bad)}")
        if self.checkpoints[-1] != self.epochs or list(self.checkpoints) != sorted(set(self.checkpoints)):
            raise ValueError(f"checkpoints={self.checkpoints}: they ascend to epochs={self.epochs}")
        if self.pool < max(self.images, self.hessian_images):
            raise ValueError(
                f"drawn_from={self.drawn_from}: less than images={self.images}"
                f" or hessian_images={self.hessian_images}"
            )

    @property
    def pool(self) -> int:
        """The number of training images from which those of an epoch are drawn."""
        return self.images if self.drawn_from is None else self.drawn_from

    def time(self, arm: Arm, epoch: int) -> Fraction:
        """Time t = Σ γ_k after `epoch` epochs."""
        return epoch * (self.images // arm.batch) * arm.rate


# 800 epochs are what one core trains in a minute and a half, 800 · 1280 · 50 = 51 million images. They are
# 8000 steps of 128 images; the 180 epochs of Figure 3 on MNIST are 84 000. Ten epochs of COLD take the time
# of one of HOT, so that equal times can be compared up to epoch 80 of HOT.
DIGITS = Protocol(
    images=1280,
    widths=(64, 64, 64, 64, 10),
    epochs=800,
    checkpoints=(1, 2, 5, 10, 20, 40, 68, 72, 76, 80, 160, 280, 400, 600, 680, 720, 760, 800),
    probes=8,
    hessian_images=1280,
)
# A shortened run on MNIST, minutes on one core: a sixth of the images, 8000 steps of 128.
MNIST = Protocol(
    images=10240,
    widths=(784, 64, 64, 64, 10),
    epochs=100,
    checkpoints=(1, 2, 5, 9, 10, 20, 50, 75, 85, 90, 95, 100),
    probes=4,
    hessian_images=2048,
)
