"""Appendix E's bound of term I, met by a loss that is shifted by a constant.

L → L + c leaves p∞, p and I alone, but multiplies the constant of (A.3), and with it the printed bound, by
e^{−c}.

## Main definitions
* `first_term`: ∫ (h/√p∞) ∇·(p∞∇L) for two centred Gaussians.
* `printed_bound`: ½ max{1, η∞} M (‖h‖² + ∫ p∞^{1/3}).    * `drift_bound`: √(G D), which is right.
"""

from functools import lru_cache

import sympy as sp

from derivations.calculus import divergence
from derivations.conserved_mass import normal_density
from derivations.potential import Potential
from derivations.square_confinement import largest_curvature
from derivations.symbols import w
from derivations.zoo import QUADRATIC
from ledger.bound import Bound
from ledger.compare import at_most
from ledger.model import Check
from numerics.bounds import closed_form

SHIFT = 5
SHIFTED = Potential(QUADRATIC.expr + SHIFT, name="quadratic, shifted")
STATIONARY = normal_density(1)
"""p∞ at η∞ = 1, with and without the shift."""

START = normal_density(sp.S.Half)


def over_line(f: sp.Expr) -> sp.Expr:
    """∫ f dw, term by term."""
    terms = sp.Add.make_args(sp.expand(f))
    return sp.simplify(sum(sp.integrate(sp.powsimp(a), (w, -sp.oo, sp.oo)) for a in terms))


@lru_cache
def first_term() -> sp.Expr:
    """I without δ̂/η: ∫ (p/p∞ − 1) ∇·(p∞∇L)."""
    drift = divergence(STATIONARY * SHIFTED.gradient, SHIFTED.coords)
    return over_line(sp.simplify(START / STATIONARY) * drift) - over_line(drift)


@lru_cache
def square_distance() -> sp.Expr:
    """‖h‖² = ∫ p²/p∞ − 1."""
    return over_line(sp.simplify(START**2 / STATIONARY)) - 1


def printed_bound(constant: sp.Expr) -> sp.Expr:
    """½ M (‖h‖² + ∫ p∞^{1/3}) with M = `constant`, η∞ = 1."""
    return (
        constant
        / 2
        * (square_distance() + over_line(sp.powsimp(STATIONARY ** sp.Rational(1, 3), force=True)))
    )


def drift_bound() -> sp.Expr:
    """√(G D), G = ∫ p∞‖∇L‖², D = ∫ p∞‖∇(p/p∞)‖²."""
    slope = sp.diff(sp.simplify(START / STATIONARY), w)
    G = over_line(STATIONARY * SHIFTED.gradient[0] ** 2)
    return sp.sqrt(G * over_line(sp.simplify(STATIONARY * slope**2)))


# --- Evidence ---


def _bound(constant: sp.Expr) -> Bound:
    return closed_form(printed_bound(constant))


printed_first_term_bound_holds_for_a_shifted_loss = Check(
    tests=r"$I$ without its prefactor for $L=\frac12w^2+5$, $\eta_\infty=1$, $p=N(0,\frac12)$, with "
    r"$\frac12\max\{1,\eta_\infty\}M(\|h\|^2+\int p_\infty^{1/3})$, $M=e^{-5}$ being the least that (A.3) "
    "allows.",
    measure=lambda: closed_form(first_term()),
    predict=lambda: _bound(largest_curvature(SHIFTED)),
    compare=at_most(),
    wrong={
        "M = 0": lambda: _bound(sp.S.Zero),
        "forty times M": lambda: _bound(40 * largest_curvature(SHIFTED)),
    },
    right={"√(GD)": lambda: closed_form(drift_bound()), "M = 1": lambda: _bound(sp.S.One)},
)
