"""What takes the scale out of a Hessian: the lengths of the weights that batch normalisation ignores.

A group g of parameters is scale-invariant if L does not change when g becomes αg, α > 0. Then the block
H_gh becomes H_gh/α, so that ‖H‖ falls as SGD lengthens the weights while the network function stays the same
(`Dinh2017`). With D diagonal, the length of the own group for each parameter, DHD does not change.

The idea of measuring directions in the length of their filter is that of `Li2018`. The groups here are
* the weights into one normalised unit ("unit"), or into a normalised layer as a whole ("layer");
* scales and shifts of a hidden layer together, if what it feeds is normalised, too.
Parameters in no such group, those behind the last normalisation, keep the length 1.

## Main definitions
* `lengths`: the diagonal of D.
* `rescaled`: products with DHD from products with H.

## Implementation notes
In evaluation mode a rescaling goes with that of the moments. The ε under the root breaks the invariance by
about ε over the variance. Not taken out: scales and shifts of one unit against the weights that it feeds.
"""

from typing import Literal

import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Products, flattened
from nn_experiments.network.model import Parameters

Group = Literal["unit", "layer"]


def lengths(parameters: Parameters, group: Group = "unit") -> Tensor:
    """The length of the group of each parameter, shape (R, P); 1 without batch normalisation.

    Raises:
        ValueError: if `group` is neither "unit" nor "layer".
    """
    if group not in {"unit", "layer"}:
        raise ValueError(f"group={group!r}: 'unit' or 'layer'")
    if not parameters.scales:
        return torch.ones_like(flattened(parameters.tensors))
    axes: tuple[int, ...] = (2,) if group == "unit" else (1, 2)
    *hidden, last = parameters.weights
    weights = [torch.linalg.vector_norm(w, dim=axes, keepdim=True).expand_as(w) for w in hidden]
    affine = [_joint(*pair) for pair in zip(parameters.scales[:-1], parameters.shifts[:-1], strict=True)]
    affine.append(torch.ones_like(parameters.scales[-1]))
    ones = [torch.ones_like(last)], [torch.ones_like(parameters.bias)]
    return flattened([*weights, *ones[0], *affine, *affine, *ones[1]])


def _joint(scale: Tensor, shift: Tensor) -> Tensor:
    """The length of scales and shifts of a layer together, one for each unit, shape (R, h, 1)."""
    both = torch.cat([scale, shift], dim=1)
    length: Tensor = torch.linalg.vector_norm(both, dim=1, keepdim=True)
    return length.expand_as(scale)


def rescaled(products: Products, diagonal: Tensor) -> Products:
    """Products with DHD, D of shape (R, P), from products with H."""
    return lambda vectors: diagonal * products(diagonal * vectors)
