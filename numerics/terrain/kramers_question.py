"""A question about an escape, checked: is every number there, exact, finite and allowed?

## Main definitions
* `Question`: loss, noise, noise strength, start and target.      * `question`: from what a user gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from derivations.potential import Potential
from numerics.backends import compiled
from numerics.quadrature import Exact, exact_number
from numerics.terrain.terrain import terrain_of

LOOKED_AT = 4096


@dataclass(frozen=True)
class Question:
    """How long from `start` to `target`, for dW = −∇L dt + √(2 `eps0` β(W)) dB, β the `noise`?

    All numbers are exact; `doubts` are warnings.
    """

    potential: Potential
    noise: sp.Expr
    eps0: sp.Expr
    start: tuple[sp.Expr, ...]
    target: tuple[sp.Expr, ...]
    doubts: tuple[str, ...] = ()

    @property
    def near(self) -> list[list[float]]:
        """Start and target in floating point."""
        return [[float(c) for c in place] for place in (self.start, self.target)]


def question(
    potential: Potential, noise: sp.Expr, eps0: Exact, start: Sequence[Exact], target: Sequence[Exact]
) -> Question:
    """The question; `noise` is a positive number or an expression in the coordinates.

    A float raises TypeError.

    Raises:
        ValueError: if a number is missing, not finite or not allowed, if the noise is not positive or has
            another symbol than the coordinates, or the loss is no finite real number at start or target.
    """
    strength = exact_number(eps0, "eps0")
    if not strength.is_positive:
        raise ValueError(f"eps0={eps0}: a positive number is wanted")
    here, there = _place(potential, start, "start"), _place(potential, target, "target")
    asked = Question(potential, _noise(potential, noise), strength, here, there)
    values = terrain_of(potential).value(np.array(asked.near))
    for value, place, name in zip(values, (start, target), ("start", "target"), strict=True):
        if not np.isfinite(value):
            raise ValueError(f"{potential.expr} is not a finite real number at {name}={place}")
    return Question(potential, asked.noise, strength, here, there, _doubts(asked))


def _place(potential: Potential, place: Sequence[Exact], name: str) -> tuple[sp.Expr, ...]:
    """Exact coordinates.

    Raises:
        ValueError: if their number is wrong.
    """
    if not isinstance(place, Sequence | sp.Tuple) or isinstance(place, str):
        place = (place,)
    if len(place) != len(potential.coords):
        raise ValueError(
            f"{name}={place}: {len(potential.coords)} coordinates are wanted, one for each of"
            f" {', '.join(map(str, potential.coords))}"
        )
    return tuple(exact_number(c, name) for c in place)


def _noise(potential: Potential, noise: sp.Expr) -> sp.Expr:
    """β as an expression.

    Raises:
        TypeError: if it has a float.
        ValueError: if it has another symbol than the coordinates, or is a number that is not positive.
    """
    beta = sp.sympify(noise, strict=True)
    if floats := beta.atoms(sp.Float):
        raise TypeError(
            f"noise={noise}: exact numbers only, use Rational instead of {sorted(map(str, floats))}"
        )
    if strange := beta.free_symbols - set(potential.coords):
        raise ValueError(f"noise={noise}: {sorted(map(str, strange))} are no coordinates of the potential")
    if not beta.free_symbols and not (beta.is_real and beta.is_positive):
        raise ValueError(f"noise={noise}: a positive number or a positive function is wanted")
    return beta


def _doubts(asked: Question) -> tuple[str, ...]:
    """A warning if the noise is not proved to be positive.

    Raises:
        ValueError: if it is not positive somewhere around start and target.
    """
    beta, coords = asked.noise, asked.potential.coords
    if beta.is_positive or _has_no_root(beta, coords) is True:
        return ()
    if _has_no_root(beta, coords) is False:
        raise ValueError(f"noise={beta}: it is not positive for all {coords[0]}")
    low, high = np.array(asked.near).min(0), np.array(asked.near).max(0)
    spread = 3 * max(float((high - low).max()), 1e-3)
    points = np.random.default_rng(1).uniform(low - spread, high + spread, (LOOKED_AT, len(coords)))
    points = np.concatenate([np.array(asked.near), points])
    with np.errstate(all="ignore"):
        strengths = np.asarray(compiled(beta, coords, "numpy")(*points.T), dtype=float)
    if not np.all(strengths > 0):
        bad = ", ".join(f"{c:.4g}" for c in points[~(strengths > 0)][0])
        raise ValueError(f"noise={beta}: it is not a positive number at ({bad})")
    return (f"it is not proved that the noise {beta} is positive everywhere",)


def _has_no_root(beta: sp.Expr, coords: Sequence[sp.Symbol]) -> bool | None:
    """Is a polynomial on the line positive everywhere? None for other functions."""
    if len(coords) > 1 or not beta.is_polynomial(*coords):
        return None
    poly = sp.Poly(beta, *coords)
    if poly.domain not in (sp.ZZ, sp.QQ):
        return None
    return bool(poly.count_roots() == 0 and poly.eval(0) > 0)
