"""Integrals and moments of the Gibbs density e^{−ηL}/Z in one dimension, enclosed to any number of digits.

η = 1/ε: the stationary law of dW = −L' dt + √(2ε) dB.

## Main definitions
* `gibbs_integral`: ∫ g e^{−ηL} over a line, a half line or an interval; with g = 1 the normaliser Z.
* `gibbs_moment`: the mean of (W − c)^k.
"""

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.quadrature import Exact, ball, exact_number, integral_over_line

MOST_DIGITS = 1000
ATTEMPTS = 5
ROUGHLY = 64


def gibbs_integral(
    potential: Potential,
    eta: Exact,
    weight: sp.Expr | int = 1,
    low: sp.Expr | int = -sp.oo,
    high: sp.Expr | int = sp.oo,
    digits: int = 15,
) -> Bound:
    """∫ `weight`·e^{−ηL} from `low` to `high`: grade ENCLOSED.

    The digits are those of the integral itself, or, where it nearly cancels, of √(∫ weight² e^{−ηL} · Z).
    What `integral_over_line` refuses, and digits not in 1 … 1000, raise ValueError.
    """
    found = _to_digits(potential, eta, sp.sympify(weight), (low, high), digits)
    return enclosed(found, method="Arb quadrature, tails bounded")


def gibbs_moment(potential: Potential, eta: Exact, power: int, centre: Exact = 0, digits: int = 15) -> Bound:
    """The mean of (W − `centre`)^`power` under e^{−ηL}/Z: grade ENCLOSED.

    Raises:
        ValueError: if the power is negative or `digits` out of range, and as `gibbs_integral` does.
    """
    if power < 0:
        raise ValueError(f"power={power}: a nonnegative integer is wanted")
    if not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits={digits}: 1 to {MOST_DIGITS} are allowed")
    weight = (potential.coords[0] - exact_number(centre, "centre")) ** power
    line = (-sp.oo, sp.oo)
    with flint.ctx.workprec(_bits(digits) + 16):
        moment = _to_digits(potential, eta, sp.expand(weight), line, digits + 1)
        mass = _to_digits(potential, eta, sp.Integer(1), line, digits + 1)
        return enclosed(moment / mass, method="Arb quadrature, tails bounded")


def _bits(digits: int) -> int:
    return 10 * digits // 3 + 8


def _to_digits(
    potential: Potential, eta: Exact, weight: sp.Expr, ends: tuple[sp.Expr | int, sp.Expr | int], digits: int
) -> flint.arb:
    """The integral, with more and more bits until the digits are sure.

    Raises:
        ValueError: if the digits are out of range or never sure.
    """
    if not 1 <= digits <= MOST_DIGITS + 1:
        raise ValueError(f"digits={digits}: 1 to {MOST_DIGITS} are allowed")
    bits, scale = _bits(digits), flint.arb(0)
    for _ in range(ATTEMPTS):
        found = integral_over_line(potential, eta, weight, *ends, prec=bits)
        if found.rel_accuracy_bits() > 10 * digits / 3:
            return found
        scale = scale if scale > 0 else _scale(potential, eta, weight, ends)
        with flint.ctx.workprec(ROUGHLY):
            if found.rad() < scale / ball(sp.Integer(10)) ** digits:
                return found
        bits += bits // 2
    raise ValueError(f"digits={digits}: only {found.rel_accuracy_bits()} bits are sure")


def _scale(
    potential: Potential, eta: Exact, weight: sp.Expr, ends: tuple[sp.Expr | int, sp.Expr | int]
) -> flint.arb:
    """√(∫ g² e^{−ηL} ∫ e^{−ηL}), not less than ∫ |g| e^{−ηL}."""
    square, mass = (
        integral_over_line(potential, eta, g, *ends, prec=ROUGHLY) for g in (sp.expand(weight**2), 1)
    )
    with flint.ctx.workprec(ROUGHLY):
        return (square * mass).sqrt().lower()
