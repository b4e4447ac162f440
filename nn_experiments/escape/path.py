"""A way between two minima that follows the gradient: the string method at zero temperature.

A chain of images slides down the gradient and is spaced evenly again after each step (`Ren2007`). The first
chain is bowed a little in a random direction, so that a symmetry of the loss does not hold it on a ridge.

## Main definitions
* `Path`: images and their losses.     * `path_between`: two minima.
* `evenly_spaced`: the same broken line.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.flow import spectrum_at
from nn_experiments.escape.search import Search

SLIDES, LOOK = 600, 25
"""Steps at most; after so many steps the length of a step is chosen anew."""
BOW = 0.05
STILL = 1e-3
"""A string that moves by less than this part of its spacing in a step is at rest."""


@dataclass(frozen=True, eq=False, slots=True)
class Path:
    """`images`, shape (k, P), from start to target, and their losses `values`, shape (k,)."""

    images: Tensor
    values: Tensor

    @property
    def highest(self) -> int:
        """The number of the highest image but the ends."""
        return 1 + int(self.values[1:-1].argmax())

    @property
    def has_gate(self) -> bool:
        """Is the highest image above both ends?"""
        return float(self.values[self.highest]) > float(self.values[[0, -1]].max())

    @property
    def spacing(self) -> float:
        """The distance of neighbours."""
        return float((self.images[1] - self.images[0]).norm())

    @property
    def tangent(self) -> Tensor:
        """The direction at the highest image, of length 1, shape (P,)."""
        ahead = self.images[self.highest + 1] - self.images[self.highest - 1]
        unit: Tensor = ahead / ahead.norm()
        return unit


def path_between(loss: FlatLoss, start: Tensor, target: Tensor, search: Search) -> Path:
    """A string from one minimum to another, shape (P,) each, once it is at rest or has slid so often."""
    rows = _bowed(start, target, search)
    steepest = 0.0
    for number in range(SLIDES):
        if number % LOOK == 0:
            looked_at = rows[:: max(1, (len(rows) - 1) // 4)]
            steepest = max(float(spectrum_at(loss.hessian(row)).values.abs().max()) for row in looked_at)
            search.progress(f"string: slide {number} of at most {SLIDES}")
        moved = rows - 0.5 / max(steepest, 1e-300) * loss.gradients(rows)
        moved[0], moved[-1] = start, target
        before, rows = rows, evenly_spaced(moved)
        if float((rows - before).norm(dim=1).max()) < STILL * float((rows[1] - rows[0]).norm()):
            break
    return Path(rows, loss.values(rows))


def _bowed(start: Tensor, target: Tensor, search: Search) -> Tensor:
    """A line, bowed sideways."""
    part = torch.linspace(0, 1, search.images, dtype=start.dtype)[:, None]
    aside = torch.randn(start.shape, generator=torch.Generator().manual_seed(search.seed), dtype=start.dtype)
    across = target - start
    aside -= across * (aside @ across) / (across @ across)
    length = float(aside.norm())
    bow = BOW * across.norm() / length * aside if length > 1e-9 else torch.zeros_like(aside)
    return start + part * across + torch.sin(torch.pi * part) * bow


def evenly_spaced(rows: Tensor) -> Tensor:
    """The same broken line with its corners, shape (k, P), at equal distances."""
    lengths = torch.cat([rows.new_zeros(1), (rows[1:] - rows[:-1]).norm(dim=1).cumsum(0)])
    even = torch.linspace(0, 1, len(rows), dtype=rows.dtype) * lengths[-1]
    left = torch.searchsorted(lengths, even[1:-1].contiguous(), right=True).clamp(1, len(rows) - 1) - 1
    gap = (lengths[left + 1] - lengths[left]).clamp_min(1e-300)
    part = ((even[1:-1] - lengths[left]) / gap)[:, None]
    inner = rows[left] + part * (rows[left + 1] - rows[left])
    return torch.cat([rows[:1], inner, rows[-1:]])
