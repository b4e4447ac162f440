"""The loss of a network of PyTorch over its data, as a function of its parameters by name.

## Main definitions
* `ModuleLoss`: the loss, and the losses of single samples.     * `module_loss`: of a module and data.
* `parameters_of`: the trainable parameters of a module.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from nn_experiments.escape.layout import Parameters


@dataclass(frozen=True, eq=False, slots=True)
class ModuleLoss:
    """L(w) = mean of `sample_losses`(w) + (`weight_decay`/2)‖w‖², w the trainable parameters by name."""

    module: nn.Module
    inputs: Tensor
    labels: Tensor
    criterion: Callable[[Tensor, Tensor], Tensor]
    weight_decay: float
    fixed: Mapping[str, Tensor]

    def sample_losses(self, parameters: Parameters) -> Tensor:
        """The losses of the N samples, without weight decay, shape (N,)."""
        assert isinstance(parameters, Mapping)
        outputs = torch.func.functional_call(self.module, {**self.fixed, **parameters}, (self.inputs,))
        return self.criterion(outputs, self.labels)

    def loss(self, parameters: Parameters) -> Tensor:
        """L, a scalar."""
        assert isinstance(parameters, Mapping)
        squares = torch.stack([p.square().sum() for p in parameters.values()]).sum()
        return self.sample_losses(parameters).mean() + self.weight_decay / 2 * squares


def module_loss(
    module: nn.Module,
    inputs: Tensor,
    labels: Tensor,
    criterion: Callable[[Tensor, Tensor], Tensor],
    weight_decay: float = 0.0,
) -> ModuleLoss:
    """The loss of `module` in double precision; its own parameters do not matter.

    Args:
        module: in evaluation mode.
        inputs: of N samples, shape (N, …).
        labels: shape (N, …); real numbers are taken to float64.
        criterion: outputs, labels -> losses of shape (N,), as `nn.CrossEntropyLoss(reduction="none")`.
        weight_decay: the coefficient of ‖w‖²/2.

    Raises:
        ValueError: if the module is in training mode, inputs and labels are not of one length, or the weight
            decay is negative.
    """
    if module.training:
        raise ValueError(
            "module is in training mode: call module.eval(), for dropout and batch normalisation"
        )
    if len(inputs) != len(labels):
        raise ValueError(f"inputs and labels: {len(inputs)} and {len(labels)} samples, the same are wanted")
    if not weight_decay >= 0:
        raise ValueError(f"weight_decay={weight_decay}: 0 or a positive number")
    frozen = {name: p.detach() for name, p in module.named_parameters() if not p.requires_grad}
    fixed = {name: _double(t) for name, t in {**frozen, **dict(module.named_buffers())}.items()}
    return ModuleLoss(module, _double(inputs), _double(labels), criterion, weight_decay, fixed)


def parameters_of(module: nn.Module) -> dict[str, Tensor]:
    """The trainable parameters by name, copied."""
    return {name: p.detach().clone() for name, p in module.named_parameters() if p.requires_grad}


def _double(tensor: Tensor) -> Tensor:
    return tensor.double() if tensor.is_floating_point() else tensor
