"""The mean first-passage time in one pass of mpmath: a second method, without ball arithmetic.

    T = η ∫_a^b e^{ηL(x)} ∫_r^x e^{−ηL(z)} dz dx

on Gauss–Legendre panels; the inner integral up to every node of a panel is a matrix times the values there.
It shares nothing with the Taylor panels but the expression L, gives digits without a proof, and is what a
careful user of mpmath would write; tests and benchmarks compare with it.

## Main definitions
* `escape_time_by_mpmath`: T, an mpf.    * `gauss_rule`: nodes, weights and that matrix, to any digits.
"""

from functools import lru_cache

import mpmath
import numpy as np

from derivations.potential import Potential
from numerics.backends import compiled

Numbers = list[mpmath.mpf]
GUARD = 6
ITERATIONS = 12


@lru_cache(maxsize=16)
def gauss_rule(order: int, digits: int) -> tuple[Numbers, Numbers, list[Numbers]]:
    """Nodes and weights on [−1, 1], and A with (A f)_i = ∫_{−1}^{x_i} of the polynomial through f."""
    with mpmath.workdps(digits + order // 4 + 10):
        nodes = [_root(order, mpmath.mpf(x)) for x in np.polynomial.legendre.leggauss(order)[0]]
        table = [_legendre(order, x) for x in nodes]
        weights = [2 * (1 - x * x) / (order * p[order - 1]) ** 2 for x, p in zip(nodes, table, strict=True)]
        coefficients = [
            [(2 * k + 1) * p[k] * weight / 2 for k in range(order)]
            for p, weight in zip(table, weights, strict=True)
        ]
        primitives = [
            [p[1] + 1] + [(p[k + 1] - p[k - 1]) / (2 * k + 1) for k in range(1, order)] for p in table
        ]
        matrix = [[mpmath.fdot(row, column) for column in coefficients] for row in primitives]
    return nodes, weights, matrix


def escape_time_by_mpmath(
    potential: Potential,
    eta: int,
    points: tuple[float, float, float],
    digits: int,
    panels: tuple[int, int],
    order: int = 40,
) -> mpmath.mpf:
    """T for r, a, b = `points`, r so far out that what is behind does not matter, in `digits` digits.

    `panels[0]` panels of equal width lie between r and a, `panels[1]` between a and b, of `order` nodes each.
    """
    nodes, weights, matrix = gauss_rule(order, digits)
    height = compiled(potential.expr, potential.coords, "mpmath")
    with mpmath.workdps(digits + GUARD):
        reach, start, target = map(mpmath.mpf, points)
        below = time = mpmath.mpf(0)
        for low, high, count, counts in ((reach, start, panels[0], False), (start, target, panels[1], True)):
            half = (high - low) / (2 * count)
            for k in range(count):
                middle = low + half * (2 * k + 1)
                mass = [mpmath.exp(-eta * height(middle + half * x)) for x in nodes]
                if counts:
                    inner = (below + half * mpmath.fdot(row, mass) for row in matrix)
                    time += half * mpmath.fdot(
                        (w / f, i) for w, f, i in zip(weights, mass, inner, strict=True)
                    )
                below += half * mpmath.fdot(weights, mass)
        return eta * time


def _legendre(order: int, x: mpmath.mpf) -> Numbers:
    """P_0(x), …, P_order(x)."""
    values = [mpmath.mpf(1), x]
    for k in range(1, order):
        values.append(((2 * k + 1) * x * values[k] - k * values[k - 1]) / (k + 1))
    return values


def _root(order: int, near: mpmath.mpf) -> mpmath.mpf:
    """The root of P_order next to a double, by Newton's method."""
    for _ in range(ITERATIONS):
        values = _legendre(order, near)
        slope = order * (values[order - 1] - near * values[order]) / (1 - near * near)
        near -= (step := values[order] / slope)
        if abs(step) < mpmath.eps * abs(near) or step == 0:
            break
    return near
