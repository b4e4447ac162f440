"""Parameters as one vector in double precision, and back in the form in which the loss wants them.

## Main definitions
* `Parameters`: a tensor, tensors by name, or a sequence of tensors.
* `Layout`: the form.    * `layout_of`: from an example.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Parameters = Tensor | Mapping[str, Tensor] | Sequence[Tensor]


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of parameters: `kind` is "tensor", "mapping" or "sequence"; P numbers in all."""

    kind: str
    names: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]

    @property
    def sizes(self) -> list[int]:
        """The numbers in each tensor."""
        return [torch.Size(shape).numel() for shape in self.shapes]

    @property
    def size(self) -> int:
        """P."""
        return sum(self.sizes)

    def row(self, parameters: Parameters) -> Tensor:
        """All parameters one after another, float64, shape (P,)."""
        pieces = _pieces(parameters)[2]
        return torch.cat([piece.detach().reshape(-1).to(torch.float64) for piece in pieces])

    def parameters(self, row: Tensor) -> Parameters:
        """The way back, differentiable."""
        cuts = torch.split(row, self.sizes)
        pieces = [cut.reshape(shape) for cut, shape in zip(cuts, self.shapes, strict=True)]
        if self.kind == "tensor":
            return pieces[0]
        return dict(zip(self.names, pieces, strict=True)) if self.kind == "mapping" else pieces


def layout_of(parameters: Parameters, name: str) -> Layout:
    """The form of `parameters`; `name` is what messages call it.

    Raises:
        TypeError: if it is none of the three, or a part is no tensor of real floating-point numbers.
        ValueError: if it is empty or a number is not finite.
    """
    kind, names, pieces = _pieces(parameters)
    for label, piece in zip(names, pieces, strict=True):
        if not (isinstance(piece, Tensor) and piece.is_floating_point()):
            raise TypeError(f"{name}: {label or 'it'} is no tensor of real floating-point numbers")
        if not torch.isfinite(piece).all():
            raise ValueError(f"{name}: {label or 'it'} has entries that are not finite")
    layout = Layout(kind, names, tuple(tuple(piece.shape) for piece in pieces))
    if not layout.size:
        raise ValueError(f"{name}: there are no parameters in it")
    return layout


def _pieces(parameters: Parameters) -> tuple[str, tuple[str, ...], list[Tensor]]:
    """Kind, names and tensors.

    Raises:
        TypeError: if it is neither a tensor nor a mapping nor a sequence.
    """
    if isinstance(parameters, Tensor):
        return "tensor", ("",), [parameters]
    if isinstance(parameters, Mapping):
        return "mapping", tuple(map(str, parameters)), list(parameters.values())
    if isinstance(parameters, Sequence) and not isinstance(parameters, str):
        return "sequence", tuple(f"tensor {n}" for n in range(len(parameters))), list(parameters)
    raise TypeError(
        f"parameters of type {type(parameters).__name__}: a tensor, tensors by name, or a sequence of tensors"
    )
