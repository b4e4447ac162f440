"""The question: in which loss, under which noise, from where to where; refused if it has no answer.

## Main definitions
* `Question`: the loss, the noise, start and target.      * `question`: from what a user gives.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M). For constant β the inverse temperature is η = 1/(ε₀β).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from derivations.algebraic import order
from derivations.potential import Potential
from numerics.answers.temperature import noise_and_strength
from numerics.holomorphic import ROUGH
from numerics.quadrature import Exact, ball, exact_number

Where: TypeAlias = Exact | Sequence[Exact]
"""A number on the line, one number for each coordinate otherwise."""

Point: TypeAlias = tuple[sp.Expr, ...]

TALLEST = 20_000
"""A landscape of more ε than this gives times of more than about 8000 digits."""


@dataclass(frozen=True)
class Question:
    """From `start` to the target under noise β = `noise` of strength `eps0`; every number is exact.

    The target is the level `target` on the line, the closed ball of this `radius` around it otherwise.
    """

    potential: Potential
    noise: sp.Expr
    eps0: sp.Expr
    start: Point
    target: Point
    radius: sp.Expr | None = None

    @property
    def eta(self) -> sp.Expr | None:
        """1/(ε₀β), if β is constant."""
        return None if self.noise.free_symbols else 1 / (self.eps0 * self.noise)

    @property
    def level(self) -> sp.Expr:
        """On the line: the point of the target that is reached first."""
        ((start,), (target,)) = self.start, self.target
        reach = self.radius or sp.Integer(0)
        return target - reach if order(start, target) < 0 else target + reach


def question(
    potential: Potential,
    start: Where,
    target: Where,
    *,
    eta: Exact | None = None,
    eps0: Exact | None = None,
    noise: sp.Expr | Exact = 1,
    radius: Exact | None = None,
) -> Question:
    """The question, either at inverse temperature `eta` or at noise strength `eps0` with β = `noise`.

    A float raises TypeError, a question without an answer ValueError.
    """
    beta, strength = noise_and_strength(potential, eta, eps0, noise)
    here, there = _point(potential, start, "start"), _point(potential, target, "target")
    asked = Question(potential, beta, strength, here, there, _radius(potential, radius))
    _require_smoothness(asked)
    _require_values(asked)
    _require_apart(asked)
    _require_warmth(asked)
    return asked


def _point(potential: Potential, where: Where, name: str) -> Point:
    """`where` as a point.

    Raises:
        ValueError: if it has another number of coordinates than the potential.
    """
    given = (where,) if isinstance(where, str) or not isinstance(where, Sequence) else tuple(where)
    if len(given) != len(potential.coords):
        names = ", ".join(map(str, potential.coords))
        raise ValueError(
            f"{name}={','.join(map(str, given))}: a number for each of {names} is wanted, {len(given)} given"
        )
    return tuple(exact_number(number, name) for number in given)


def _radius(potential: Potential, radius: Exact | None) -> sp.Expr | None:
    """The radius of the target.

    Raises:
        ValueError: if it is not positive, or missing where a point is never hit.
    """
    if radius is None:
        if len(potential.coords) > 1:
            raise ValueError(
                "the target is a point, and a diffusion in two or more coordinates never hits a point: its"
                " mean time is infinite; give a radius, so that the target is a ball"
            )
        return None
    number = exact_number(radius, "radius")
    if order(number, sp.Integer(0)) <= 0:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    return number


def _require_smoothness(asked: Question) -> None:
    """L and β have no kinks.

    Raises:
        ValueError: if one of them has.
    """
    for expr in (asked.potential.expr, asked.noise):
        if rough := expr.atoms(*ROUGH):
            raise ValueError(
                f"{expr}: it is not smooth, it has {min(rough, key=str)};"
                " sqrt(x**2 + c) with c > 0 is a smooth relative of the absolute value"
            )


def _require_values(asked: Question) -> None:
    """L is a real number at both ends, β a positive one.

    Raises:
        ValueError: if not.
    """
    for point, name in ((asked.start, "start"), (asked.target, "target")):
        value, beta = (
            expr.subs(dict(zip(asked.potential.coords, point, strict=True)))
            for expr in (asked.potential.expr, asked.noise)
        )
        for number, what in ((value, "the potential"), (beta, "the noise")):
            if not (number.is_finite and number.is_real):
                raise ValueError(f"{name}={_shown(point)}: {what} is not a finite real number there")
        if not ball(beta) > 0:
            raise ValueError(f"{name}={_shown(point)}: the noise is not positive there but {beta}")


def _require_warmth(asked: Question) -> None:
    """The noise is positive, and so large that the times can be written.

    Raises:
        ValueError: if it is not positive somewhere, or the landscape is more than `TALLEST` ε high.
    """
    places = [asked.start, asked.target, *_critical(asked.potential)]
    heights, noises = (
        [ball(expr.subs(dict(zip(asked.potential.coords, at, strict=True)))) for at in places]
        for expr in (asked.potential.expr, asked.noise)
    )
    if bad := [_shown(at) for at, noise in zip(places, noises, strict=True) if not noise > 0]:
        raise ValueError(f"noise={asked.noise}: it is not positive at {bad[0]}")
    span = max(heights, key=float) - min(heights, key=float)
    if span > TALLEST * ball(asked.eps0) * min(noises, key=float):
        raise ValueError(
            f"so low a temperature is not covered: the landscape is more than {TALLEST} ε high,"
            f" and its times have more than {TALLEST * 2 // 5} digits"
        )


def _critical(potential: Potential) -> list[Point]:
    """The critical points, as far as they are known exactly."""
    try:
        return [point.at for point in potential.critical_points]
    except ValueError:
        return []


def _require_apart(asked: Question) -> None:
    """The start is not in the target.

    Raises:
        ValueError: if it is.
    """
    gap = sp.Add(*((a - b) ** 2 for a, b in zip(asked.start, asked.target, strict=True)))
    if order(gap, (asked.radius or sp.Integer(0)) ** 2) <= 0:
        raise ValueError(f"start={_shown(asked.start)}: it lies in the target, the escape time is 0")


def _shown(point: Point) -> str:
    return ",".join(map(str, point))
