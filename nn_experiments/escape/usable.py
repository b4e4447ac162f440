"""Does a user's function serve: does it give finite numbers that can be differentiated and repeated?

## Main definitions
* `require_usable`: a loss at a place.      * `number_of_losses`: of the samples' losses, if they serve.
"""

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss, first_line


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


def require_usable(loss: FlatLoss, at: Tensor, name: str) -> None:
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


def number_of_losses(losses: FlatLoss, at: Tensor, count: int) -> int:
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
