"""Two steps of all lanes, in place: the inner loops of everything that is simulated.

A pair of random words gives a pair of normals, so that steps come in pairs: the first, w → v, draws; the
second, v → w, uses what is left.

## Main definitions
* `Advance`: the compiled function and its tables.       * `advance`: for dynamics.

## Implementation notes
Coordinates are rows of a flat array, lanes its columns; a loop over the lanes of one coordinate is what the
compiler turns into vectors.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.paths.bits import Function, Place, lane_code
from numerics.paths.forms import Form, forms
from numerics.paths.lane_code import lane_function
from numerics.paths.line import line, line_margins
from numerics.paths.margins import margins_in_space, margins_over
from numerics.paths.model import Dynamics
from numerics.paths.noise_width import widths_of_all
from numerics.paths.rows import chosen_row, first_row, second_row


@dataclass(frozen=True)
class Advance:
    """`pair(state, w, v, pushes, carry, widths, margins, form, at, aim, width, dt, scale)` makes two steps.

    It returns in how many lanes a margin is not positive, if something is watched; `mark(w, v, widths,
    margins, aim)` then sees to it that the margins are written.

    w, v, pushes and carry are flat arrays of (d, lanes), widths and margins of (2, lanes), for the first and
    the second step; `width` of the lanes are used. `form` (d,) says which form a coordinate has; `at`, flat,
    has a row for each coordinate, the places of the letters of its force, and a last one for β.
    """

    pair: Function
    mark: Function
    form: NDArray[np.int64]
    at: NDArray[np.uint64]


@lru_cache(maxsize=64)
def advance(dynamics: Dynamics, lanes: int, watch: str = "") -> Advance:
    """Steps in arrays with `lanes` columns, with margins for "point" (d = 1), "ball", or none."""
    if dynamics.dimension == 1:
        nothing = np.zeros(1, np.int64)
        mark = line_margins(dynamics, lanes, watch)
        return Advance(line(dynamics, lanes, watch), mark, nothing, nothing.astype(np.uint64))
    kinds = forms(dynamics.potential)
    form = np.zeros(dynamics.dimension, np.int64)
    for number, kind in enumerate(kinds):
        form[list(kind.sites)] = number
    forces = [lane_function(kind.force, kind.letters, dynamics.dtype) for kind in kinds]
    first = chosen_row([first_row(dynamics, force) for force in forces])
    second = chosen_row([second_row(force) for force in forces])
    pair = _pair(dynamics, lanes, first, second, bool(watch))
    return Advance(pair, _marked, form, _places(dynamics, kinds, lanes))


@lane_code
def _marked(w, v, widths, margins, aim):  # type: ignore[no-untyped-def]
    """In several dimensions the margins are written anyway."""


def _places(dynamics: Dynamics, kinds: tuple[Form, ...], lanes: int) -> NDArray[np.uint64]:
    """Where the letters stand: the numbers of the coordinates times `lanes`."""
    at = np.zeros((dynamics.dimension + 1, dynamics.dimension), np.uint64)
    for kind in kinds:
        for site, places in zip(kind.sites, kind.places, strict=True):
            at[site, : len(places)] = lanes * np.array(places, np.uint64)
    at[-1] = lanes * np.arange(dynamics.dimension, dtype=np.uint64)
    return at.ravel()


def _pair(dynamics: Dynamics, lanes: int, first: Function, second: Function, watched: bool) -> Any:
    """Two steps of all coordinates, w → v → w."""
    over = margins_over(dynamics, lanes)
    widened, written = widths_of_all(dynamics), margins_in_space(dynamics, lanes)
    size, columns, none = Place(dynamics.dimension), Place(lanes), Place(0)

    @lane_code
    def pair(state, w, v, pushes, carry, widths, margins, form, at, aim, width, dt, scale):  # type: ignore[no-untyped-def]
        widened(w, at, size * size, widths, none, width, scale)
        for i in range(size):
            base, own = size * Place(i), columns * Place(i)
            first(form[i], state, w, v, pushes, carry, widths, at, base, own, none, width, dt)
        widened(v, at, size * size, widths, columns, width, scale)
        for i in range(size):
            base, own = size * Place(i), columns * Place(i)
            second(form[i], state, v, w, pushes, carry, widths, at, base, own, columns, width, dt)
        if watched:
            written(v, widths, none, margins, width, aim)
            written(w, widths, columns, margins, width, aim)
            return over(margins, width)
        return 0

    return pair
