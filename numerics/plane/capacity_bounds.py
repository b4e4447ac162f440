"""Capacities in the plane between two proved bounds, for any polynomial potential.

For A = {x ≤ a} and B = {x ≥ b}, x the first coordinate and ε constant, the principle of Dirichlet bounds
cap(A, B) = min ε∫|∇h|² e^{−V/ε} from above by any trial function with h = 1 on A and 0 on B, and the
principle of Thomson bounds it from below by any stream function ψ: the flow (∂_y ψ, −∂_x ψ) has no divergence
and brings ψ(top) − ψ(bottom) = 1 from A to B, so that 1/cap ≤ ∫|∇ψ|² e^{V/ε}/ε.

## Main definitions
* `Strip`: a ≤ x ≤ b between two sides, each of them a reflecting wall (a line of symmetry) or open.
* `capacity_between_lines`: cap(A, B) in the strip: grade ENCLOSED.

## Implementation notes
Beyond an open side h is continued by its value there, and its energy is bounded; a flow may keep away from
where V is high, so ψ is constant there. The integrals are enclosed by `numerics.plane.arb_patches`; the
linear algebra that found h and ψ is not trusted.
"""

from dataclasses import dataclass
from itertools import pairwise

import flint
import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import enclosed
from numerics.plane.arb_patches import BITS, Exponential, enclosed_energy, patch_rule
from numerics.plane.patches import Floats, Patches, Weight, least_energy
from numerics.quadrature import Exact, ball, exact_number

HIGH = 22.0
"""No flow goes where V is this many ε above the pass: that costs about e^{−22}."""

LARGEST = 60.0
"""Weights beyond e^60 are cut for the linear algebra: there the unknown is constant up to rounding."""

DEGREE, POINTS = 4, 12


@dataclass(frozen=True, slots=True)
class Strip:
    """`ends` = (a, b) and `sides` = (c, d), exact; `open_sides` tells beyond which side the plane goes on."""

    potential: Potential
    eps: sp.Expr
    ends: tuple[sp.Expr, sp.Expr]
    sides: tuple[sp.Expr, sp.Expr]
    open_sides: tuple[bool, bool] = (True, True)

    def patches(self, counts: tuple[int, int]) -> Patches:
        """The strip between its sides, cut up, in doubles."""
        ends, sides = (tuple(map(float, pair)) for pair in (self.ends, self.sides))
        return Patches((ends[0], ends[1]), (sides[0], sides[1]), counts, DEGREE)

    def edges(self, counts: tuple[int, int]) -> tuple[list[flint.arb], list[flint.arb]]:
        """The edges of the patches, as balls."""
        first, second = (
            [ball(a + (b - a) * sp.Rational(k, n)) for k in range(n + 1)]
            for (a, b), n in zip((self.ends, self.sides), counts, strict=True)
        )
        return first, second


def strip(
    potential: Potential,
    eps: Exact,
    ends: tuple[Exact, Exact],
    sides: tuple[Exact, Exact],
    open_sides: tuple[bool, bool] = (True, True),
) -> Strip:
    """The strip that these data describe; a float raises TypeError.

    Raises:
        ValueError: if the potential is not a polynomial in two coordinates, ε ≤ 0, or ends or sides are not
            in order.
    """
    name = potential.name or str(potential.expr)
    if len(potential.coords) != 2 or not potential.expr.is_polynomial(*potential.coords):
        raise ValueError(f"{name}: a polynomial in two coordinates is wanted")
    noise = exact_number(eps, "eps")
    if not noise.is_positive:
        raise ValueError(f"eps={eps}: a positive number is wanted")
    pairs = []
    for what, pair in (("ends", ends), ("sides", sides)):
        low, high = (exact_number(value, what) for value in pair)
        if not low < high:
            raise ValueError(f"{what}={pair}: the first is less than the second")
        pairs.append((low, high))
    return Strip(potential, noise, pairs[0], pairs[1], open_sides)


def capacity_between_lines(domain: Strip, counts: tuple[int, int]) -> Bound:
    """Cap between the ends of the strip, from `counts` patches of degree 4: grade ENCLOSED.

    Raises:
        ValueError: if the bounds are not finite: more patches are needed.
    """
    with flint.ctx.workprec(BITS):
        low, high = 1 / _resistance(domain, counts), _conductance(domain, counts)
        if not (low.is_finite() and high.is_finite()):
            raise ValueError(f"counts={counts}: too few patches for a bound")
        both = flint.arb(low.lower()).union(flint.arb(high.upper()))
        return enclosed(both, method=f"Dirichlet and Thomson on {counts[0]} × {counts[1]} patches")


