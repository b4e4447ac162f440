"""A gate without curvature: where Theorem 2.2 prints an infinite time.

L = w⁶/6 − w⁴/4 has the minima ±1 (L'' = 2) and between them the gate 0 with L'' = 0, so λ* = 0. There
∫ e^{L/ε} is 2Γ(5/4)(4ε)^{1/4} e^{L(0)/ε} instead of a Gaussian integral: the prefactor grows like ε^{−1/4}.

## Main definitions
* `FLAT_GATE`: the potential.      * `quartic_gate_law`: the leading term.

## Main statements
* `printed_prefactor_does_not_depend_on_noise`: refuted at this gate.
* `escape_times_over_a_quartic_gate_approach_the_law`: what is true instead.

## References
* Berglund2010: gates that are not quadratic.
"""

from fractions import Fraction

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import eps, w
from ledger.bound import Bound, exact
from ledger.compare import agree, tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.escape import mean_escape_time
from numerics.transition_law import Curve

FLAT_GATE = Potential(w**6 / 6 - w**4 / 4, name="a flat gate")

QUARTIC_AT_GATE = 2 * sp.gamma(sp.Rational(5, 4)) * (4 * eps) ** sp.Rational(1, 4)
"""∫ e^{−z⁴/(4ε)} dz."""


def quartic_gate_law(gate: sp.Expr = QUARTIC_AT_GATE) -> sp.Expr:
    """The leading term in `eps` of E τ from −1 to 1: mass of the well times `gate`, over ε, times e^{H/ε}."""
    (z,) = FLAT_GATE.coords
    curvature = sp.diff(FLAT_GATE.expr, z, 2).subs(z, -1)
    barrier = FLAT_GATE.at((0,)) - FLAT_GATE.at((-1,))
    return sp.sqrt(2 * sp.pi * eps / curvature) * gate / eps * sp.exp(barrier / eps)


# --- Evidence ---------------------------------------------------------------------------------------

ROOTS = (10, 20, 40, 80)
"""1/√ε; the relative error of the law is of order √ε, from the next term of L at the gate."""


def _times() -> Curve:
    return tuple((Fraction(1, n), mean_escape_time(FLAT_GATE, n**2, -1, 1)) for n in ROOTS)


def _law(gate: sp.Expr = QUARTIC_AT_GATE) -> Curve:
    law = quartic_gate_law(gate)
    return tuple((Fraction(1, n), closed_form(law.subs(eps, sp.Rational(1, n**2)))) for n in ROOTS)


def _growth_of_prefactor() -> Bound:
    """E τ e^{−ηH} at η = 40 000 over that at η = 2500, H = 1/12."""
    cold, colder = 2500, 40_000
    scale = closed_form(sp.exp(-sp.Rational(colder - cold, 12)))
    return mean_escape_time(FLAT_GATE, colder, -1, 1) * scale / mean_escape_time(FLAT_GATE, cold, -1, 1)


printed_prefactor_does_not_depend_on_noise = Check(
    tests=(
        "The prefactor E τ e^{−H/ε} over the degenerate gate of w⁶/6 − w⁴/4 at ε = 1/40000 over that at"
        " 1/2500, enclosed, compared with 1: Theorem 2.2 prints a prefactor without ε (here 2π/λ* = ∞)."
    ),
    measure=_growth_of_prefactor,
    predict=lambda: exact(1),
    compare=agree("0.1"),
    wrong={"growth like ε^{−1/2}": lambda: exact(4)},
    right={"growth like ε^{−1/4}": lambda: exact(2)},
)

escape_times_over_a_quartic_gate_approach_the_law = Check(
    tests=(
        "Mean escape times over the degenerate gate of w⁶/6 − w⁴/4 at √ε = 1/10 … 1/80, enclosed, compared"
        " with √(πε)·2Γ(5/4)(4ε)^{1/4} e^{H/ε}/ε."
    ),
    measure=_times,
    predict=_law,
    compare=tends_to(2),
    wrong={
        "ε^{1/2} at the gate": lambda: _law(2 * sp.gamma(sp.Rational(5, 4)) * sp.sqrt(4 * eps)),
        "a quadratic gate, L'' = −1": lambda: _law(sp.sqrt(2 * sp.pi * eps)),
        "Γ(5/4) once": lambda: _law(QUARTIC_AT_GATE / 2),
        "w⁴ for w⁴/4": lambda: _law(2 * sp.gamma(sp.Rational(5, 4)) * eps ** sp.Rational(1, 4)),
    },
    of="corrected",
)
