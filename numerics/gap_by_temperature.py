"""How the gap of the diffusion depends on η: slower or faster with a larger γ/M, according to the loss.

The gap is the rate at which √y falls at constant η (Theorem 2.4, corrected). A larger γ/M is a smaller η.

## Main definitions
* `SUBQUADRATIC`: (1 + w²)^{3/4}, which obeys (A.1) to (A.3).
* `best_constant`: C_P(η), enclosed.
* `escape_rates`: the sum of the two Eyring–Kramers rates of the double well, 2·(√2/2π)e^{−η/4}.

## Main statements
* `gap_falls_with_eta` fails: for `SUBQUADRATIC` it grows from 0.59 to 1.43 as η goes from 1/10 to 10.
* `gap_of_the_double_well_is_the_escape_rate`: where a barrier rules, it falls like e^{−ηH}.
* `gap_of_two_wells_is_the_sum_of_the_escape_rates`: of the exact ones, up to an exponentially small part.
* `gap_of_the_quartic_falls_like_the_root_of_eta`, `constant_of_the_quadratic_is_eta`.
* `constant_of_the_first_measure_serves_at_eta_6` fails: the C_P of (2.6) is not that of p∞.
"""

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from ledger.bound import Bound, exact
from ledger.compare import agree, at_least, ordered, tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.enclosed_gap import enclosed_gap
from numerics.line.escape import mean_escape_time

SUBQUADRATIC = Potential((1 + w**2) ** sp.Rational(3, 4), name="(1 + w²)^{3/4}")
QUARTIC = Potential(w**4 / 4, name="quartic")
STEEP_WELL = Potential((w**2 - 1) ** 2, name="double well with a barrier of 1")

TILTED = Potential((w**2 - 1) ** 2 / 4 + w / 100, name="tilted double well")

HOT_TO_COLD = ("1/10", "1", "10")
COLD = tuple(Fraction(1, e) for e in (20, 50, 100))

COLDER = tuple(Fraction(1, e) for e in (50, 75, 100))

Curve = tuple[tuple[Fraction, Bound], ...]


def escape_rates(loss: Potential, inverse_temperature: Fraction) -> sp.Expr:
    """1/E[τ₋₁→₁] + 1/E[τ₁→₋₁] by the Eyring–Kramers formula, for a double well with minima ±1."""
    times = [eyring_kramers(loss, *way) for way in ((-1, 1), (1, -1))]
    return sum((1 / time for time in times), sp.S.Zero).subs(eta, sp.Rational(inverse_temperature))


def exact_rates(loss: Potential, inverse_temperature: Fraction) -> tuple[Bound, Bound]:
    """1/E τ between the outermost minima, from the left one and from the right one."""
    left, right = (loss.minima[end].at[0] for end in (0, -1))
    times = [mean_escape_time(loss, inverse_temperature, *way) for way in ((left, right), (right, left))]
    return exact(1) / times[0], exact(1) / times[1]


def best_constant(loss: Potential, inverse_temperature: str | int) -> Bound:
    """C_P(η), the best constant of (2.6) for p ∝ e^{−ηL}: η times the gap."""
    return exact(Fraction(inverse_temperature)) * enclosed_gap(loss, inverse_temperature)


# --- Evidence ---


def _subquadratic_gaps() -> dict[str, Bound]:
    return {f"η = {e}": enclosed_gap(SUBQUADRATIC, e) for e in HOT_TO_COLD}


def _names(etas: tuple[str, ...]) -> list[str]:
    return [f"η = {e}" for e in etas]


def _gaps_of_the_double_well() -> Curve:
    return tuple((e, enclosed_gap(DOUBLE_WELL, 1 / e)) for e in COLD)


def _rates(factor: sp.Expr, power: int = 1) -> Curve:
    """factor·(e^{−η/4})^{power − 1} times the escape rates."""
    rates = {e: factor * escape_rates(DOUBLE_WELL, 1 / e) for e in COLD}
    return tuple((e, closed_form(rate * sp.exp(-(power - 1) / (4 * e)))) for e, rate in rates.items())


def _gaps_of_the_tilted_well() -> Curve:
    return tuple((e, enclosed_gap(TILTED, 1 / e)) for e in COLDER)


def _combined(rule: Callable[[Bound, Bound], Bound]) -> Curve:
    return tuple((e, rule(*exact_rates(TILTED, 1 / e))) for e in COLDER)


