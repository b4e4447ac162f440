"""The nested integral of a first passage in one sweep, as a theorem.

    T = ∫_a^b e^{φ(x)} F(x) dx,   F(x) = F(r) + ∫_r^x q e^{−φ},   φ' given, φ(r) = 0

On a panel of centre c and half width h all is a power series in u = (x − c)/h ∈ [−1, 1], cut after `order`
terms. What is cut off is, by Lagrange, at most the next Taylor coefficient somewhere on the panel, and the
same series code gives it for the whole panel if it is run with the ball c ± h in place of c. Arb rounds
outwards, so the sum is an enclosure.

## Main definitions
* `Sweep`: the functions φ' and q, the points r ≤ a ≤ b, and F(r).
* `swept`: the enclosure of T.

## References
* Johansson2017: Arb.    * Tucker2011: Taylor models with Lagrange remainders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flint

Function = Callable[[flint.arb_series], flint.arb_series]

PANELS = 100_000
NARROWEST = 1e-9


@dataclass(frozen=True, slots=True)
class Sweep:
    """φ' = `slope` and q = `speed`, functions of a power series; r = `reach`, a = `start`, b = `target`.

    `below` encloses F(r).
    """

    slope: Function
    speed: Function
    reach: flint.arb
    start: flint.arb
    target: flint.arb
    below: flint.arb


@dataclass(frozen=True, slots=True)
class _State:
    """The edge x reached so far, φ(x), F(x), and the part of T left of x."""

    edge: flint.arb
    phi: flint.arb
    below: flint.arb
    total: flint.arb


@dataclass(frozen=True, slots=True)
class _Expansion:
    """A function on a panel: |f(u) − polynomial(u)| ≤ cut·|u|^order, |f| ≤ top."""

    polynomial: flint.arb_poly
    cut: flint.arb
    top: flint.arb


def swept(sweep: Sweep, bits: int) -> flint.arb:
    """The enclosure of T, to about `bits` bits; ValueError is raised if φ' or q is not smooth."""
    cap, order = flint.ctx.cap, 12 + 4 * bits // 5
    flint.ctx.cap = order + 1
    try:
        with flint.ctx.workprec(bits + bits // 8 + 24):
            state = _State(sweep.reach, flint.arb(0), sweep.below, flint.arb(0))
            first = float((sweep.target - sweep.reach).mid()) / 16
            state, width = _advanced(sweep, state, sweep.start, first, order, bits)
            return _advanced(sweep, state, sweep.target, width, order, bits)[0].total
    finally:
        flint.ctx.cap = cap


def _advanced(
    sweep: Sweep, state: _State, end: flint.arb, width: float, order: int, bits: int
) -> tuple[_State, float]:
    """The state at `end`, and the width of panel that was right there.

    Raises:
        ValueError: if the panels become too narrow or too many.
    """
    for _ in range(PANELS):
        rest = float((end - state.edge).mid())
        if not rest > 0:
            return state, width
        taken = min(width, rest)
        right = end if taken == rest else (state.edge + taken).mid()
        following, excess = _panel(sweep, state, right, end is sweep.target, order)
        if excess <= -bits:
            state = following
        # the remainder grows like width**order: aim one bit below what is allowed
        width = taken * 2 ** min(1.0, max(-3.0, (-bits - 1 - excess) / order))
        if not width > NARROWEST * (1 + abs(float(state.edge))):
            break
    raise ValueError(f"no enclosure near {float(state.edge):.6g}: the functions must be smooth there")


def _panel(sweep: Sweep, state: _State, right: flint.arb, counts: bool, order: int) -> tuple[_State, float]:
    """The state at the right edge of a panel, T grown if `counts`; log2 of the largest relative remainder."""
    half, centre = (right - state.edge) / 2, (right + state.edge) / 2
    points = [flint.arb_series([c, half]) for c in (centre, centre + _around(half))]
    slopes = [sweep.slope(point) * half for point in points]
    climb, slack = _primitive(_expansion(slopes, order), order)
    phi = state.phi - climb(flint.arb(-1)) + _around(slack)
    phis = [
        slope.integral() + level
        for slope, level in zip(slopes, (phi, phi + _around(slopes[1][0])), strict=True)
    ]
    mass = _expansion([(-f).exp() * sweep.speed(p) * half for f, p in zip(phis, points, strict=True)], order)
    gathered, loose = _primitive(mass, order)
    gathered += state.below - gathered(flint.arb(-1))
    below = gathered(flint.arb(1)) + _around(2 * loose)
    level = phi + climb(flint.arb(1)) + _around(slack)
    if not counts:
        return _State(right, level, below, state.total), _log2(mass.cut / mass.top)
    rise = _expansion([f.exp() * half for f in phis], order)
    product = (rise.polynomial * gathered).integral()
    error = 4 * rise.top * loose + 2 * rise.cut / (order + 1) * (below.upper() + 2 * loose)
    total = state.total + product(flint.arb(1)) - product(flint.arb(-1)) + _around(error)
    return _State(right, level, below, total), _log2((mass.cut / mass.top).max(rise.cut / rise.top))


def _expansion(series: Sequence[flint.arb_series], order: int) -> _Expansion:
    """From the series at the centre and the one over the whole panel."""
    at_centre, everywhere = series
    polynomial = flint.arb_poly([at_centre[k] for k in range(order)])
    return _Expansion(polynomial, abs(everywhere[order]).upper(), abs(everywhere[0]).upper())


def _primitive(f: _Expansion, order: int) -> tuple[flint.arb_poly, flint.arb]:
    """∫_0^u of the polynomial, and a bound of |∫_0^u| of what was cut off, for |u| ≤ 1."""
    return f.polynomial.integral(), f.cut / (order + 1)


def _around(radius: flint.arb) -> flint.arb:
    """The ball around 0 that holds ± `radius`."""
    return flint.arb(0, abs(radius).upper())


def _log2(ratio: flint.arb) -> float:
    """log2 of an upper bound; +∞ if there is none."""
    top = ratio.upper()
    if not top.is_finite():
        return float("inf")
    return float("-inf") if top == 0 else float((top.log() / flint.arb(2).log()).mid())
