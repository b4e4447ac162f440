"""Has e^{−ηL} a finite mass? Only then has the Gibbs density a κ.

## Main definitions
* `line_mass`: the integral of a function over the real line, infinity included.
* `temperatures_of_finite_mass`: those η of a list at which e^{−ηL} can be normalised.
* `cut_off_balance`: why (A.1) and (A.2) together make e^{−ηL} integrable at every η > 0.

## Main statements
* (A.1) speaks of η = 1: the loss log(1 + w²) obeys it and has no stationary density at η = 1/2.
* At η ≥ 1 (A.1) is enough, for e^{−ηL} ≤ e^{−L} where L ≥ 0.

## Implementation notes
Let φ be 1 below K, 0 above 2K and decreasing between. The divergence of φ(L) e^{−ηL} ∇L integrates to 0
and φ' ≤ 0, so ∫ φ(L) (η‖∇L‖² − ΔL) e^{−ηL} ≤ 0. By (A.2), ΔL ≤ (η/2) ‖∇L‖² and ‖∇L‖ ≥ 1 outside a ball,
where the bracket is then at least η/2. So (η/2) ∫ φ(L) e^{−ηL} over the outside is at most the integral of
|η‖∇L‖² − ΔL| e^{−ηL} over the ball, whatever K is.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.calculus import divergence, gradient, laplacian
from derivations.gibbs import LINE, PLANE, multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, w
from ledger.compare import identical
from ledger.model import Check

HEAVY_TAILED = Potential(sp.log(1 + w**2), name="heavy tailed")
"""Grows like 2 log|w|; e^{−L} is π times the Cauchy density."""


def line_mass(f: sp.Expr) -> sp.Expr:
    """The integral of a function of `w` over the real line, as the limit of that over [−R, R]; may be oo."""
    radius = sp.Symbol("R", positive=True)
    return sp.limit(sp.integrate(f, (w, -radius, radius)), radius, sp.oo)


def temperatures_of_finite_mass(loss: Potential, candidates: Sequence[sp.Expr]) -> sp.Set:
    """Those inverse temperatures among `candidates` at which ∫ e^{−ηL} dw is finite.

    Raises:
        ValueError: if the loss does not live on the line.
    """
    if loss.coords != (w,):
        raise ValueError(f"loss on {loss.coords}: only the mass of a loss on the line, in w, is known")
    return sp.FiniteSet(*(e for e in candidates if line_mass(sp.exp(-e * loss.expr)).is_finite))


def temperatures_of_domination(candidates: Sequence[sp.Expr]) -> sp.Set:
    """Those inverse temperatures among `candidates` at which e^{−ηL}/e^{−L} stays bounded as L → ∞."""
    height = sp.Symbol("ell", positive=True)
    quotients = {e: sp.exp((1 - e) * height) for e in candidates}
    return sp.FiniteSet(*(e for e, q in quotients.items() if sp.limit(q, height, sp.oo).is_finite))


def cut_off(loss: Potential) -> sp.Expr:
    """An undefined function on the space of the loss."""
    return sp.Function("c", real=True)(*loss.coords)


def cut_off_balance(loss: Potential) -> sp.Expr:
    """∇·(c e^{−ηL} ∇L) with an undefined c; its integral is 0 if c vanishes far out."""
    return divergence(cut_off(loss) * sp.exp(-eta * loss.expr) * loss.gradient, loss.coords)


# --- Evidence ---

COARSE = tuple(sp.Rational(i, 2) for i in range(1, 5))
FINE = tuple(sp.Rational(i, 4) for i in range(1, 9))


def _among(candidates: Sequence[sp.Rational], least: str) -> sp.Set:
    return sp.FiniteSet(*(e for e in candidates if e >= sp.Rational(least)))


def _balances(steepness_sign: int, slope_sign: int) -> tuple[sp.Expr, ...]:
    """e^{−ηL} [±∇c·∇L + c (ΔL ± η‖∇L‖²)]."""
    terms = []
    for loss in (LINE, PLANE):
        slope = gradient(cut_off(loss), loss.coords).dot(loss.gradient)
        steepness = eta * loss.gradient.dot(loss.gradient)
        bracket = laplacian(loss.expr, loss.coords) + steepness_sign * steepness
        weight = sp.exp(-eta * loss.expr)
        terms.append(multiplied_out(weight * (slope_sign * slope + cut_off(loss) * bracket)))
    return tuple(terms)


printed_hypothesis_gives_every_eta_a_finite_mass = Check(
    tests=r"The $\eta\in\{\frac12,1,\frac32,2\}$ at which $L=\log(1+w^2)$, which obeys (A.1), has a "
    r"finite mass $\int e^{-\eta L}dw$, against all of them.",
    measure=lambda: temperatures_of_finite_mass(HEAVY_TAILED, COARSE),
    predict=lambda: _among(COARSE, "0"),
    compare=identical(),
    wrong={"none": lambda: sp.S.EmptySet, "above 1 only": lambda: _among(COARSE, "3/2")},
    right={"above 1/2 only": lambda: _among(COARSE, "1")},
)

gibbs_density_is_dominated_when_eta_is_at_least_one = Check(
    tests=r"The $\eta\in\{\frac14,\dots,2\}$ at which $e^{-\eta L}/e^{-L}$ stays bounded as "
    r"$L\to\infty$, so that (A.1) bounds the mass, against $\eta\ge1$.",
    measure=lambda: temperatures_of_domination(FINE),
    predict=lambda: _among(FINE, "1"),
    compare=identical(),
    wrong={
        "every η": lambda: _among(FINE, "0"),
        "η ≥ 1/2": lambda: _among(FINE, "1/2"),
        "η > 1": lambda: _among(FINE, "5/4"),
    },
    of="corrected",
)

cut_off_balance_bounds_the_mass = Check(
    tests=r"$\nabla\cdot(c\,e^{-\eta L}\nabla L)$ for any $L$ and any cut-off $c$, on the line and on "
    r"the plane, against $[\nabla c\cdot\nabla L+c\,(\nabla\cdot\nabla L-\eta\|\nabla L\|^2)]e^{-\eta "
    r"L}$, which under (A.2) bounds $\int e^{-\eta L}$ for every $\eta>0$.",
    measure=lambda: tuple(multiplied_out(cut_off_balance(loss)) for loss in (LINE, PLANE)),
    predict=lambda: _balances(-1, 1),
    compare=equal(),
    wrong={
        "‖∇L‖² with the other sign": lambda: _balances(1, 1),
        "∇c with the other sign": lambda: _balances(-1, -1),
        "no ∇c": lambda: _balances(-1, 0),
    },
    of="corrected",
)
