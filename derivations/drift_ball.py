"""Where ∇·∇L − η∞‖∇L‖² is positive: the R and the C_2 of Appendix F, exactly on the line.

## Main definitions
* `drift_bracket`: L'' − η∞L'².      * `radius`: R, its largest root in absolute value.
* `largest_beyond`, `largest_within`: its largest value for |w| ≥ R and for |w| ≤ R.
* `ball_constant`: C_2, the largest |L'' − η∞L'²| for |w| ≤ R.

## Main statements
* `bracket_is_at_most_zero_beyond_and_the_constant_within`, for a quadratic and for the double well.
"""

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from ledger.model import Check


def drift_bracket(loss: Potential, eta_infinity: int) -> sp.Expr:
    """L'' − η∞L'², a polynomial in w.

    Raises:
        ValueError: if the loss is not a polynomial in w that grows on both sides.
    """
    bracket = sp.expand(loss.laplacian - eta_infinity * sum(g**2 for g in loss.gradient))
    falls = loss.coords == (w,) and bracket.is_polynomial(w) and not bracket.is_constant()
    if not falls or sp.degree(bracket, w) % 2 or not sp.LC(bracket, w).is_negative:
        raise ValueError(f"loss={loss.expr}: a polynomial in w that grows on both sides is wanted")
    return bracket


def radius(bracket: sp.Expr) -> sp.Expr:
    """The least R with a negative bracket for |w| > R."""
    return sp.Max(*(abs(root) for root in sp.real_roots(bracket, w)))


def turning_points(bracket: sp.Expr) -> list[sp.Expr]:
    """The real roots of its derivative, in radicals.

    Raises:
        ValueError: if they are not all found.
    """
    slope = sp.diff(bracket, w)
    found = [root for root in sp.roots(slope, w) if root.is_real]
    if len(found) != sp.Poly(slope, w).count_roots():
        raise ValueError(f"the roots of {slope} are not all known in radicals")
    return found


def largest_beyond(bracket: sp.Expr) -> sp.Expr:
    """Its largest value for |w| ≥ R: at ±R or at a turning point, as it falls at both ends."""
    reach = radius(bracket)
    points = [p for p in turning_points(bracket) if abs(p) > reach]
    return sp.Max(*(sp.expand(bracket.subs(w, p)) for p in (*points, reach, -reach)))


def values_within(bracket: sp.Expr) -> list[sp.Expr]:
    """Its values at the turning points with |w| ≤ R and at ±R."""
    reach = radius(bracket)
    points = [p for p in turning_points(bracket) if abs(p) <= reach]
    return [sp.expand(bracket.subs(w, p)) for p in (*points, reach, -reach)]


def largest_within(bracket: sp.Expr) -> sp.Expr:
    """Its largest value for |w| ≤ R."""
    return sp.Max(*values_within(bracket))


def ball_constant(bracket: sp.Expr) -> sp.Expr:
    """C_2."""
    return sp.Max(*(abs(value) for value in values_within(bracket)))


# --- Evidence ---

BRACKETS = tuple(drift_bracket(loss, 1) for loss in (QUADRATIC, DOUBLE_WELL))


def _pairs(*constants: sp.Expr) -> tuple[sp.Expr, ...]:
    """0 and the constant, for each bracket."""
    return tuple(value for constant in constants for value in (sp.S.Zero, constant))


bracket_is_at_most_zero_beyond_and_the_constant_within = Check(
    tests=r"The largest $\nabla\cdot\nabla L-\|\nabla L\|^2$ for $|w|\ge R$ and for $|w|\le R$, for"
    r" $L=w^2/2$ ($R=1$) and $L=(w^2-1)^2/4$ ($R=\frac{1+\sqrt5}2$), against 0 and $C_2$, the largest"
    r" $|\cdot|$ for $|w|\le R$.",
    measure=lambda: tuple(f(b) for b in BRACKETS for f in (largest_beyond, largest_within)),
    predict=lambda: _pairs(*map(ball_constant, BRACKETS)),
    compare=equal(),
    wrong={
        "C_2 from the minima": lambda: _pairs(*(b.subs(w, p) for b, p in zip(BRACKETS, (0, 1), strict=True))),
        "C_2 from w = 0": lambda: _pairs(*(abs(b.subs(w, 0)) for b in BRACKETS)),
        "−1 beyond R": lambda: (-1, BRACKETS[0].subs(w, 0), -1, ball_constant(BRACKETS[1])),
    },
)
