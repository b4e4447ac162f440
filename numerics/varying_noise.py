"""Noise that depends on the place: what becomes of Theorem 2.2 on the line.

With β = β(w) the time is ∫ e^{φ} ∫ e^{−φ}/(ε₀β), φ' = L'/(ε₀β), ε₀ = γ/(2M). Laplace's method at the two ends
of the climb gives a barrier that collects the noise along the way, ∫ L'/β, and the factor √(β(w*)/β(w₁)); the
theorem prints H/β(w₁) and no factor.

## Main definitions
* `escape_times_with_noise`: exact times for a sequence of noise strengths.
* `law_with_noise`: the leading term.      * `printed_law_with_noise`: as Theorem 2.2 prints it.

## Main statements
* `printed_barrier_over_local_noise_holds`: refuted.
* `noise_is_collected_along_the_climb`, `noise_is_collected_along_a_lopsided_climb`: what is true instead.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import sympy as sp

from derivations.place import Place, critical_point_at, minimum_at
from derivations.potential import Potential
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from ledger.compare import tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.escape import mean_escape_time_with_noise
from numerics.quadrature import Exact
from numerics.transition_law import LOPSIDED, Curve

EPS0 = sp.Symbol("epsilon_0", positive=True)
"""γ/(2M): what the noise strength is without β."""

STRENGTHS = (Fraction(1, 20), Fraction(1, 80), Fraction(1, 320))


def escape_times_with_noise(
    potential: Potential,
    noise: sp.Expr,
    start: Exact,
    target: Exact,
    strengths: Sequence[Fraction] = STRENGTHS,
) -> Curve:
    """E τ from `start` to `target` at each ε₀, enclosed."""
    return tuple((e, mean_escape_time_with_noise(potential, noise, e, start, target)) for e in strengths)


def law_with_noise(potential: Potential, noise: sp.Expr, start: Place, gate: Place) -> sp.Expr:
    """The leading term in `EPS0` of E τ over `gate`: 2π √(β*/β₁)/√(L₁''|L*''|) exp(∫ L'/β /ε₀)."""
    (z,), well, top = potential.coords, minimum_at(potential, start), critical_point_at(potential, gate)
    climb = sp.integrate(sp.together(sp.diff(potential.expr, z) / noise), (z, well.at[0], top.at[0]))
    factor = sp.sqrt(noise.subs(z, top.at[0]) / noise.subs(z, well.at[0]))
    return _prefactor(potential, start, gate) * factor * sp.exp(sp.simplify(climb) / EPS0)


def printed_law_with_noise(potential: Potential, noise: sp.Expr, start: Place, gate: Place) -> sp.Expr:
    """Theorem 2.2 with β(w₁) in the exponent, as printed, and the absolute value of the determinant."""
    well, top = minimum_at(potential, start), critical_point_at(potential, gate)
    local = noise.subs(potential.coords[0], well.at[0])
    return _prefactor(potential, start, gate) * sp.exp((top.value - well.value) / (local * EPS0))


def _prefactor(potential: Potential, start: Place, gate: Place) -> sp.Expr:
    well, top = minimum_at(potential, start), critical_point_at(potential, gate)
    return 2 * sp.pi / sp.sqrt(well.determinant * abs(top.determinant))


def law_values(law: sp.Expr, strengths: Sequence[Fraction] = STRENGTHS) -> Curve:
    """A formula in `EPS0` at each ε₀."""
    return tuple((e, closed_form(law.subs(EPS0, sp.Rational(e)))) for e in strengths)


# --- Evidence ---------------------------------------------------------------------------------------

Case = tuple[Potential, sp.Expr, sp.Expr, sp.Expr]

QUIET_TOP: Case = (DOUBLE_WELL, (1 + w**2) / 2, sp.Integer(-1), sp.Integer(0))
"""Potential, β, start, gate: β falls from 1 at the start to 1/2 at the gate."""

LOUD_TOP: Case = (LOPSIDED, sp.exp(w), sp.Integer(-1), sp.Integer(0))
"""β rises from 1/e at the start to 1 at the gate."""


def _levels(case: Case) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """The barrier H, β at the start, β at the gate."""
    potential, noise, start, gate = case
    (z,) = potential.coords
    return potential.at((gate,)) - potential.at((start,)), noise.subs(z, start), noise.subs(z, gate)


def _wrong_laws(case: Case) -> dict[str, Callable[[], Curve]]:
    height, at_start, at_gate = _levels(case)
    factor = sp.sqrt(at_gate / at_start)
    laws = {
        "H/β(w₁), with the factor": lambda: printed_law_with_noise(*case) * factor,
        "H/β(w*)": lambda: _prefactor(case[0], case[2], case[3]) * sp.exp(height / at_gate / EPS0),
        "no factor": lambda: law_with_noise(*case) / factor,
        "factor √(β₁/β*)": lambda: law_with_noise(*case) / factor**2,
        "factor β*/β₁": lambda: law_with_noise(*case) * factor,
    }
    return {name: partial(_valued, law) for name, law in laws.items()}


def _valued(law: Callable[[], sp.Expr]) -> Curve:
    return law_values(law())


printed_barrier_over_local_noise_holds = Check(
    tests=(
        "Mean escape times in (w² − 1)²/4 with β = (1 + w²)/2 at ε₀ = 1/20, 1/80, 1/320, enclosed, compared"
        " with Theorem 2.2 as printed, with H/β(w₁) in the exponent."
    ),
    measure=lambda: escape_times_with_noise(*QUIET_TOP[:3], 1),
    predict=lambda: law_values(printed_law_with_noise(*QUIET_TOP)),
    compare=tends_to(3),
    right={"∫ L'/β in the exponent, times √(β*/β₁)": lambda: law_values(law_with_noise(*QUIET_TOP))},
)

noise_is_collected_along_the_climb = Check(
    tests=(
        "Mean escape times in (w² − 1)²/4 with β = (1 + w²)/2 at ε₀ = 1/20, 1/80, 1/320, enclosed, compared"
        " with the formula that has ∫ L'/β in the exponent and the factor √(β(w*)/β(w₁))."
    ),
    measure=lambda: escape_times_with_noise(*QUIET_TOP[:3], 1),
    predict=lambda: law_values(law_with_noise(*QUIET_TOP)),
    compare=tends_to(3),
    wrong=_wrong_laws(QUIET_TOP),
    of="corrected",
)

noise_is_collected_along_a_lopsided_climb = Check(
    tests=("The same in a lopsided double well with β = exp(w), growing towards the gate and no polynomial."),
    measure=lambda: escape_times_with_noise(*LOUD_TOP[:3], sp.Rational(3, 2)),
    predict=lambda: law_values(law_with_noise(*LOUD_TOP)),
    compare=tends_to(3),
    wrong=_wrong_laws(LOUD_TOP),
    of="corrected",
)
