"""The Frobenius norm of a matrix by its products with random vectors (Section 3, `Hutchinson1990`).

## Main definitions
* `expectation`: of a polynomial in independent random components.
* `gaussian_moment`, `sign_moment`: E vᵏ of a standard normal, and of a fair sign.

## Main statements
* `mean_square_of_a_random_product_is_the_squared_norm`: E‖Hv‖² = ‖H‖_F².

## Implementation notes
H is any symmetric 3 × 3 matrix. Only E v_i v_j = δ_ij is used, so that the size does not matter.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from ledger.model import Check

Moment = Callable[[int], int]
SIZE = 3
VECTOR = sp.Matrix(sp.symbols(f"v_1:{SIZE + 1}", real=True))
ANY = sp.Matrix(SIZE, SIZE, lambda i, j: sp.Symbol(f"H_{{{min(i, j) + 1}{max(i, j) + 1}}}", real=True))


def gaussian_moment(power: int) -> int:
    """E vᵏ for a standard normal v."""
    return 0 if power % 2 else int(sp.factorial2(power - 1))


def sign_moment(power: int) -> int:
    """E vᵏ for v = ±1 with equal chances."""
    return 1 - power % 2


def expectation(polynomial: sp.Expr, components: Sequence[sp.Symbol], moment: Moment) -> sp.Expr:
    """The mean of a polynomial in independent `components`, each with the given moments."""
    terms = sp.Poly(polynomial, *components).terms()
    return sp.expand(sp.Add(*[c * sp.Mul(*[moment(int(k)) for k in powers]) for powers, c in terms]))


# --- Evidence ---------------------------------------------------------------------------------

LAWS = {"Gaussian v": gaussian_moment, "v of signs": sign_moment}


@lru_cache(maxsize=1)
def _mean_squares() -> dict[str, sp.Expr]:
    product = ANY * VECTOR
    return {name: expectation(product.dot(product), list(VECTOR), law) for name, law in LAWS.items()}


def _both(value: sp.Expr) -> Callable[[], dict[str, sp.Expr]]:
    return lambda: dict.fromkeys(LAWS, value)


def _quadratic_forms() -> dict[str, sp.Expr]:
    form = VECTOR.dot(ANY * VECTOR) ** 2
    return {name: expectation(form, list(VECTOR), law) for name, law in LAWS.items()}


SQUARED_NORM = sp.Add(*[entry**2 for entry in ANY])

mean_square_of_a_random_product_is_the_squared_norm = Check(
    tests=r"$E\|Hv\|^2$ for any symmetric $3\times3$ matrix and random $v$ with Gaussian components or signs,"
    r" against $\|H\|_F^2=\sum_{ij}H_{ij}^2$.",
    measure=_mean_squares,
    predict=_both(SQUARED_NORM),
    compare=equal(),
    wrong={
        "E(v·Hv)²": _quadratic_forms,
        "the squared trace": _both(ANY.trace() ** 2),
        "without the square root, the fourth power": _both(SQUARED_NORM**2),
    },
)
