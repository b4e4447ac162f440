"""A loss as a function of one vector: value, gradients, products with the Hessian, in double precision.

## Main definitions
* `FlatLoss`: of w, shape (P,).      * `Hessian`: products with ∇²L at one place.
* `first_line`: of what a user's function complains about.

## Implementation notes
Second derivatives are taken backwards twice, which every differentiable operation of PyTorch allows. One
graph of the gradient serves all products at a place. Several at once need batching rules; where the loss has
an operation without one, they are taken one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from nn_experiments.escape.layout import Layout, Parameters

TOGETHER = 64
"""Products at once."""


@dataclass(frozen=True, eq=False)
class FlatLoss:
    """L of a vector w, from `loss`, a function of parameters in the form `layout`."""

    loss: Callable[[Parameters], Tensor]
    layout: Layout

    def __call__(self, at: Tensor) -> Tensor:
        """L(at), differentiable; `at` has shape (P,)."""
        return self.loss(self.layout.parameters(at))

    def value(self, at: Tensor) -> float:
        """L(at)."""
        with torch.no_grad():
            return float(self(at))

    def values(self, rows: Tensor) -> Tensor:
        """L at each of the rows, shape (k,)."""
        return torch.tensor([self.value(row) for row in rows], dtype=torch.float64)

    def gradient(self, at: Tensor) -> Tensor:
        """∇L(at), shape (P,)."""
        return self.hessian(at).gradient

    def gradients(self, rows: Tensor) -> Tensor:
        """∇L at each of the rows, shape (k, P)."""
        leaf = rows.detach().requires_grad_()
        losses = torch.func.vmap(self)(leaf) if self.batches else torch.stack([self(row) for row in leaf])
        (slopes,) = torch.autograd.grad(losses.sum(), leaf)
        return slopes

    @cached_property
    def batches(self) -> bool:
        """Can the loss be taken at many places at once? Not if it branches on values, for instance."""
        rows = torch.linspace(0.5, 1.5, 2 * self.layout.size, dtype=torch.float64).reshape(2, -1)
        try:
            return bool(torch.allclose(torch.func.vmap(self)(rows), self.values(rows), equal_nan=True))
        except Exception:  # whatever a user's function raises under vmap
            return False

    def hessian(self, at: Tensor) -> "Hessian":
        """∇²L(at), by its products."""
        return Hessian(self, at.detach().clone())


@dataclass(frozen=True, eq=False)
class Hessian:
    """∇²L at one place, shape (P,)."""

    of: FlatLoss
    at: Tensor

    @cached_property
    def _graph(self) -> tuple[Tensor, Tensor]:
        leaf = self.at.clone().requires_grad_()
        (slope,) = torch.autograd.grad(self.of(leaf), leaf, create_graph=True)
        return leaf, slope

    @property
    def gradient(self) -> Tensor:
        """∇L there, shape (P,)."""
        return self._graph[1].detach()

    def product(self, vector: Tensor) -> Tensor:
        """∇²L v, shape (P,)."""
        leaf, slope = self._graph
        if not slope.requires_grad:
            return torch.zeros_like(vector)
        return torch.autograd.grad(slope, leaf, vector, retain_graph=True, materialize_grads=True)[0]

    def products(self, rows: Tensor) -> Tensor:
        """∇²L v for each row v, shape (k, P)."""
        leaf, slope = self._graph
        if not slope.requires_grad:
            return torch.zeros_like(rows)
        how = {"retain_graph": True, "is_grads_batched": True, "materialize_grads": True}
        try:
            parts = [torch.autograd.grad(slope, leaf, part, **how)[0] for part in torch.split(rows, TOGETHER)]
        except RuntimeError:  # no batching rule for an operation of the loss
            parts = [self.product(row)[None] for row in rows]
        return torch.cat(parts)

    @cached_property
    def matrix(self) -> Tensor:
        """All of it, symmetric to the last bit, shape (P, P)."""
        found = self.products(torch.eye(len(self.at), dtype=torch.float64, device=self.at.device))
        return (found + found.mT) / 2


def first_line(error: Exception) -> str:
    """The first line of what an exception says, or its name."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
