"""The spectral gap on the line between two numbers that are proved, to as many digits as one likes.

For dW = −L' dt + √(2ε) dB, ε = 1/η, 𝓛f = εf'' − L'f', p ∝ e^{−ηL}, g = f', r = g'/g, k = −𝓛f:

* if g > 0 and R = −ε(r' + r²) + L'r + L'' ≥ λ on the whole line, jumps of r going down, then gap ≥ λ (Barta);
* if R ≤ μ between a and b, jumps going up, and g is led to 0 along a straight line outside, then, integrating
  by parts, gap ≤ ∫ k²p / (ε∫ g²p) ≤ μ + (what the two ends add)/(ε∫ g²p).

The trial r solves R = λ by Taylor series from both ends to a place in the middle, where it fits for one λ.

## Main definitions
* `enclosed_gap`: the Bound.

## References
* Barta1937, Chen1999: the lower bound.    * Johansson2017: Arb.
"""

from dataclasses import dataclass
from math import log2

import flint

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import enclosed
from numerics.line.green_operator import GreenOperator
from numerics.line.growth import Growth, Slope, grown
from numerics.line.line_diffusion import LineDiffusion, line_diffusion
from numerics.line.spectrum import CLIMB, spectral_gap
from numerics.line.steep_panels import steep_panels
from numerics.quadrature import Exact, ball

MOST_DIGITS = 200
SPARE, DEEP = 64, 45.0
TRIALS = 12
LN2 = 0.6931471805599453


@dataclass(frozen=True)
class _Way:
    """From a far end, with r = −`rate` and L' ≤ −`steep` beyond it, to the place where the two ways meet."""

    slope: Slope
    start: flint.arb
    steep: flint.arb
    rate: flint.arb
    end: flint.arb

    def grown(self, gap: flint.arb, allowed: flint.arb, falling: bool) -> Growth:
        """R from there, for this λ."""
        return grown(self.slope, (self.start, self.end), -self.rate, gap, allowed, falling)

    def leak(self, growth: Growth) -> flint.arb:
        """What leading g to 0 adds to the upper bound of the gap."""
        eps = ball(self.slope.eps)
        step = eps / self.steep
        force = compiled(self.slope.force, (self.slope.coord,), "arb")
        flux = eps * abs(force(self.start) + eps * self.rate)
        lead = step * (eps / step + abs(force((self.start - step).union(self.start)))) ** 2
        weight = growth.width * (-growth.steepness * growth.width).exp()  # ∫ g²p, with g²p = 1 at the end
        added: flint.arb = (flux + lead) * (-growth.rise).exp() / (eps * weight)
        return added.upper()


def enclosed_gap(loss: Potential, eta: Exact, digits: int = 10) -> Bound:
    """The least positive eigenvalue of −𝓛 on the whole line, at constant noise: grade ENCLOSED.

    It starts from `spectral_gap`, which raises ValueError for what has no gap or one below 1e-300.

    Raises:
        ValueError: if `digits` is not in 1 … 200, the loss is not smooth, it is not proved that the slowest
            mode does not live far out, or the bounds do not close.
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits={digits}: 1 to {MOST_DIGITS} are allowed")
    near, line = float(spectral_gap(loss, eta).middle), line_diffusion(loss, eta)
    sure = 10 * digits // 3 + 4
    bits = sure + max(0, int(-log2(near))) + SPARE
    with flint.ctx.workprec(bits + bits // 4):
        ways = _ways(line, near, bits)
        allowed = flint.arb(near) * flint.arb(2) ** (-sure - 3)
        fitting = _fitting(ways, near, allowed, sure)
        margin = fitting * flint.arb(2) ** -sure
        lower, upper = (fitting - margin).lower(), (fitting + margin).upper()
        falling = [way.grown(lower, allowed, True) for way in ways]
        rising = [way.grown(upper, allowed, False) for way in ways]
        if not (_misfit(falling) >= 0 and _misfit(rising) <= 0 and lower < 2 * near):
            raise ValueError(f"{loss.name or loss.expr} at eta={eta}: the bounds of the gap do not close")
        least = (lower - max(g.defect for g in falling)).lower()
        leak = sum((way.leak(g) for way, g in zip(ways, rising, strict=True)), flint.arb(0))
        most = (upper + max(g.defect for g in rising) + leak).upper()
        return enclosed(least.union(most), r"\mathrm{gap}(\eta)", "Barta's bounds in Arb")


def _misfit(growths: list[Growth]) -> flint.arb:
    """By how much r falls where the two ways meet."""
    return growths[0].rate + growths[1].rate


def _ways(line: LineDiffusion, near: float, bits: int) -> list[_Way]:
    """From the left, and in the mirror from the right."""
    low, high = line.confined(bits * LN2 + DEEP)
    slope = Slope(line.loss.gradient[0], line.loss.coords[0], 1 / line.eta)
    place, ways = _busiest(line), []
    for side, far, end in ((slope, low, place), (slope.turned, -high, -place)):
        start, steep, rate = side.tail(far, flint.arb(2 * near))
        ways.append(_Way(side, start, steep, rate, flint.arb(end)))
    return ways


def _busiest(line: LineDiffusion) -> float:
    """Where the current of the slowest mode is largest, roughly."""
    green = GreenOperator(line, steep_panels(line.slope, *line.confined(DEEP), CLIMB))
    return green.busiest()


def _fitting(ways: list[_Way], near: float, allowed: flint.arb, sure: int) -> flint.arb:
    """The λ at which r fits, by secants.

    Raises:
        ValueError: if they do not settle.
    """
    first, second = flint.arb(near), flint.arb(near * (1 - 1e-9))
    misfits = [_misfit([way.grown(gap, allowed, True) for way in ways]).mid() for gap in (first, second)]
    for _ in range(TRIALS):
        if misfits[0] == misfits[1]:
            return second
        step = misfits[1] * (second - first) / (misfits[1] - misfits[0])
        first, second = second, (second - step).mid()
        if abs(step) < abs(second) * flint.arb(2) ** (-sure - 2):
            return second
        misfits = [misfits[1], _misfit([way.grown(second, allowed, True) for way in ways]).mid()]
    raise ValueError(f"the two halves of the slowest mode do not fit near the rate {near:.6g}")
