"""Where is the process in the long run: how much of the stationary law lies near each minimum?

## Main definitions
* `stationary`: the answer for a loss on the line or in the plane.
* `StationaryAnswer`, `Well`: the masses, beside what Theorem 2.5 and (2.7), corrected, say of them.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M). For constant β the inverse temperature is η = 1/(ε₀β) and
the stationary density is κ e^{−ηL}. W(t) converges in law: all masses are probabilities of W(∞).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist

import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.answers.ball_law import Law, law_of_ball, law_of_basin
from numerics.answers.temperature import noise_and_strength
from numerics.answers.wells import Wells
from numerics.line.escape import MOST_DIGITS
from numerics.line.wells import line_wells
from numerics.plane.wells import plane_wells
from numerics.quadrature import Exact, ball, exact_number
from numerics.terrain.spot import Spot

DIGITS_IN_THE_PLANE = 15


@dataclass(frozen=True)
class Well:
    """A minimum and the probabilities around it.

    Attributes:
        minimum: where, how high, how curved.
        basin_mass: of its basin of attraction.
        ball_mass: of the ball around it; None if there is no radius.
        basin_law: what Laplace's method gives for the basin; None for a degenerate minimum or varying noise.
        ball_law: what the law of its regime gives for the ball; None also without a radius.
    """

    minimum: Spot
    basin_mass: Bound
    ball_mass: Bound | None
    basin_law: Bound | None
    ball_law: Law | None


@dataclass(frozen=True)
class StationaryAnswer:
    """The stationary law of a loss.

    Attributes:
        potential: the loss.
        noise: β.
        eps0: ε₀ = γ/(2M).
        radius: of the balls.
        normaliser: ∫ e^{−ηL}, that is 1/κ; for varying noise see `numerics.answers.wells.Wells`.
        wells: one for each minimum, in the order of their coordinates.
        gates: the maxima on the line, the saddles in the plane.
        warnings: what else the reader should know.
    """

    potential: Potential
    noise: sp.Expr
    eps0: sp.Expr
    radius: sp.Expr | None
    normaliser: Bound | None
    wells: tuple[Well, ...]
    gates: tuple[Spot, ...]
    warnings: tuple[str, ...]

    @property
    def eta(self) -> sp.Expr | None:
        """1/(ε₀β), if β is constant."""
        return None if self.noise.free_symbols else 1 / (self.eps0 * self.noise)


def stationary(
    potential: Potential,
    *,
    eta: Exact | None = None,
    eps0: Exact | None = None,
    noise: sp.Expr | Exact = 1,
    radius: Exact | None = None,
    digits: int = 15,
) -> StationaryAnswer:
    """The answer at inverse temperature `eta`, or at noise strength `eps0` with β = `noise`.

    On the line all numbers are enclosed to `digits` certain digits; in the plane they are known at two
    resolutions, usually to nine digits or more. A float raises TypeError.

    >>> from derivations.zoo import DOUBLE_WELL
    >>> round(float(stationary(DOUBLE_WELL, eta=20, radius="1/10").wells[0].ball_mass.middle), 12)
    0.224705436219

    Raises:
        ValueError: if the question is incomplete or has no answer.
    """
    beta, strength = noise_and_strength(potential, eta, eps0, noise)
    reach = None if radius is None else exact_number(radius, "radius")
    if reach is not None and not ball(reach) > 0:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    d = len(potential.coords)
    if d > 2:
        raise ValueError(
            f"{potential.name or potential.expr}: it has {d} coordinates, masses are known for 1 and 2"
        )
    if d == 1 and not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits={digits}: 1 to {MOST_DIGITS} are allowed")
    if d == 2 and digits > DIGITS_IN_THE_PLANE:
        raise ValueError(
            f"digits={digits}: in two coordinates at most {DIGITS_IN_THE_PLANE} can be asked for"
        )
    found = (
        line_wells(potential, beta, strength, reach, digits)
        if d == 1
        else plane_wells(potential, beta, strength, reach)
    )
    inverse = None if beta.free_symbols else 1 / (strength * beta)
    return StationaryAnswer(
        potential,
        beta,
        strength,
        reach,
        found.normaliser,
        tuple(_wells(found, inverse, reach)),
        found.gates,
        (*found.warnings, *_warnings(found, reach)),
    )


def _wells(found: Wells, eta: sp.Expr | None, radius: sp.Expr | None) -> Iterator[Well]:
    """Minima, masses and laws, side by side.

    Yields:
        one well for each minimum.
    """
    balls = found.balls or (None,) * len(found.minima)
    for minimum, basin, inside in zip(found.minima, found.basins, balls, strict=True):
        if eta is None or found.normaliser is None:
            yield Well(minimum, basin, inside, None, None)
            continue
        law = None if radius is None else law_of_ball(minimum, eta, found.normaliser, radius)
        yield Well(minimum, basin, inside, law_of_basin(minimum, eta, found.normaliser), law)


def _warnings(found: Wells, radius: sp.Expr | None) -> Iterator[str]:
    """What is unusual about the wells.

    Yields:
        one sentence for each oddity.
    """
    gates = [] if radius is None else [(gate, gate.middle) for gate in found.gates]
    reach = float(radius or 0)
    for minimum in found.minima:
        if minimum.kind != "minimum":
            yield f"the minimum {minimum} is degenerate: Theorem 2.5 and (2.7) do not apply there"
        centre = minimum.middle
        for gate, place in gates:
            if dist(centre, place) < reach:
                yield f"the ball around {minimum} reaches beyond its basin, over {gate}"
