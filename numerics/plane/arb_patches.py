"""Integrals over patches, enclosed: Gauss rules with a proved bound of the error.

Let f be analytic and |f| ≤ M on the ellipse with foci ±1 and half axes (r ± 1/r)/2. Then the Gauss rule with
q ≥ 2 points errs by at most (64/15) M r^{−2q}/(1 − r^{−2}): the Chebyshev coefficients of f are at most
2M r^{−k}, the rule is exact up to k = 2q − 1 and for odd k, and for the others it errs by at most
2 + 2/(k² − 1) ≤ 32/15. In two variables such errors are added, each times 2, the other interval's length.

## Main definitions
* `PatchRule`: nodes, weights and Lagrange polynomials in Arb.
* `enclosed_energy`: ∫ e^{sV/ε} |∇u|² over a rectangle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import flint

from numerics.backends import Function
from numerics.plane.patches import Floats, Patches
from numerics.valley.elements import element

BITS = 80
RADII = (2, 3, 5, 8)
"""Ellipses that are tried; the best of the bounds counts."""


@dataclass(frozen=True, slots=True, eq=False)
class PatchRule:
    """Gauss points and weights; Lagrange polynomials and their derivatives there, (q, p + 1)."""

    points: list[flint.arb]
    weights: list[flint.arb]
    values: flint.arb_mat
    slopes: flint.arb_mat
    sizes: dict[int, tuple[list[flint.arb], list[flint.arb]]]
    """For each radius: bounds of every Lagrange polynomial and of its derivative on the ellipse."""


@lru_cache(maxsize=16)
def patch_rule(degree: int, count: int) -> PatchRule:
    """The rule with `count` points for polynomials of this degree; the nodes are doubles, taken as exact."""
    with flint.ctx.workprec(BITS):
        nodes = [flint.arb(float(t)) for t in element(degree).nodes]
        basis = [_lagrange(nodes, i) for i in range(degree + 1)]
        slopes = [b.derivative() for b in basis]
        pairs = [flint.arb.legendre_p_root(count, k, weight=True) for k in range(count)]
        points = [t for t, _ in pairs]
        at = [flint.arb_mat([[f(t) for f in family] for t in points]) for family in (basis, slopes)]
        sizes = {r: ([_size(b, r) for b in basis], [_size(b, r) for b in slopes]) for r in (1, *RADII)}
        return PatchRule(points, [w for _, w in pairs], at[0], at[1], sizes)


def _lagrange(nodes: Sequence[flint.arb], i: int) -> flint.arb_poly:
    product = flint.arb_poly([1])
    for j, node in enumerate(nodes):
        if j != i:
            product = product * flint.arb_poly([-node, 1]) * (1 / (nodes[i] - node))
    return product


def _size(polynomial: flint.arb_poly, radius: int) -> flint.arb:
    """A bound on the ellipse, whose points have |z| ≤ (r + 1/r)/2."""
    reach = (flint.arb(radius) + flint.arb(1) / radius) / 2
    bound = flint.arb(0)
    for c in reversed(polynomial.coeffs()):
        bound = bound * reach + abs(c)
    return flint.arb(bound.upper())


@dataclass(frozen=True, slots=True, eq=False)
class Exponential:
    """e^{sign·(V − reference)/ε} on balls, V a function of two complex balls.

    FLINT's power of a real ball around 0 is not finite, that of a complex one is.
    """

    potential: Function
    eta: flint.arb
    reference: flint.arb
    sign: int

    def __call__(self, first: flint.acb | flint.arb, second: flint.acb | flint.arb) -> flint.arb:
        """The value, or a bound of its modulus if an argument is complex."""
        height = self.potential(flint.acb(first), flint.acb(second)).real
        return flint.arb((self.sign * self.eta * (height - self.reference)).exp())


def enclosed_energy(
    patches: Patches,
    edges: tuple[list[flint.arb], list[flint.arb]],
    values: Floats,
    exponential: Exponential,
    points: int,
) -> flint.arb:
    """∫ exponential · |∇u|², u given by its values at the nodes; where u is constant nothing is added."""
    rule = patch_rule(patches.degree, points)
    total = flint.arb(0)
    p = patches.degree
    for i in range(patches.counts[0]):
        for j in range(patches.counts[1]):
            local = values[i * p : i * p + p + 1, j * p : j * p + p + 1]
            if (local != local[0, 0]).any():
                sides = [(e[n], e[n + 1]) for e, n in zip(edges, (i, j), strict=True)]
                total += _patch_energy(rule, local, sides, exponential)
    return total


def _patch_energy(
    rule: PatchRule, local: Floats, sides: list[tuple[flint.arb, flint.arb]], exponential: Exponential
) -> flint.arb:
    corner = flint.arb(float(local[0, 0]))
    u = flint.arb_mat([[flint.arb(float(v)) - corner for v in row] for row in local])
    (middle, half), (centre, width) = (((a + b) / 2, (b - a) / 2) for a, b in sides)
    first = (rule.slopes * u * rule.values.transpose()).entries()
    second = (rule.values * u * rule.slopes.transpose()).entries()
    flat, steep = width / half, half / width
    rows = [middle + half * t for t in rule.points]
    columns = [centre + width * t for t in rule.points]
    total, k = flint.arb(0), 0
    for x, weight in zip(rows, rule.weights, strict=True):
        line = flint.arb(0)
        for y, other in zip(columns, rule.weights, strict=True):
            line += other * exponential(x, y) * (flat * first[k] * first[k] + steep * second[k] * second[k])
            k += 1
        total += weight * line
    return total + flint.arb(0, _error(rule, u, sides, exponential).upper())


def _error(
    rule: PatchRule, u: flint.arb_mat, sides: list[tuple[flint.arb, flint.arb]], exponential: Exponential
) -> flint.arb:
    """The bound of the error of the product rule for exponential · |∇u|²."""
    half, width = ((b - a) / 2 for a, b in sides)

    def gradient(r: int, s: int) -> flint.arb:
        one, other = rule.sizes[r], rule.sizes[s]
        first, second = _bilinear(one[1], u, other[0]), _bilinear(one[0], u, other[1])
        return flint.arb(width / half * first * first + half / width * second * second)

    return product_rule_error(len(rule.points), sides, exponential, gradient)


def product_rule_error(
    count: int,
    sides: list[tuple[flint.arb, flint.arb]],
    exponential: Exponential,
    factor: Callable[[int, int], flint.arb],
) -> flint.arb:
    """The bound for exponential · f, |f| ≤ factor(r, s) on the ellipses r × s, where 1 is the interval."""
    intervals = [((a + b) / 2, (b - a) / 2) for a, b in sides]
    whole = [m + h * flint.arb(0, 1) for m, h in intervals]
    total = flint.arb(0)
    for axis, (m, h) in enumerate(intervals):
        bounds = []
        for r in RADII:
            a, b = ((flint.arb(r) + flint.arb(s) / r) / 2 for s in (1, -1))
            z = flint.acb(m + h * a * flint.arb(0, 1), h * b * flint.arb(0, 1))
            place, radii = ((z, whole[1]), (r, 1)) if axis == 0 else ((whole[0], z), (1, r))
            most = exponential(*place) * factor(*radii)
            share = flint.arb(128) / 15 / (flint.arb(r) ** (2 * count) * (1 - flint.arb(1) / r**2))
            bounds.append(flint.arb((most * share).upper()))
        total += min(bounds)
    return total


def _bilinear(left: list[flint.arb], u: flint.arb_mat, right: list[flint.arb]) -> flint.arb:
    """Σ left_i |u_ij| right_j."""
    rows = flint.arb_mat([[abs(v) for v in row] for row in u.tolist()])
    product = flint.arb_mat([left]) * rows * flint.arb_mat([[r] for r in right])
    return product[0, 0]


def enclosed_mass(
    edges: tuple[list[flint.arb], list[flint.arb]], exponential: Exponential, points: int
) -> flint.arb:
    """∫ exponential over the rectangle that the edges cut into patches."""
    rule, total = patch_rule(1, points), flint.arb(0)
    for left, right in pairwise(edges[0]):
        for low, high in pairwise(edges[1]):
            sides = [(left, right), (low, high)]
            (m, h), (c, k) = (((a + b) / 2, (b - a) / 2) for a, b in sides)
            value = flint.arb(0)
            for t, one in zip(rule.points, rule.weights, strict=True):
                for s, other in zip(rule.points, rule.weights, strict=True):
                    value += one * other * exponential(m + h * t, c + k * s)
            error = product_rule_error(points, sides, exponential, lambda r, s: flint.arb(1))
            total += h * k * (value + flint.arb(0, error.upper()))
    return total
