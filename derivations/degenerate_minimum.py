"""A local minimum may be degenerate, and then no determinant says how much mass is near it (Appendix G).

## Main definitions
* `definiteness`: of the Hessian: (no negative eigenvalue, all positive).
* `mass_of_power`: ∫ e^{−ηw^{2n}} dw.

## Main statements
* `printed_hessian_is_positive_definite_at_every_minimum`: refuted by w⁴.
* `minimum_is_positive_definite_when_the_determinant_is_not_zero`.
* `mass_near_a_degenerate_minimum_falls_with_another_power`.
"""

from collections.abc import Callable

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, w, x, y
from ledger.compare import identical
from ledger.model import Check


def definiteness(H: sp.Matrix) -> tuple[bool, bool]:
    """Whether no eigenvalue of a constant matrix is negative, and whether all are positive."""
    values = H.eigenvals(multiple=True)
    return all(bool(v >= 0) for v in values), all(bool(v > 0) for v in values)


def mass_of_power(n: int) -> sp.Expr:
    """∫ e^{−ηw^{2n}} dw over the line.

    Raises:
        ValueError: if n is less than 1.
    """
    if n < 1:
        raise ValueError(f"n={n}: a positive power of w² is wanted")
    return 2 * sp.integrate(sp.exp(-eta * w ** (2 * n)), (w, 0, sp.oo))


# --- Evidence ---

LINE, PLANE = (w,), (x, y)
MINIMA = {
    "w²/2": Potential(w**2 / 2, LINE),
    "w⁴": Potential(w**4, LINE),
    "x² + xy + y²": Potential(x**2 + x * y + y**2, PLANE),
    "x² + y⁴": Potential(x**2 + y**4, PLANE),
    "(x − y)²": Potential((x - y) ** 2, PLANE),
}
"""Losses that are 0 at the origin and nowhere negative."""

POWERS = (1, 2, 3)


def _hessians() -> dict[str, sp.Matrix]:
    return {name: loss.hessian.subs(dict.fromkeys(loss.coords, 0)) for name, loss in MINIMA.items()}


def _said(rule: Callable[[sp.Matrix], tuple[bool, bool]]) -> dict[str, tuple[bool, bool]]:
    return {name: rule(H) for name, H in _hessians().items()}


def _masses(formula: Callable[[sp.Rational], sp.Expr]) -> tuple[sp.Expr, ...]:
    """`formula` of 1/(2n)."""
    return tuple(formula(sp.Rational(1, 2 * n)) for n in POWERS)


printed_hessian_is_positive_definite_at_every_minimum = Check(
    tests=r"Five losses with a minimum at 0: whether the Hessian there has no negative eigenvalue, and"
    " whether all are positive, against the printed twice yes.",
    measure=lambda: _said(definiteness),
    predict=lambda: _said(lambda H: (True, True)),
    compare=identical(),
    wrong={"never definite": lambda: _said(lambda H: (True, False))},
    right={"definite if the determinant is not 0": lambda: _said(lambda H: (True, H.det() != 0))},
)

minimum_is_positive_definite_when_the_determinant_is_not_zero = Check(
    tests=r"Five losses with a minimum at 0: whether the Hessian there has no negative eigenvalue, and"
    " whether all are positive, against yes, and against whether the determinant differs from 0.",
    measure=lambda: _said(definiteness),
    predict=lambda: _said(lambda H: (True, H.det() != 0)),
    compare=identical(),
    wrong={
        "always definite, as printed": lambda: _said(lambda H: (True, True)),
        "definite if the trace is positive": lambda: _said(lambda H: (True, bool(H.trace() > 0))),
    },
    of="corrected",
)

mass_near_a_degenerate_minimum_falls_with_another_power = Check(
    tests=r"$\int e^{-\eta w^{2n}}dw$, $n=1,2,3$, integrated, against"
    r" $2\,\Gamma(1+\frac1{2n})\,\eta^{-1/(2n)}$.",
    measure=lambda: tuple(mass_of_power(n) for n in POWERS),
    predict=lambda: _masses(lambda s: 2 * sp.gamma(1 + s) * eta**-s),
    compare=equal(),
    wrong={
        "always 1/√η": lambda: _masses(lambda s: 2 * sp.gamma(1 + s) / sp.sqrt(eta)),
        "Γ(1/(2n))": lambda: _masses(lambda s: 2 * sp.gamma(s) * eta**-s),
    },
    of="corrected",
)
