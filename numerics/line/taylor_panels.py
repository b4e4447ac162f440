"""The nested integral of a first passage in one sweep, as a theorem.

    T = ∫_a^b e^{φ(x)} F(x) dx,   F(x) = F(r) + ∫_r^x q e^{−φ},   φ' given, φ(r) = 0

On a panel of centre c and half width h all is a power series in u = (x − c)/h ∈ [−1, 1], cut after `order`
terms. What is cut off from φ', q and e^{∓φ} is bounded by Cauchy on circles |u| = σ and |u| = ρ; Arb rounds
outwards, so the sum is an enclosure. `docs/taylor_panels.md` has the proof.

## Main definitions
* `Sweep`: the functions φ' and q, the points r ≤ a ≤ b, F(r), and a rough view of what is to come.
* `swept`: the enclosure of T.    * `swept_from_law`: the same for a start drawn from the law ∝ q e^{−φ}.

## References
* Johansson2017: Arb.    * Tucker2011: Taylor models with remainders.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil

import flint

from numerics.line.panel import Panel, Smooth, filling, panel
from numerics.line.rough_passage import RoughPassage

PANELS = 10_000
NARROWEST = 1e-9
TRIALS, PATIENCE = 40, 2
WASTEFUL = 1.35
"""A panel that could be wider by more than this factor is tried again."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """φ' = `slope` and q = `speed` ≥ 0; r = `reach`, a = `start`, b = `target`; `below` encloses F(r).

    `rough` only says how wide the panels should be.
    """

    slope: Smooth
    speed: Smooth
    reach: flint.arb
    start: flint.arb
    target: flint.arb
    below: flint.arb
    rough: RoughPassage


@dataclass(frozen=True, slots=True)
class _State:
    """The edge x reached so far, φ(x), F(x), the part of T left of x; width and radii of the last panel.

    With `least` = F(l) the `total` is ∫ e^φ F (F − F(l)) in its place.
    """

    edge: flint.arb
    phi: flint.arb
    below: flint.arb
    total: flint.arb
    width: float
    radii: tuple[float, float] = (4.0, 2.0)
    least: flint.arb | None = None


def swept(sweep: Sweep, bits: int) -> flint.arb:
    """The enclosure of T, to about `bits` bits; ValueError is raised if φ' or q is not smooth."""
    with flint.ctx.workprec(precision(bits)), _series_of(order(bits)):
        state = _advanced(sweep, _begun(sweep), sweep.start, bits, False)
        return _advanced(sweep, state, sweep.target, bits, True).total


def swept_from_law(
    sweep: Sweep, low: flint.arb | None, high: flint.arb, bits: int, behind: flint.arb | None = None
) -> flint.arb:
    """The enclosure of the mean of T over a start in (low, high), r ≤ low < high ≤ b, of law ∝ q e^{−φ}.

    It is ∫ e^φ F P, where P(x) is the probability of a start below x. If `low` is None it is −∞, and `behind`
    encloses ∫_{−∞}^r e^φ F².
    """
    with flint.ctx.workprec(precision(bits)), _series_of(order(bits)):
        first = _begun(sweep) if low is None else _advanced(sweep, _begun(sweep), low, bits, False)
        least, begun = (flint.arb(0), behind or flint.arb(0)) if low is None else (first.below, flint.arb(0))
        second = _advanced(sweep, replace(first, least=least, total=begun), high, bits, True)
        assert second.least is not None
        mean = second.total / (second.below - second.least)
        rest = replace(second, least=None, total=flint.arb(0))
        return mean + _advanced(sweep, rest, sweep.target, bits, True).total


def order(bits: int) -> int:
    """How many terms of a power series are kept."""
    return 12 + 4 * bits // 5


def precision(bits: int) -> int:
    """The bits to compute with if about `bits` are to be sure."""
    return bits + bits // 16 + 13


@contextmanager
def _series_of(length: int) -> Generator[None, None, None]:
    """The cap of power series, put back at the end."""
    cap = flint.ctx.cap
    flint.ctx.cap = length + 1
    try:
        yield
    finally:
        flint.ctx.cap = cap


def _begun(sweep: Sweep) -> _State:
    zero = flint.arb(0)
    return _State(sweep.reach, zero, sweep.below, zero, float((sweep.target - sweep.reach).mid()) / 8)


def _advanced(sweep: Sweep, state: _State, end: flint.arb, bits: int, counts: bool) -> _State:
    """The state at `end`.

    Raises:
        ValueError: if there are too many panels.
    """
    for _ in range(PANELS):
        if not float((end - state.edge).mid()) > 0:
            return state
        right, taken, width = _next_panel(sweep, state, end, bits, counts)
        filled = filling(taken, state.below, counts, state.least)
        total, least = state.total + filled.time, state.least
        if least is not None:
            total, least = total * filled.shift, least * filled.shift
        state = _State(right, filled.level, filled.below, total, width, taken.radii, least)
    raise ValueError(f"no enclosure near {float(state.edge):.6g}: more than {PANELS} panels")


def _next_panel(
    sweep: Sweep, state: _State, end: flint.arb, bits: int, counts: bool
) -> tuple[flint.arb, Panel, float]:
    """The right edge of the next panel, the panel, and the width that would have been right.

    Raises:
        ValueError: if no panel is narrow enough.
    """
    terms, edge, width = order(bits), float(state.edge), state.width
    rest = float((end - state.edge).mid())
    for trial in range(TRIALS):
        pieces = ceil(rest / width) if width < rest else 1
        taken = rest / pieces
        right = end if pieces == 1 else (state.edge + taken).mid()
        try:
            tried = panel((sweep.slope, sweep.speed), (state.edge, right), state.phi, terms, state.radii)
        except (ZeroDivisionError, ValueError):  # python-flint's words for a pole on the panel
            width = taken / 8
            continue
        mass, rise, level = sweep.rough.allowed(edge, edge + taken, bits)
        factor = tried.narrower(mass, rise if counts else None, level)
        width = taken * factor
        enough = factor < WASTEFUL or rest / width > pieces - 1 or trial > PATIENCE
        if factor >= 1 and enough:
            return right, tried, width
        if factor < 1:
            width *= 0.98
        if not width > NARROWEST * (1 + abs(edge)):
            break
    raise ValueError(f"no enclosure near {edge:.6g}: the functions must be smooth there")