def _pass(domain: Strip) -> float:
    """A lower bound of the height of the pass, roughly: the highest of the lowest points across the strip."""
    first, second = domain.patches((100, 100)).points(np.array([-1.0]))
    heights = compiled(domain.potential.expr, domain.potential.coords, "numpy")(first, second)
    return float(heights.reshape(100, 100).min(axis=1).max())


def _exponential(domain: Strip, sign: int) -> Exponential:
    function = compiled(domain.potential.expr, domain.potential.coords, "arb")
    return Exponential(function, 1 / ball(domain.eps), flint.arb(_pass(domain)), sign)


def _conductance(domain: Strip, counts: tuple[int, int]) -> flint.arb:
    """ε∫|∇h|² e^{−V/ε} of a trial function, what lies beyond open sides included."""
    patches, top = domain.patches(counts), _pass(domain)
    fixed = np.full(patches.shape, np.nan)
    fixed[0], fixed[-1] = 1, 0
    values = least_energy(patches, _weight(domain, top, -1), fixed)
    energy = enclosed_energy(patches, domain.edges(counts), values, _exponential(domain, -1), POINTS)
    for side, continued in enumerate(domain.open_sides):
        if continued:
            energy += _energy_beyond(domain, counts, values[:, -side], side)
    return ball(domain.eps) * energy * (-flint.arb(top) / ball(domain.eps)).exp()


def _resistance(domain: Strip, counts: tuple[int, int]) -> flint.arb:
    """∫|∇ψ|² e^{V/ε}/ε of a trial flow."""
    patches, top = domain.patches(counts), _pass(domain)
    fixed = np.full(patches.shape, np.nan)
    fixed[:, 0], fixed[:, -1] = 0, 1
    corners = np.array([-1.0, 0.0, 1.0])
    heights = compiled(domain.potential.expr, domain.potential.coords, "numpy")(*patches.points(corners))
    high = (heights.min(axis=1) > top + HIGH * float(domain.eps)).reshape(counts)
    p = DEGREE
    for i in range(counts[0]):
        rows = slice(i * p, i * p + p + 1)
        below, above = (int(np.argmin(np.append(h, False))) for h in (high[i], high[i][::-1]))
        fixed[rows, : below * p + 1] = 0
        fixed[rows, patches.shape[1] - 1 - above * p :] = 1
    values = least_energy(patches, _weight(domain, top, 1), fixed)
    energy = enclosed_energy(patches, domain.edges(counts), values, _exponential(domain, 1), POINTS)
    return energy * (flint.arb(top) / ball(domain.eps)).exp() / ball(domain.eps)


def _weight(domain: Strip, top: float, sign: int) -> Weight:
    """e^{±(V − top)/ε}, cut where it is so large that no digit would be left."""
    function = compiled(domain.potential.expr, domain.potential.coords, "numpy")
    eps = float(domain.eps)
    return lambda x, y: np.exp(np.minimum(sign * (function(x, y) - top) / eps, LARGEST))


def _energy_beyond(domain: Strip, counts: tuple[int, int], values: Floats, side: int) -> flint.arb:
    """A bound of ∫|∂_x h|² e^{−(V − top)/ε} beyond an open side, where h is its value at the side.

    There V(x, side ± t) ≥ V(x, side) + c t, because its other coefficients are not negative.

    Raises:
        ValueError: if they are not.
    """
    (x, y), t = domain.potential.coords, sp.Dummy("t", positive=True)
    outward = domain.sides[side] + (t if side else -t)
    terms = sp.Poly(sp.expand(domain.potential.expr.subs(y, outward)), t).all_coeffs()[::-1]
    functions = [compiled(c, (x,), "arb") for c in terms]
    edges, rule, eps = domain.edges(counts)[0], patch_rule(DEGREE, POINTS), ball(domain.eps)
    total = flint.arb(0)
    for i, (low, high) in enumerate(pairwise(edges)):
        nodes = values[i * DEGREE : (i + 1) * DEGREE + 1]
        steps = [abs(flint.arb(float(v)) - float(nodes[0])) for v in nodes]
        slope = sum((a * b for a, b in zip(rule.sizes[1][1], steps, strict=True)), flint.arb(0))
        slope *= 2 / (high - low)
        whole = (low + high) / 2 + (high - low) / 2 * flint.arb(0, 1)
        coefficients = [flint.acb(f(flint.acb(whole))).real for f in functions]
        if not (coefficients[1] > 0 and all(c >= 0 for c in coefficients[2:])):
            raise ValueError(f"sides={domain.sides}: V has to rise beyond the open side {domain.sides[side]}")
        tail = ((flint.arb(_pass(domain)) - coefficients[0]) / eps).exp() * eps / coefficients[1]
        total += (high - low) * slope * slope * tail
    return flint.arb(0, total.upper())
