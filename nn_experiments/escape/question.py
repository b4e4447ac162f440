"""A question about the user's own loss, checked: can it be asked?

## Main definitions
* `Question`: loss, ends, learning rate, batch size, noise; in double precision.
* `question`: from what a user gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.layout import Layout, Parameters, layout_of
from nn_experiments.escape.usable import number_of_losses, require_usable
from numerics.answers.sgd_clock import SgdClock

Losses = Callable[[Parameters], Tensor]


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """How long from one minimum to another?

    Attributes:
        loss: L of a vector.
        start: where the first search for a minimum begins, shape (P,).
        target: where the second begins.
        clock: learning rate, batch size, and the number of samples if it is known.
        beta: β, if it is given.
        losses: the losses of the N samples at a vector, if they are given.
    """

    loss: FlatLoss
    start: Tensor
    target: Tensor
    clock: SgdClock
    beta: Fraction | None
    losses: FlatLoss | None


def question(
    loss: Losses,
    start: Parameters,
    target: Parameters,
    *,
    learning_rate: float | str | Fraction,
    batch_size: int,
    beta: float | str | Fraction | None = None,
    sample_losses: Losses | None = None,
    samples: int | None = None,
) -> Question:
    """The question, all in float64.

    Raises:
        ValueError: if a number is not allowed, the ends do not fit to each other or are one, the loss is not
            a finite, differentiable, repeatable number there, or the noise is given twice or not at all.
    """
    layout, other = layout_of(start, "start"), layout_of(target, "target")
    if layout != other:
        raise ValueError(
            f"start and target have different forms: {_shown(layout)} and {_shown(other)}, the same is wanted"
        )
    flat = FlatLoss(loss, layout)
    ends = layout.row(start), layout.row(target)
    for name, end in zip(("start", "target"), ends, strict=True):
        require_usable(flat, end, name)
    if torch.equal(*ends):
        raise ValueError("start and target are the same point: two minima are wanted")
    rate, batch = _positive(learning_rate, "learning_rate"), _whole(batch_size, "batch_size")
    if (beta is None) == (sample_losses is None):
        raise ValueError("the gradient noise is either beta or sample_losses: give one of the two")
    count = 0 if samples is None else _whole(samples, "samples")
    losses = None
    if sample_losses is not None:
        losses = FlatLoss(sample_losses, layout)
        count = number_of_losses(losses, ends[0], count)
    strength = None if beta is None else _positive(beta, "beta")
    return Question(flat, *ends, SgdClock(rate, batch, count or None), strength, losses)


def _shown(layout: Layout) -> str:
    return ", ".join(f"{n} {s}".strip() for n, s in zip(layout.names, layout.shapes, strict=True))


def _positive(number: float | str | Fraction, name: str) -> Fraction:
    """The number, exactly as it was written.

    Raises:
        ValueError: if it is no positive number.
    """
    try:
        value = Fraction(str(number))
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if isinstance(number, bool) or value <= 0:
        raise ValueError(f"{name}={number!r}: a positive number is wanted")
    return value


def _whole(number: int, name: str) -> int:
    """The number.

    Raises:
        ValueError: if it is no positive integer.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ValueError(f"{name}={number!r}: a positive integer is wanted")
    return number
