"""The Gibbs mass of a quadrant, enclosed.

## Main definitions
* `quadrant_mass`: ∫ e^{−V/ε} over x, y ≥ 0, for a polynomial V: grade ENCLOSED.

## Implementation notes
Gauss rules with a proved error on a square; beyond it the Taylor coefficients of V, if none is negative, give
 V ≥ V(place) + Σ (c t + c' t²), whose integral is known.
"""

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import enclosed
from numerics.plane.arb_patches import BITS, Exponential, enclosed_mass
from numerics.plane.capacity_bounds import POINTS, Strip, strip
from numerics.quadrature import Exact, ball, exact_number


def quadrant_mass(potential: Potential, eps: Exact, corner: Exact, counts: tuple[int, int]) -> Bound:
    """∫ e^{−V/ε} over the quadrant of positive coordinates: patches up to `corner`, a bound beyond: ENCLOSED.

    ValueError is raised if the coefficients of V at (corner, 0) or (0, corner) do not show that it rises.
    """
    reach = exact_number(corner, "corner")
    square = strip(potential, eps, (0, reach), (0, reach))
    with flint.ctx.workprec(BITS):
        function = compiled(potential.expr, potential.coords, "arb")
        gibbs = Exponential(function, 1 / ball(square.eps), flint.arb(0), -1)
        total = enclosed_mass(square.edges(counts), gibbs, POINTS)
        for place in ((reach, sp.Integer(0)), (sp.Integer(0), reach)):
            total += flint.arb(0, _corner_tail(square, place).upper())
        return enclosed(total, method="Gauss rules with a proved error")


def _corner_tail(square: Strip, place: tuple[sp.Expr, sp.Expr]) -> flint.arb:
    """A bound of ∫ e^{−V/ε} over the quadrant with the corner `place`: V ≥ V(place) + Σ (c t + c' t²).

    Raises:
        ValueError: if a coefficient of V at `place` is negative, or V is not seen to rise in both directions.
    """
    steps = sp.symbols("t_0 t_1", positive=True, cls=sp.Dummy)
    moved = [c + t for c, t in zip(place, steps, strict=True)]
    exchange = dict(zip(square.potential.coords, moved, strict=True))
    shifted = square.potential.expr.subs(exchange, simultaneous=True)
    terms = dict(sp.Poly(sp.expand(shifted), *steps).terms())
    ground = terms.pop((0, 0), sp.Integer(0))
    eps, bound = ball(square.eps), (-ball(ground) / ball(square.eps)).exp()
    for axis in (0, 1):
        linear, double = (ball(terms.get((n, 0) if axis == 0 else (0, n), sp.Integer(0))) for n in (1, 2))
        lengths = [eps / linear] if linear > 0 else []
        lengths += [(flint.arb.pi() * eps / double).sqrt() / 2] if double > 0 else []
        if not lengths or not all(c.is_nonnegative for c in terms.values()):
            raise ValueError(f"corner: V is not seen to rise beyond {place}; a farther corner may do")
        bound *= lengths[0]
    return bound
