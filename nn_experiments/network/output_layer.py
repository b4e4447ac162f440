"""The output of many nets: softmax, loss, and the error that is passed back.

## Main definitions
* `Output`: in PyTorch's operations, on any device.
* `FusedOutput`: the same on the CPU by the kernels of `nn_experiments.network.fused_softmax`.
"""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from nn_experiments.network import fused_softmax


@dataclass(eq=False)
class Output:
    """R nets with c classes on batches of M images.

    `product`, shape (R, c, M), is what the layer is given, weights times inputs. The bias, shape (R, c, 1),
    is that of the nets themselves. `factor`, −γ/M, multiplies the error.
    """

    bias: Tensor
    batch: int
    factor: float
    product: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.product = self.bias.new_empty(*self.bias.shape[:2], self.batch)
        self._minus_one = -torch.ones_like(self.bias[:, :1]).expand(-1, -1, self.batch)

    def back(self, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The mean loss of each net, shape (R,), and the error by the product, with a step of the bias.

        `labels` have the shape (R, M).
        """
        log_p = torch.log_softmax(self.product.add_(self.bias), 1)
        chosen = labels.unsqueeze(1)
        loss = -log_p.gather(1, chosen).mean((1, 2))
        error = log_p.exp_().scatter_add_(1, chosen, self._minus_one).mul_(self.factor)
        self.bias.add_(error.sum(-1, keepdim=True))
        return loss, error


class FusedOutput(Output):
    """The same, fused; the error is where the product was."""

    def __post_init__(self) -> None:
        super().__post_init__()
        picked = self.bias.new_empty(len(self.bias), self.batch).numpy()
        self._arrays = self.product.numpy(), self.bias.squeeze(-1).numpy(), picked
        self._factor = picked.dtype.type(self.factor)

    def back(self, labels: Tensor) -> tuple[Tensor, Tensor]:
        """As in `Output`."""
        chosen, loss = labels.numpy(), self.bias.new_empty(len(self.bias))
        fused_softmax.exponents(*self._arrays, chosen)
        self.product.exp_()  # PyTorch has it for vector registers, numba has not
        fused_softmax.errors(*self._arrays, chosen, self._factor, loss.numpy())
        return loss, self.product
