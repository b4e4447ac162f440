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

from nn_experiments.escape.flat_loss import FlatLoss, first_line
from nn_experiments.escape.layout import Layout, Parameters, layout_of
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
        _check_value(flat, end, name)
    if torch.equal(*ends):
        raise ValueError("start and target are the same point: two minima are wanted")
    rate, batch = _positive(learning_rate, "learning_rate"), _whole(batch_size, "batch_size")
    if (beta is None) == (sample_losses is None):
        raise ValueError("the gradient noise is either beta or sample_losses: give one of the two")
    count = 0 if samples is None else _whole(samples, "samples")
    losses = None
    if sample_losses is not None:
        losses = FlatLoss(sample_losses, layout)
        count = _check_losses(losses, ends[0], count)
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


def _tried(loss: FlatLoss, at: Tensor, name: str) -> Tensor:
    """What the user's function returns.

    Raises:
        ValueError: if it fails.
    """
    try:
        return loss(at)
    except Exception as error:
        hint = "; data in float64 are wanted" if "dtype" in str(error) or "Float" in str(error) else ""
        raise ValueError(f"{name} fails in double precision: {first_line(error)}{hint}") from error


def _check_value(loss: FlatLoss, at: Tensor, name: str) -> None:
    """Does the loss serve there?

    Raises:
        ValueError: if the loss is not a finite, differentiable, repeatable number at the end `name`.
    """
    leaf = at.clone().requires_grad_()
    value = _tried(loss, leaf, f"the loss at {name}")
    if not isinstance(value, Tensor) or value.numel() != 1 or value.dim():
        shape = tuple(value.shape) if isinstance(value, Tensor) else type(value).__name__
        raise ValueError(f"the loss at {name} is {shape}: a scalar tensor is wanted")
    if not torch.isfinite(value):
        raise ValueError(f"the loss at {name} is {float(value.detach())}: a finite number is wanted")
    if not value.requires_grad:
        raise ValueError(
            f"the loss at {name} has no gradient: is it computed outside of PyTorch or detached?"
        )
    if value.dtype is not torch.float64:
        raise ValueError(f"the loss at {name} is of {value.dtype}: parameters in float64 must give float64")
    if not torch.equal(_tried(loss, at, "the loss").detach(), value.detach()):
        raise ValueError(f"the loss at {name} changes from call to call: without dropout or drawn batches")
    if not torch.isfinite(torch.autograd.grad(value, leaf)[0]).all():
        raise ValueError(f"the gradient of the loss at {name} is not finite")


def _check_losses(losses: FlatLoss, at: Tensor, count: int) -> int:
    """The number of samples.

    Raises:
        ValueError: if the samples' losses are not finite and differentiable, one for each of `count`.
    """
    values = _tried(losses, at.clone().requires_grad_(), "sample_losses")
    if not isinstance(values, Tensor) or values.dim() != 1 or len(values) < 4:
        shape = tuple(values.shape) if isinstance(values, Tensor) else type(values).__name__
        raise ValueError(f"sample_losses returns {shape}: a tensor of shape (N,), N at least 4, is wanted")
    if count and count != len(values):
        raise ValueError(f"samples={count}: sample_losses returns {len(values)}")
    if not torch.isfinite(values).all() or not values.requires_grad:
        raise ValueError("sample_losses returns losses that are not finite or have no gradient")
    return len(values)
