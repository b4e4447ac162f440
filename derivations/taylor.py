"""The expansion about a minimum with which Appendix G starts.

## Main definitions
* `any_polynomial`: all coefficients are symbols; to second order every smooth loss is one of these.
* `second_order_term`: the coefficient of s² in L(w̌ + s v).
* `quadratic_form`: vᵀ∇²L(w̌)v.

## Main statements
* The second-order term is ½ vᵀ∇²L v; the paper prints it without the ½.
"""

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_loss import named
from derivations.symbols import s
from ledger.model import Check


def any_polynomial(d: int, degree: int) -> Potential:
    """The polynomial in w_1, …, w_d up to `degree` whose coefficients are symbols.

    Raises:
        ValueError: if the degree is negative.
    """
    if degree < 0:
        raise ValueError(f"degree={degree}: a polynomial has a degree of at least 0")
    coords = named("w", d)
    monomials = sorted(sp.itermonomials(coords, degree), key=str)
    coefficients = sp.symbols(f"a_0:{len(monomials)}", real=True)
    expr = sum((c * m for c, m in zip(coefficients, monomials, strict=True)), sp.Integer(0))
    return Potential(expr, coords, "any polynomial", tuple(coefficients))


def second_order_term(loss: Potential) -> sp.Expr:
    """The coefficient of s² in L(w̌ + s v) for a polynomial L; w̌ are its coordinates, v is v_1, …, v_d."""
    direction = named("v", len(loss.coords))
    path = {c: c + s * v for c, v in zip(loss.coords, direction, strict=True)}
    return sp.Poly(loss.expr.subs(path, simultaneous=True), s).coeff_monomial(s**2)


def quadratic_form(loss: Potential) -> sp.Expr:
    """vᵀ∇²L v, v being v_1, …, v_d."""
    v = sp.Matrix(named("v", len(loss.coords)))
    return v.dot(loss.hessian * v)


# --- Evidence ---

LOSSES = (any_polynomial(1, 4), any_polynomial(2, 4), any_polynomial(3, 3))


def _forms(factor: str) -> tuple[sp.Expr, ...]:
    return tuple(sp.Rational(factor) * quadratic_form(loss) for loss in LOSSES)


printed_expansion_has_the_whole_hessian_form = Check(
    tests=r"The coefficient of $s^2$ in $L(\check w+sv)$ for any polynomial $L$ of degree 4, 4, 3 in "
    r"$d=1,2,3$, against $v'\nabla^2L(\check w)v$.",
    measure=lambda: tuple(second_order_term(loss) for loss in LOSSES),
    predict=lambda: _forms("1"),
    compare=equal(),
    wrong={"twice the form": lambda: _forms("2"), "a third of the form": lambda: _forms("1/3")},
    right={"half the form": lambda: _forms("1/2")},
)

expansion_has_half_the_hessian_form = Check(
    tests=r"The coefficient of $s^2$ in $L(\check w+sv)$ for any polynomial $L$ of degree 4, 4, 3 in "
    r"$d=1,2,3$, against $\frac12v'\nabla^2L(\check w)v$.",
    measure=lambda: tuple(second_order_term(loss) for loss in LOSSES),
    predict=lambda: _forms("1/2"),
    compare=equal(),
    wrong={"the whole form": lambda: _forms("1"), "a quarter of the form": lambda: _forms("1/4")},
    of="corrected",
)
