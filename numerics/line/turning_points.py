"""Where a loss on the line turns: all its minima and maxima, proved, also where algebra does not find them.

## Main definitions
* `Turn`: a minimum or a maximum, as sharp as asked for.
* `turning_points`: all of them, from left to right, minima and maxima alternating.

## Implementation notes
Exact critical points are taken where they are known (`Potential.critical_points`). Otherwise the line is cut
at points beyond which L' is proved to have one sign, and what is between is bisected until on each piece L'
has no zero, or L'' has none and L' changes its sign. Points of inflection are left out: nothing turns there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import flint
import sympy as sp

from derivations.potential import Potential
from numerics.backends import compiled
from numerics.line.half_lines import range_beyond
from numerics.quadrature import ball
from numerics.terrain.spot import Spot, spot_at, spot_of
from numerics.terrain.terrain import terrain_of

BITS = 256
REACHES = 40
PIECES, NARROWEST = 20_000, 1e-12
NEWTON = 60
OFF_CENTRE = 41 / 89
"""Where an interval is cut: symmetric losses have a zero in the middle."""


@dataclass(frozen=True)
class Turn:
    """A minimum or a maximum, as `is_minimum` tells; `sharp` gives the place in the present precision."""

    spot: Spot
    is_minimum: bool
    sharp: Callable[[], flint.arb]


def turning_points(potential: Potential) -> tuple[Turn, ...]:
    """All minima and maxima of a loss on the line.

    Raises:
        ValueError: if there are several coordinates, or the points cannot all be found.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    try:
        exact = potential.critical_points
    except (ValueError, NotImplementedError):
        return tuple(_enclosed(potential))
    return tuple(_exact(potential, [p.at[0] for p in exact]))


def _exact(potential: Potential, places: Sequence[sp.Expr]) -> Iterator[Turn]:
    """The turns among exact critical points, in order.

    Yields:
        each turn.
    """
    force = compiled(potential.gradient[0], potential.coords, "arb")
    with flint.ctx.workprec(BITS):
        balls = [ball(place) for place in places]
        if not balls:
            return
        between = [balls[0] - 1, *[(a + b) / 2 for a, b in pairwise(balls)], balls[-1] + 1]
        rises = [force(point.mid()) > 0 for point in between]
    for number, place in enumerate(places):
        if rises[number] != rises[number + 1]:
            yield Turn(
                spot_of(potential, potential.critical_points[number]),
                rises[number + 1],
                partial(ball, place),
            )


def _enclosed(potential: Potential) -> Iterator[Turn]:
    """The turns, isolated by bisection.

    Yields:
        each turn.
    """
    (w,), force = potential.coords, potential.gradient[0]
    slope, bend = (partial(_real, compiled(expr, (w,), "arb")) for expr in (force, sp.diff(force, w)))
    with flint.ctx.workprec(BITS):
        pieces = list(_isolated(potential, slope, bend, *_ends(potential)))
        found = [(_sharpened(slope, bend, piece), bool(bend(piece) > 0)) for piece in pieces]
    for place, is_minimum in found:
        yield Turn(
            spot_at(terrain_of(potential), (place,)), is_minimum, partial(_sharpened, slope, bend, place)
        )


def _real(function: Callable[..., flint.acb], x: flint.arb) -> flint.arb:
    """The function at a ball; by complex balls, as Arb's real power of a ball around exactly 0 is nan."""
    value = flint.acb(function(flint.acb(x)))
    return value.real if value.imag == 0 else flint.arb.nan()


def _ends(potential: Potential) -> tuple[flint.arb, flint.arb]:
    """Points beyond which the loss is proved to fall and to rise.

    Raises:
        ValueError: if there is no proof.
    """
    (w,), force, reach = potential.coords, potential.gradient[0], flint.arb(1)
    for _ in range(REACHES):
        right = range_beyond(force, w, reach)[0]
        left = range_beyond(-force.subs(w, -w), w, reach)[0]
        if right > 0 and left > 0:
            return -reach, reach
        reach = (reach * 3 / 2).mid()
    raise ValueError(
        f"{potential.name or potential.expr}: no proof that it grows in both directions;"
        " polynomials that grow, plus bounded terms, are allowed"
    )


def _isolated(
    potential: Potential,
    slope: Callable[..., flint.arb],
    bend: Callable[..., flint.arb],
    low: flint.arb,
    high: flint.arb,
) -> Iterator[flint.arb]:
    """Intervals with one zero of L' each, from left to right.

    Yields:
        each interval, as a ball.

    Raises:
        ValueError: if a zero cannot be told from a double one.
    """
    waiting = [(low, high)]
    for _ in range(PIECES):
        if not waiting:
            return
        a, b = waiting.pop()
        piece = a.union(b)
        if not slope(piece).contains(0):
            continue
        here = bend(piece)
        if here.is_finite() and not here.contains(0):
            if slope(a) * slope(b) < 0:
                yield piece
            elif not slope(a) * slope(b) > 0:
                break
            continue
        if b - a < NARROWEST:
            break
        cut = (a + (b - a) * OFF_CENTRE).mid()
        waiting += [(cut, b), (a, cut)]
    raise ValueError(
        f"{potential.name or potential.expr}: its critical points are not all isolated and nondegenerate"
        f" near {float(a.mid()):.6g}"
    )


def _sharpened(
    slope: Callable[..., flint.arb], bend: Callable[..., flint.arb], piece: flint.arb
) -> flint.arb:
    """The zero of L' in `piece`, by interval Newton steps in the present precision."""
    for _ in range(NEWTON):
        middle = piece.mid()
        step = (middle - slope(middle) / bend(piece)).intersection(piece)
        if not step.rad() < piece.rad() / 2:
            return step
        piece = step
    return piece
