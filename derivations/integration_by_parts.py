"""Integrating by parts n times against a test function that vanishes at the ends (Appendix B).

## Main definitions
* `before`, `after`: ∫ p D h⁽ⁿ⁾ and ∫ h ∂ⁿ(D p) over (0, 1), exact.

## Main statements
* `integrating_by_parts_n_times_brings_the_sign_of_n`.
"""

from collections.abc import Callable

import sympy as sp

from derivations.identity import equal
from derivations.symbols import w
from ledger.model import Check

A, B = sp.symbols("a b", real=True)
DENSITY = 1 + A * w
COEFFICIENT = 2 + B * w**2
TEST = w**4 * (1 - w) ** 4
"""Vanishes at 0 and 1 with its first three derivatives, so n ≤ 4 leaves no boundary terms."""

ORDERS = range(1, 5)


def before(n: int) -> sp.Expr:
    """∫₀¹ p D h⁽ⁿ⁾ dw."""
    return sp.integrate(sp.expand(DENSITY * COEFFICIENT * sp.diff(TEST, w, n)), (w, 0, 1))


def after(n: int) -> sp.Expr:
    """∫₀¹ h ∂ⁿ(D p) dw."""
    return sp.integrate(sp.expand(TEST * sp.diff(DENSITY * COEFFICIENT, w, n)), (w, 0, 1))


# --- Evidence ---


def with_sign(sign: Callable[[int], int]) -> dict[str, sp.Expr]:
    """sign(n) ∫ h ∂ⁿ(D p), n = 1, …, 4."""
    return {f"n = {n}": sign(n) * after(n) for n in ORDERS}


integrating_by_parts_n_times_brings_the_sign_of_n = Check(
    tests=r"$\int p D h^{(n)}$ for $h = w^4(1-w)^4$ on $(0, 1)$, $p = 1 + aw$, $D = 2 + bw^2$, $n = "
    r"1, \dots, 4$, against $(-1)^n\int h\,\partial^n(Dp)$.",
    measure=lambda: {f"n = {n}": before(n) for n in ORDERS},
    predict=lambda: with_sign(lambda n: (-1) ** n),
    compare=equal(),
    wrong={
        "− for every n": lambda: with_sign(lambda n: -1),
        "+ for every n": lambda: with_sign(lambda n: 1),
    },
)
