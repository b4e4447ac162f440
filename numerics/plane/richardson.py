"""A number on ever finer meshes, and what it tends to.

With an error a h² + b h⁴ + …, two meshes give a value R of order h⁴ and three one of order h⁶, which is
returned. Its radius is the last change of R, three times its distance from R. Where a curved edge cuts cells
the error has an erratic part of order h³, and two R may agree by chance: the radius is at least half of the
change before that, and the part `erratic` of what the last R adds to the finest mesh.

## Main definitions
* `refined`: a function of the mesh, extrapolated until the bound is narrow enough.
"""

from collections.abc import Callable
from itertools import pairwise

from ledger.bound import Bound
from numerics.bounds import converged

REFINEMENTS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
"""Cells per natural cell."""
COARSEST = 0.05
"""A number that is not known to 5 % is refused."""
ROUNDING = 1e-11

Values = list[tuple[float, float]]


def refined(
    value: Callable[[float], float],
    size: Callable[[float], float],
    accuracy: float,
    largest: float,
    what: str,
    erratic: float = 0.0,
) -> Bound:
    """The limit of `value` as its argument, a refinement, grows: grade NUMERICAL.

    `size` is the number of cells of a refinement, not to exceed `largest`. The meshes are refined until the
    relative half-width is `accuracy`; if that takes too many cells, the bound is as wide as it is found.

    Raises:
        ValueError: if the number is not known to 5 % on the finest mesh.
    """
    values: Values = []
    middle, radius = 0.0, float("inf")
    for refinement in REFINEMENTS:
        if size(refinement) > largest:
            break
        values.append((refinement, value(refinement)))
        if len(values) > 3:
            middle, radius = extrapolated(values[-4:], erratic)
            if radius <= accuracy * abs(middle):
                break
    if not radius <= COARSEST * abs(middle):
        raise ValueError(f"{what} is not known to {COARSEST:.0%} with {largest:,.0f} cells")
    method = f"finite volumes, {size(values[-1][0]):.0f} cells, extrapolated"
    return converged(middle + radius, middle, method=method)


def extrapolated(values: Values, erratic: float) -> tuple[float, float]:
    """The value of order h⁶ from the last three of four meshes, and its radius."""
    first, second, third = (
        (k * k * fine - m * m * coarse) / (k * k - m * m) for (m, coarse), (k, fine) in pairwise(values)
    )
    m, k = values[1][0], values[3][0]
    best = (k * k * third - m * m * second) / (k * k - m * m)
    correction = abs(values[3][1] - third)
    radius = max(abs(third - second), abs(second - first) / 2, erratic * correction)
    return best, radius + ROUNDING * abs(best)
