"""Where: a critical point of a potential, named by exact coordinates.

## Main definitions
* `Place`: what may name a point.
* `critical_point_at`, `minimum_at`: the point of that name.
* `minimum_near`: the minimum closest to a place.

A place with a float in it raises TypeError: 0.1 is not the rational 1/10.
"""

from collections.abc import Sequence
from typing import TypeAlias

import sympy as sp

from derivations.algebraic import order
from derivations.critical import CriticalPoint
from derivations.potential import Potential

Place: TypeAlias = CriticalPoint | int | sp.Expr | Sequence[int | sp.Expr]
"""A critical point, or exact coordinates: a number in one dimension, a tuple otherwise."""


def critical_point_at(potential: Potential, place: Place, name: str = "place") -> CriticalPoint:
    """The critical point of `potential` at `place`; `name` is what an error calls the place.

    Raises:
        ValueError: if it is no critical point.
    """
    at = _coordinates(place, name)
    for point in potential.critical_points:
        if len(at) == len(point.at) and all(order(p, q) == 0 for p, q in zip(at, point.at, strict=True)):
            return point
    raise ValueError(
        f"{name}={_shown(at)} is no critical point of {potential.expr}; {_list_of_minima(potential)}"
    )


def minimum_at(potential: Potential, place: Place, name: str = "place") -> CriticalPoint:
    """The nondegenerate minimum of `potential` at `place`; `name` is what an error calls the place.

    Raises:
        ValueError: if there is no such minimum.
    """
    point = critical_point_at(potential, place, name)
    if point.kind != "minimum":
        raise ValueError(
            f"{name}={_shown(point.at)} is not a minimum but {point.kind}; {_list_of_minima(potential)}"
        )
    return point


def _shown(at: Sequence[sp.Expr]) -> str:
    return str(at[0] if len(at) == 1 else tuple(at))


def _list_of_minima(potential: Potential) -> str:
    return "minima: " + (", ".join(_shown(m.at) for m in potential.minima) or "none")


def minimum_near(potential: Potential, place: Place) -> CriticalPoint:
    """The nondegenerate minimum closest to `place`.

    Raises:
        ValueError: if it has the wrong number of coordinates, or the potential has no minimum.
    """
    at = _coordinates(place, "place")
    if len(at) != len(potential.coords):
        raise ValueError(
            f"place={_shown(at)}: {len(potential.coords)} coordinates are needed, {len(at)} were given"
        )
    if not potential.minima:
        raise ValueError(f"{potential.expr} has no nondegenerate minimum")
    return min(
        potential.minima, key=lambda m: sum((p - q) ** 2 for p, q in zip(at, m.at, strict=True)).evalf(20)
    )


def _coordinates(place: Place, name: str) -> tuple[sp.Expr, ...]:
    if isinstance(place, CriticalPoint):
        return place.at
    coordinates = place if isinstance(place, Sequence | sp.Tuple) else (place,)
    exact = tuple(sp.sympify(c, strict=True) for c in coordinates)
    if any(c.has(sp.Float) or not c.is_number for c in exact):
        raise TypeError(f"{name}={place}: exact numbers only, such as 1 or Rational(1, 10)")
    return exact