def _scaled(power: str) -> Bound:
    """100^power times the gap of the quartic at η = 1/10."""
    factor = closed_form(sp.Integer(100) ** sp.Rational(power))
    return factor * enclosed_gap(QUARTIC, "1/10")


gap_falls_with_eta = Check(
    tests=r"The gap of the diffusion on $L=(1+w^2)^{3/4}$ at $\eta=\frac1{10},1,10$, against the order that"
    r" it is larger where $\gamma/M$ is larger, that is, where $\eta$ is smaller.",
    measure=_subquadratic_gaps,
    predict=lambda: _names(HOT_TO_COLD),
    compare=ordered(),
    wrong={"largest in the middle": lambda: _names(("1", "10", "1/10"))},
    right={"larger where η is larger": lambda: _names(HOT_TO_COLD[::-1])},
)

gap_of_the_double_well_is_the_escape_rate = Check(
    tests=r"The gap of the diffusion on $L=(w^2-1)^2/4$ at $1/\eta=\frac1{20},\frac1{50},\frac1{100}$, down"
    r" to $6\cdot10^{-12}$, against the sum of the two Eyring–Kramers escape rates.",
    measure=_gaps_of_the_double_well,
    predict=lambda: _rates(sp.S.One),
    compare=tends_to(2),
    wrong={
        "one of the two rates": lambda: _rates(sp.S.Half),
        "twice the barrier": lambda: _rates(sp.S.One, power=2),
        "no barrier": lambda: _rates(sp.S.One, power=0),
    },
    of="corrected",
)

gap_of_two_wells_is_the_sum_of_the_escape_rates = Check(
    tests=r"The gap of the diffusion on $L=(w^2-1)^2/4+w/100$ at $1/\eta=\frac1{50},\frac1{75},\frac1{100}$,"
    r" with $1/E\tau_{12}+1/E\tau_{21}$, the mean escape times from minimum to minimum enclosed.",
    measure=_gaps_of_the_tilted_well,
    predict=lambda: _combined(lambda there, back: there + back),
    compare=tends_to(1, order=2),
    wrong={
        "1/Eτ₁₂ alone": lambda: _combined(lambda there, back: there),
        "1/Eτ₂₁ alone": lambda: _combined(lambda there, back: back),
        "1/(Eτ₁₂ + Eτ₂₁)": lambda: _combined(lambda there, back: there * back / (there + back)),
        "half the sum": lambda: _combined(lambda there, back: (there + back) / exact(2)),
    },
    of="corrected",
)

gap_of_the_quartic_falls_like_the_root_of_eta = Check(
    tests=r"The gap of the diffusion on $L=w^4/4$ at $\eta=10$, against $100^{-1/2}$ times the one at"
    r" $\eta=\frac1{10}$.",
    measure=lambda: enclosed_gap(QUARTIC, 10),
    predict=lambda: _scaled("-1/2"),
    compare=agree("1/1000000"),
    wrong={"1/η, as if C_P did not depend on η": lambda: _scaled("-1"), "no change": lambda: _scaled("0")},
    of="corrected",
)

constant_of_the_first_measure_serves_at_eta_6 = Check(
    tests=r"The best constant $C_P(6)$ of (2.6) for $p_\infty\propto e^{-6L}$, $L=(w^2-1)^2$, with the one"
    r" for $e^{-L}$, as (2.6) defines it.",
    measure=lambda: best_constant(STEEP_WELL, 6),
    predict=lambda: best_constant(STEEP_WELL, 1),
    compare=at_least(),
    wrong={"6 C_P(1)": lambda: exact(6) * best_constant(STEEP_WELL, 1)},
    right={r"6e^{−6}": lambda: closed_form(6 * sp.exp(-6))},
)

constant_of_the_quadratic_is_eta = Check(
    tests=r"The best constant of (2.6) for $p_\infty\propto e^{-\eta w^2/2}$ at $\eta=\frac14$, against"
    r" $C_P(\eta)=\eta$.",
    measure=lambda: best_constant(QUADRATIC, "1/4"),
    predict=lambda: exact(Fraction(1, 4)),
    compare=agree("1/1000000"),
    wrong={"C_P(1) = 1": lambda: exact(1), "1/η": lambda: exact(4), "η²": lambda: exact(Fraction(1, 16))},
    of="corrected",
)
