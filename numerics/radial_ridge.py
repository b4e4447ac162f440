"""A ring of gates: where Theorem 2.2 prints the time 0.

L(r) in the plane with L' = r(1 − r²)(3 − r²) has the minimum 0, the ridge r = 1 and the ring r = √3 of
minima. Along the ridge L is constant, so det ∇²L = 0 there. With u = r², V(u) = 3u/2 − u² + u³/6,

    E τ = (1/ε) ∫_0^√3 r⁻¹ e^{L/ε} ∫_0^r s e^{−L/ε} ds dr
        = (1/4ε) ∫_0^3 u⁻¹ e^{V(u)/ε} ∫_0^u e^{−V(u')/ε} du' du

from 0 to the ring, since ε(f'' + f'/r) − L'f' = −1 with f(√3) = 0 and f'(0) = 0.

## Main definitions
* `radial_escape_time`: E τ, enclosed.      * `ridge_law`: its leading term.

## Main statements
* `printed_time_over_a_ridge_is_that_of_its_determinant`: refuted.
* `escape_times_over_a_ridge_approach_the_law`: what is true instead.

## Implementation notes
On a panel the inner integral increases from its value at one end to that at the other. That it is known so
roughly costs little: it hardly changes near the ridge, and elsewhere e^{V/ε} is small.

## References
* Berglund2010: gates that are not quadratic.
"""

from fractions import Fraction
from functools import lru_cache

import flint
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import eps, u, x, y
from ledger.bound import Bound
from ledger.compare import near, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.quadrature import Exact, ball, exact_number, integral
from numerics.transition_law import Curve

IN_THE_SQUARE = 3 * u / 2 - u**2 + u**3 / 6
"""V: the loss as a function of u = r²."""
RIDGE = Potential(sp.expand(IN_THE_SQUARE.subs(u, x**2 + y**2)), (x, y), name="a ridge around a minimum")
HEIGHT = IN_THE_SQUARE.subs(u, 1)
PANELS = 24
"""The first panel ends before the ridge u = 1: V increases on it."""


@lru_cache
def radial_escape_time(eta: Exact) -> Bound:
    """E τ from 0 to the ring r = √3 at inverse temperature `eta`, in the time t = Σ γ_k: grade ENCLOSED.

    Raises:
        ValueError: if eta is not positive.
    """
    inverse = exact_number(eta, "eta")
    if not inverse.is_positive:
        raise ValueError(f"eta={eta}: an inverse temperature is positive")
    width = sp.Rational(3, PANELS)
    down, up = sp.exp(-inverse * IN_THE_SQUARE), sp.exp(inverse * IN_THE_SQUARE)
    steepest = ball(sp.exp(-inverse * IN_THE_SQUARE.subs(u, width)))  # the mean of e^{−ηV} over (0, u) is
    total = integral(up, u, 0, width) * steepest.union(flint.arb(1))  # between this and 1 on the first panel
    inner = integral(down, u, 0, width)
    for k in range(1, PANELS):
        ends = k * width, (k + 1) * width
        beyond = inner + integral(down, u, *ends)
        total += integral(up / u, u, *ends) * inner.union(beyond)
        inner = beyond
    return enclosed(total * ball(inverse / 4), r"\mathbb{E}[\tau_{0\to\sqrt3}]", "Arb, monotone on panels")


def ridge_law(well: sp.Expr = eps / 3) -> sp.Expr:
    """The leading term in `eps` of E τ: ∫ s e^{−3s²/(2ε)} ds = `well`, times that over the ridge, over ε."""
    r = sp.Symbol("r", positive=True)
    curvature = -sp.diff(IN_THE_SQUARE.subs(u, r**2), r, 2).subs(r, 1)
    return well * sp.sqrt(2 * sp.pi * eps / curvature) / eps * sp.exp(HEIGHT / eps)


# --- Evidence ---------------------------------------------------------------------------------------

HEIGHTS = (10, 20, 40, 80)
"""H/ε; the relative error of the law is of order ε, about 1.1 ε/H by Laplace's method."""


def _times() -> Curve:
    return tuple((Fraction(1, n), radial_escape_time(n / HEIGHT)) for n in HEIGHTS)


def _law(law: sp.Expr) -> Curve:
    return tuple((Fraction(1, n), closed_form(law.subs(eps, HEIGHT / n))) for n in HEIGHTS)


def _prefactor(law: sp.Expr) -> Bound:
    """Of a law, at H/ε = 10."""
    return closed_form(sp.simplify(law * sp.exp(-HEIGHT / eps)).subs(eps, HEIGHT / 10))


def _printed_prefactor() -> Bound:
    """(2π/|λ*|)√(|det at the ridge|/det at 0), Theorem 2.2 without the exponential."""
    gate, well = (RIDGE.hessian.subs({x: at, y: 0}) for at in (1, 0))
    rate = -min(gate.eigenvals())
    return closed_form(2 * sp.pi / rate * sp.sqrt(abs(gate.det()) / well.det()))


printed_time_over_a_ridge_is_that_of_its_determinant = Check(
    tests=(
        "E τ e^{−H/ε} from the centre over the ridge r = 1 of L' = r(1 − r²)(3 − r²) in the plane at"
        " H/ε = 10, enclosed, compared with 2π/|λ*| √(det/det), which is 0."
    ),
    measure=lambda: radial_escape_time(10 / HEIGHT) * closed_form(sp.exp(-sp.Integer(10))),
    predict=_printed_prefactor,
    compare=near("0.05"),
    wrong={"twice the law": lambda: _prefactor(2 * ridge_law())},
    right={"√(2πε/4)/3": lambda: _prefactor(ridge_law())},
)

escape_times_over_a_ridge_approach_the_law = Check(
    tests=(
        "Mean escape times from the centre over the ridge r = 1 of L' = r(1 − r²)(3 − r²) in the plane at"
        " H/ε = 10 … 80, enclosed, compared with √(2πε/4) e^{H/ε}/3."
    ),
    measure=_times,
    predict=lambda: _law(ridge_law()),
    compare=tends_to(2),
    wrong={
        "without √ε": lambda: _law(ridge_law() / sp.sqrt(eps)),
        "twice the law": lambda: _law(2 * ridge_law()),
        "a well on the line": lambda: _law(ridge_law(sp.sqrt(2 * sp.pi * eps / 3))),
        "½L'' for L'' at the ridge": lambda: _law(sp.sqrt(2) * ridge_law()),
    },
    of="corrected",
)
