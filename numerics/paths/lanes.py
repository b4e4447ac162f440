"""The arrays of lanes: paths under way, side by side.

## Main definitions
* `arrays_of`: the arrays for a model.      * `LANES`: how many paths.
"""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.paths.model import Model
from numerics.paths.streams import streams

LANES = 128
"""Enough for the compiler's vectors, little enough for the first cache."""


def arrays_of(model: Model, count: int = LANES) -> tuple[NDArray[Any], ...]:
    """(state, w, v, pushes, carry, widths, margins), as the kernels take them.

    `state` has the shape (words, lanes), the next four are flat (d, lanes), the last two flat (2, lanes).
    The widths hold their value if β is a number.
    """
    kind, size = streams(model.dtype), model.dynamics.dimension * count
    rows = [np.zeros(size, model.dtype) for _ in range(4)]
    widths = np.full(2 * count, sqrt(model.scale), model.dtype)
    return np.zeros((kind.words, count), kind.word), *rows, widths, np.ones(2 * count, model.dtype)
