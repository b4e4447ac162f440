"""A valley: coordinates in which a potential in the plane is a parabola across and anything along.

    V(x, y) = U(x) + k(x) (y − g(x))²/2,   k > 0:

U is the height of the floor, k the stiffness of the walls, y = g(x) the line of the valley. Then
ξ = √(k/ε) (y − g(x)) is standard normal under the Gibbs law, given x.

## Main definitions
* `ValleyChart`: U, k and g, exact.
* `valley_chart`: the chart of a potential, found symbolically.
"""

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from derivations.potential import Potential


@dataclass(frozen=True, slots=True)
class ValleyChart:
    """V = floor(x) + stiffness(x) (y − line(x))²/2, with x = `along` and y = `across`."""

    along: sp.Symbol
    across: sp.Symbol
    floor: sp.Expr
    stiffness: sp.Expr
    line: sp.Expr
    swapped: bool
    """Whether the valley runs along the second coordinate of the potential."""


@lru_cache(maxsize=64)
def valley_chart(potential: Potential) -> ValleyChart:
    """The valley of `potential`; along the first coordinate if both will do.

    Raises:
        ValueError: if there are not two coordinates, or the potential is in neither of them of degree 2 with
            a coefficient that is proved to be positive.
    """
    name = potential.name or str(potential.expr)
    if len(potential.coords) != 2 or potential.parameters:
        raise ValueError(
            f"{name}: a valley needs two coordinates and no parameters, not {len(potential.coords)}"
            f" and {len(potential.parameters)}"
        )
    first, second = potential.coords
    for along, across in ((first, second), (second, first)):
        chart = _chart(potential, along, across)
        if chart is not None:
            return chart
    raise ValueError(
        f"{name}: no valley chart, V is a polynomial of degree 2 with a positive leading coefficient"
        f" neither in {second} nor in {first}"
    )


def _chart(potential: Potential, along: sp.Symbol, across: sp.Symbol) -> ValleyChart | None:
    expr = sp.expand(potential.expr)
    if not expr.is_polynomial(across):
        return None
    coefficients = sp.Poly(expr, across).all_coeffs()
    if len(coefficients) != 3 or not _always_positive(coefficients[0], along):
        return None
    square, linear, constant = coefficients
    floor = sp.factor(constant - linear**2 / (4 * square))
    line = sp.factor(-linear / (2 * square))
    return ValleyChart(along, across, floor, 2 * square, line, along != potential.coords[0])


def _always_positive(expr: sp.Expr, symbol: sp.Symbol) -> bool:
    """Is it proved that `expr` > 0 for every real `symbol`?"""
    if expr.is_positive:
        return True
    if not expr.is_polynomial(symbol):
        return False
    polynomial = sp.Poly(expr, symbol)
    rational = all(c.is_Rational for c in polynomial.all_coeffs())
    return bool(rational and polynomial.count_roots() == 0 and polynomial.eval(0) > 0)
