"""How high the way is in units of the noise: Ψ with ∇Ψ = ∇L/β, and when there is such a Ψ.

With dW = −∇L dt + √(2ε₀β(W)) dB (Itô), β a positive function, the generator is ε₀β(Δ − ∇Ψ·∇/ε₀), reversible
for e^{−Ψ/ε₀}/β, if ∇L/β is a gradient. It is on the line, for constant β, and where β is a function of L: in
general if and only if ∇β is parallel to ∇L everywhere.

## Main definitions
* `is_reversible`: is ∇L/β a gradient?     * `climb`: Ψ(b) − Ψ(a), enclosed.
"""

from itertools import combinations

import flint
import sympy as sp

from derivations.identity import vanishes
from derivations.potential import Potential
from ledger.outcome import Outcome
from numerics.backends import on_balls
from numerics.quadrature import ball, integral
from numerics.terrain.krawczyk import BITS
from numerics.terrain.spot import Spot, as_ball
from numerics.terrain.terrain import Balls, terrain_of


def is_reversible(potential: Potential, noise: sp.Expr) -> bool:
    """Is ∂_i L ∂_j β = ∂_j L ∂_i β shown for all i, j?"""
    slopes = zip(potential.gradient, (sp.diff(noise, c) for c in potential.coords), strict=True)
    twists = (a * q - b * p for (a, p), (b, q) in combinations(tuple(slopes), 2))
    return all(twist == 0 or vanishes(twist) is Outcome.SUPPORTS for twist in twists)


def climb(potential: Potential, noise: sp.Expr, low: Spot, high: Spot) -> flint.arb:
    """Ψ(high) − Ψ(low): ∫ ∇L/β along the straight way, in 256 bits.

    ValueError is raised if the integral has no finite enclosure, as where the noise vanishes on the way.
    """
    with flint.ctx.workprec(BITS):
        if not noise.free_symbols:
            return (as_ball(high.value) - as_ball(low.value)) / ball(noise)
        ends = _slack(potential, noise, low) + _slack(potential, noise, high)
        return _along(potential, noise, low.balls, high.balls) + flint.arb(0, ends.upper())


def _along(potential: Potential, noise: sp.Expr, low: Balls, high: Balls) -> flint.arb:
    """∫ ∇L/β between the middles of two boxes."""
    way = sp.Symbol("s", real=True)
    ends = [(_rational(a), _rational(b)) for a, b in zip(low, high, strict=True)]
    steps = zip(potential.gradient, ends, strict=True)
    force = sp.Add(*(slope * (b - a) for slope, (a, b) in steps)) / noise
    path = {c: a + way * (b - a) for c, (a, b) in zip(potential.coords, ends, strict=True)}
    return integral(force.xreplace(path), way, 0, 1, prec=BITS)


def _rational(number: flint.arb) -> sp.Rational:
    mantissa, exponent = (int(part) for part in number.mid().man_exp())
    return sp.Integer(mantissa) * sp.Integer(2) ** exponent


def _slack(potential: Potential, noise: sp.Expr, spot: Spot) -> flint.arb:
    """How much Ψ may vary on the box of a spot: Σ |∂L/β| radius."""
    slopes = terrain_of(potential).enclosed_gradient(spot.balls)
    strength = noise_at(potential, noise, spot)
    parts = (abs(slopes[i, 0]) * c.rad() / strength for i, c in enumerate(spot.balls))
    return sum(parts, flint.arb(0))


def noise_at(potential: Potential, noise: sp.Expr, spot: Spot) -> flint.arb:
    """β at a spot, in 256 bits.

    Raises:
        ValueError: if it is not shown to be positive there.
    """
    with flint.ctx.workprec(BITS):
        found = flint.acb(on_balls(noise, potential.coords)(*(flint.acb(c) for c in spot.balls)))
        if not (found.imag == 0 and found.real > 0):
            raise ValueError(f"noise={noise}: at {spot} it is not shown to be positive")
        return found.real
