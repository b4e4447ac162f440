"""The epochs at which the paper reads its figures, and where they are in a run.

Figures 3 and 4 have 180 epochs of 60 000 images, Figure 5 has 200. On MNIST a span is these very epochs. On
other data epochs do not compare, and the same share of the whole run is taken.

## Main definitions
* `Span`: epochs of a figure.
* `window`: the checkpoints of a run in a span.
* `stretch`: how many epochs of a run stand for one of a figure.
* `FIGURE_3`, `LAST_SIXTH`, `AFTER_THE_APPROACH`, `LAST_QUARTER`, `FIRST_EIGHTH`.
"""

from dataclasses import dataclass
from fractions import Fraction

from nn_experiments.training.curves import Run

WHOLE_MNIST = 50_000  # images of an epoch: so many, or more, is what the paper calls an epoch


@dataclass(frozen=True, slots=True)
class Span:
    """Epochs `first` to `last`, both included, of a figure of the paper that has `total`."""

    first: int
    last: int
    total: int


FIGURE_3 = Span(0, 180, 180)
LAST_SIXTH = Span(150, 180, 180)
AFTER_THE_APPROACH = Span(20, 180, 180)
LAST_QUARTER = Span(150, 200, 200)
FIRST_EIGHTH = Span(0, 25, 200)


def stretch(run: Run, span: Span) -> Fraction:
    """Epochs of `run` for each epoch of the figure."""
    whole = run.protocol.images >= WHOLE_MNIST
    return Fraction(1) if whole else Fraction(run.protocol.epochs, span.total)


def window(run: Run, span: Span) -> tuple[int, ...]:
    """The checkpoints of `run` in `span`."""
    unit = stretch(run, span)
    return tuple(e for e in run.protocol.checkpoints if span.first * unit <= e <= span.last * unit)
