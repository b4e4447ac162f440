"""The loss of R nets on fixed images around where they are: gradient, and products with the Hessian.

All P parameters of a net in one row, so that spectral methods need not know of layers.

## Main definitions
* `Landscape`: of R nets on one set of images.
* `Products`: vectors -> their products with a symmetric matrix of each replica.
* `flattened`, `unflattened`: pieces like the parameters <-> rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.network.hessian import derivatives
from nn_experiments.network.model import Architecture, Moments, Parameters

TOGETHER = 16  # vectors: more of them need more memory and are not faster
Products = Callable[[Tensor], Tensor]
"""(k, R, P) -> (k, R, P): k vectors for each of R replicas."""


def flattened(pieces: Sequence[Tensor]) -> Tensor:
    """Pieces like `Parameters.tensors`, (R, ·, ·) each, as rows, shape (R, P)."""
    return torch.cat([piece.flatten(1) for piece in pieces], dim=1)


def unflattened(rows: Tensor, pieces: Sequence[Tensor]) -> list[Tensor]:
    """Rows, shape (R, P), cut into the shapes of `pieces`."""
    cuts = torch.split(rows, [piece[0].numel() for piece in pieces], dim=1)
    return [cut.reshape(piece.shape) for cut, piece in zip(cuts, pieces, strict=True)]


@dataclass(frozen=True, eq=False, slots=True)
class Landscape:
    """L of each of R nets: the mean cross-entropy over `images`, shape (N, pixels), with `labels`, (N,).

    With `moments` batch normalisation is in evaluation mode; None stands for training mode, where all the
    images are one batch, whatever the size of the batches in training.
    """

    architecture: Architecture
    parameters: Parameters
    moments: Moments | None
    images: Tensor
    labels: Tensor

    @property
    def replicas(self) -> int:
        """The number R of nets."""
        return len(self.parameters.bias)

    @property
    def place(self) -> Tensor:
        """Where the nets are, shape (R, P)."""
        return flattened(self.parameters.tensors)

    def gradient(self) -> Tensor:
        """∇L, shape (R, P)."""
        return flattened(self._derivatives([])[0])

    def products(self, vectors: Tensor) -> Tensor:
        """Hv for k vectors of each replica, shape (k, R, P), in the precision of `vectors`.

        They are computed in the precision of the parameters.
        """
        like = self.parameters.tensors
        found = []
        for part in torch.split(vectors.to(like[0].dtype), TOGETHER):
            images = self._derivatives([unflattened(row, like) for row in part])[1]
            found += [flattened(image) for image in images]
        return torch.stack(found).to(vectors.dtype)

    def in_double_precision(self) -> "Landscape":
        """The same in double precision."""
        moments = self.moments and Moments(
            tuple(m.double() for m in self.moments.means), tuple(v.double() for v in self.moments.variances)
        )
        parameters = self.parameters.with_tensors([t.double() for t in self.parameters.tensors])
        return Landscape(self.architecture, parameters, moments, self.images.double(), self.labels)

    def _derivatives(
        self, vectors: Sequence[Sequence[Tensor]]
    ) -> tuple[Sequence[Tensor], Sequence[Sequence[Tensor]]]:
        """The one place that knows how derivatives are taken."""
        return derivatives(
            self.architecture, self.parameters, self.moments, self.images, self.labels, vectors
        )
