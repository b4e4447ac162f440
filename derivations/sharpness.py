"""Two measures of sharpness, and minima that share their risk (Sections 3 and 4).

## Main definitions
* `frobenius_norm`: of a symmetric matrix with given eigenvalues.
* `PRODUCT_NET`: the risk of the network w_1 w_2 x, whose minima form a curve.

## Main statements
* `printed_larger_norm_has_the_larger_determinant`: refuted by the minima of Example 3.
* `norm_and_determinant_agree_for_proportional_hessians`.
* `minima_of_one_risk_have_different_hessians`.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.gaussian_ball import curvatures
from derivations.identity import equal
from derivations.potential import Potential
from derivations.recovered_losses import TWO_VALLEYS, eigenvalues_at
from derivations.symbols import x, y
from ledger.bound import Bound, exact
from ledger.compare import identical, ordered
from ledger.model import Check

Eigenvalues = Sequence[sp.Expr]

PRODUCT_NET = Potential((x * y - 1) ** 2 / 2, (x, y), name="two linear layers")
"""Mean square loss of w_1 w_2 x fitted to x, E[x²] = 1; every (a, 1/a) is a minimum."""


def frobenius_norm(eigenvalues: Eigenvalues) -> sp.Expr:
    """√(Σ λ_j²)."""
    return sp.sqrt(sp.Add(*[value**2 for value in eigenvalues]))


# --- Evidence ---

scale = sp.Symbol("c", positive=True)
place = sp.Symbol("a", positive=True)
ORIGIN, CORNER = "minimum at (0, 0)", "minimum at (1, 1)"


@lru_cache(maxsize=1)
def _spectra() -> Mapping[str, Eigenvalues]:
    return dict(zip((ORIGIN, CORNER), eigenvalues_at(TWO_VALLEYS, [(0, 0), (1, 1)]), strict=True))


def _determinants() -> dict[str, Bound]:
    return {name: exact(Fraction(str(sp.Mul(*values)))) for name, values in _spectra().items()}


def _by(measure: Callable[[Eigenvalues], sp.Expr]) -> list[str]:
    """The two minima, the one with the larger `measure` first."""
    return sorted(_spectra(), key=lambda name: measure(_spectra()[name]), reverse=True)


printed_larger_norm_has_the_larger_determinant = Check(
    tests="The determinants of the two Hessians (2.42, 0.022) and (2.22, 0.222) of Example 3, against the"
    " order of their Frobenius norms.",
    measure=_determinants,
    predict=lambda: _by(frobenius_norm),
    compare=ordered(),
    wrong={"the order of the largest eigenvalues": lambda: _by(max)},
    right={"the order of the smallest eigenvalues": lambda: _by(min)},
)


def _determinants_scaled(power: Callable[[int], int]) -> dict[str, sp.Expr]:
    return {f"d = {d}": scale ** power(d) for d in (1, 2, 3)}


def _quotients(size: Callable[[Eigenvalues], sp.Expr], power: Callable[[int], int]) -> dict[str, sp.Expr]:
    """(size of cλ / size of λ)^power, by dimension."""
    return {
        f"d = {d}": sp.simplify(size([scale * v for v in curvatures(d)]) / size(curvatures(d))) ** power(d)
        for d in (1, 2, 3)
    }


norm_and_determinant_agree_for_proportional_hessians = Check(
    tests=r"$\det(cH)/\det H$ for any positive eigenvalues, $d=1,2,3$, against"
    r" $(\|cH\|_F/\|H\|_F)^d$, which grows with $c$.",
    measure=lambda: _quotients(lambda values: sp.Mul(*values), lambda d: 1),
    predict=lambda: _quotients(frobenius_norm, lambda d: d),
    compare=equal(),
    wrong={
        "the norm itself": lambda: _quotients(frobenius_norm, lambda d: 1),
        "its square": lambda: _determinants_scaled(lambda d: 2),
    },
    of="corrected",
)


def _depends_on_the_place() -> dict[str, bool]:
    """Whether risk, gradient and norm of the Hessian change along the minima (a, 1/a)."""
    there = {x: place, y: 1 / place}
    norm = sp.Add(*[entry**2 for entry in PRODUCT_NET.hessian.subs(there)])
    found = {"risk": PRODUCT_NET.expr.subs(there), "gradient": PRODUCT_NET.gradient.subs(there).norm()}
    changes = {name: sp.simplify(value.diff(place)) != 0 for name, value in found.items()}
    return {**changes, "Hessian": sp.simplify(norm.diff(place)) != 0}


def _depends(risk: bool, gradient: bool, hessian: bool) -> dict[str, bool]:
    return {"risk": risk, "gradient": gradient, "Hessian": hessian}


minima_of_one_risk_have_different_hessians = Check(
    tests=r"Along the minima $(a,1/a)$ of $(w_1w_2-1)^2/2$, the risk of a network with two linear layers:"
    " whether risk, gradient and norm of the Hessian change, against no, no, yes.",
    measure=_depends_on_the_place,
    predict=lambda: _depends(False, False, True),
    compare=identical(),
    wrong={
        "one Hessian for one risk": lambda: _depends(False, False, False),
        "the risk changes": lambda: _depends(True, False, True),
    },
)
