"""The wells of a loss on the line under its stationary density: masses of basins and balls, as theorems.

The density is p ∝ e^{−φ}/β, φ' = L'/(ε₀β) (Itô, ε₀ = γ/(2M)); with constant β it is e^{−ηL}, η = 1/(ε₀β).
A basin is what lies between the maxima next to a minimum, which is where the gradient flow to it comes from.

## Main definitions
* `line_wells`: minima, masses of basins and balls, and the normaliser, to so many digits.
"""

from collections.abc import Sequence
from itertools import pairwise

import flint
import sympy as sp

from derivations.potential import Potential
from numerics.answers.wells import Wells
from numerics.backends import compiled
from numerics.bounds import enclosed
from numerics.line.swept_masses import swept_masses
from numerics.line.turning_points import Turn, turning_points
from numerics.quadrature import ball

ATTEMPTS = 8
ROUGH = (sp.Abs, sp.sign, sp.Piecewise, sp.Max, sp.Min, sp.Heaviside)
TALLEST = 20_000
METHOD = "Taylor panels in Arb"


def line_wells(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, radius: sp.Expr | None = None, digits: int = 15
) -> Wells:
    """The wells of `potential` with diffusion `eps0`·`noise`, to so many certain digits.

    Raises:
        ValueError: if the loss has no minimum or several coordinates, is not proved to confine or is not
            smooth, or the digits are not reached.
    """
    if rough := potential.gradient[0].atoms(*ROUGH):
        raise ValueError(
            f"{potential.name or potential.expr}: it is not smooth, its slope has {min(rough, key=str)}"
        )
    turns = turning_points(potential)
    if not any(turn.is_minimum for turn in turns):
        raise ValueError(f"{potential.name or potential.expr}: it has no minimum")
    _require_warmth(potential, noise, eps0, turns)
    bits = 10 * digits // 3 + 20
    for _ in range(ATTEMPTS):
        with flint.ctx.workprec(bits + bits // 8 + 48):
            total, basins, balls = _masses(potential, noise, eps0, radius, turns, bits)
            found = [total, *basins, *balls]
            if all(mass.rel_accuracy_bits() > 10 * digits / 3 + 1 for mass in found):
                return Wells(
                    enclosed(total, method=METHOD),
                    tuple(turn.spot for turn in turns if turn.is_minimum),
                    tuple(enclosed(mass, method=METHOD) for mass in basins),
                    tuple(enclosed(mass, method=METHOD) for mass in balls),
                    tuple(turn.spot for turn in turns if not turn.is_minimum),
                )
        bits += 24 + bits // 4
    raise ValueError(f"digits={digits}: they are not reached in {ATTEMPTS} attempts")


def _require_warmth(potential: Potential, noise: sp.Expr, eps0: sp.Expr, turns: Sequence[Turn]) -> None:
    """The landscape is not too high.

    Raises:
        ValueError: if it is more than `TALLEST` ε from the lowest turn to the highest.
    """
    height, beta = (compiled(expr, potential.coords, "arb") for expr in (potential.expr, noise))
    places = [turn.sharp() for turn in turns]
    heights, betas = ([float(flint.arb(f(place)).mid()) for place in places] for f in (height, beta))
    if max(heights) - min(heights) > TALLEST * float(eps0) * abs(min(betas)):
        raise ValueError(
            f"so low a temperature is not covered: the landscape is more than {TALLEST} ε high,"
            " and its masses are as small as 10^-8000"
        )


def _masses(
    potential: Potential,
    noise: sp.Expr,
    eps0: sp.Expr,
    radius: sp.Expr | None,
    turns: Sequence[Turn],
    bits: int,
) -> tuple[flint.arb, list[flint.arb], list[flint.arb]]:
    """The normaliser, the probabilities of the basins and those of the balls."""
    places = [turn.sharp() for turn in turns]
    minima = [place for place, turn in zip(places, turns, strict=True) if turn.is_minimum]
    reach = None if radius is None else ball(radius)
    edges = [] if reach is None else [edge for place in minima for edge in (place - reach, place + reach)]
    stops = sorted([*places, *edges], key=lambda stop: stop.mid())
    pieces, phis = swept_masses(potential.gradient[0], noise, potential.coords[0], ball(eps0), stops, bits)

    def below(stop: flint.arb) -> int:
        """How many pieces lie left of a stop."""
        return next(k for k, other in enumerate(stops) if other is stop) + 1

    maxima = [place for place, turn in zip(places, turns, strict=True) if not turn.is_minimum]
    limits = [0, *map(below, maxima), len(pieces)]
    total = sum(pieces, flint.arb(0))
    basins = [sum(pieces[a:b], flint.arb(0)) / total for a, b in pairwise(limits)]
    balls = [
        sum(pieces[below(a) : below(b)], flint.arb(0)) / total
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    return total * _scale(potential, noise, eps0, stops[0], phis[below(minima[0]) - 1]), basins, balls


def _scale(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, first: flint.arb, phi: flint.arb
) -> flint.arb:
    """What the masses, for which φ = 0 at the `first` stop, have to be multiplied with.

    With constant noise 1/β is taken out and φ is ηL; otherwise φ is 0 at the minimum where it is now `phi`.
    """
    if noise.free_symbols:
        return phi.exp()
    exponent: flint.arb = compiled(potential.expr, potential.coords, "arb")(first) / ball(eps0 * noise)
    return ball(noise) * (-exponent).exp()
