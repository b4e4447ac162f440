"""The limit η∞ of 2M(t)/(γ(t)β) for schedules of batch size and learning rate (Lemma 2.3, (E.7)).

## Main definitions
* `Schedule`: γ(t) and M(t).      * `limiting_eta`: lim 2M(t)/(γ(t)β).
* `printed_eta`: 2 lim M(t)/(lim γ(t) β).
* `settling_time`: when |η(t) − η∞| has fallen to a given width.

## Main statements
* A learning rate that falls to 0, or a batch that grows, alone, gives η∞ = ∞ and no stationary density.
* Only γ/M needs a limit; γ and M need none.
"""

from dataclasses import dataclass

import sympy as sp

from derivations.gibbs import gibbs_density
from derivations.gibbs_mass import line_mass
from derivations.identity import equal
from derivations.symbols import beta, eta, kappa, t, w
from derivations.zoo import QUADRATIC
from ledger.compare import identical
from ledger.model import Check


@dataclass(frozen=True)
class Schedule:
    """Learning rate and batch size as functions of `t`."""

    name: str
    rate: sp.Expr
    batch: sp.Expr


def limiting_eta(schedule: Schedule) -> sp.Expr:
    """The limit of 2M(t)/(γ(t)β) as t → ∞; may be oo or 0."""
    return sp.limit(2 * schedule.batch / (schedule.rate * beta), t, sp.oo)


def printed_eta(schedule: Schedule) -> sp.Expr:
    """2M/(γβ) with M = lim M(t) and γ = lim γ(t), as Lemma 2.3 prints it."""
    batch, rate = (sp.limit(f, t, sp.oo) for f in (schedule.batch, schedule.rate))
    return 2 * batch / (rate * beta)


def width_of_the_gibbs_density(stiffness: sp.Expr | int = 1) -> sp.Expr:
    """The variance of the normalised κ e^{−ηL} for L = stiffness·w²/2, as a function of η."""
    weight = gibbs_density(QUADRATIC, eta * stiffness) / kappa
    return sp.simplify(line_mass(w**2 * weight) / line_mass(weight))


def settling_time(excess: sp.Expr, width: sp.Expr) -> sp.Expr:
    """The T at which |η(T) − η∞| = `excess`, falling in t, has become `width`.

    Raises:
        ValueError: if the excess does not tend to 0 or there is not exactly one such time.
    """
    if sp.limit(excess, t, sp.oo) != 0:
        raise ValueError(f"excess={excess}: η(t) − η∞ has to tend to 0")
    later = sp.Symbol("T", real=True)
    times = sp.solve(excess.subs(t, later) - width, later)
    if len(times) != 1:
        raise ValueError(f"excess={excess}: it takes the value {width} {len(times)} times, once is wanted")
    return times[0]


# --- Evidence ---

g, m, width = sp.symbols("gamma_1 M_1 delta", positive=True)
LIMIT = 2 * m / (g * beta)
SCHEDULES = (
    Schedule("both settle", g * (1 + 1 / (1 + t)), m * (1 - 1 / (2 + t))),
    Schedule("learning rate falls to 0", g / (1 + t), m),
    Schedule("batch grows", g, m * (1 + t)),
    Schedule("both grow alike", g * (1 + t), m * (2 + t)),
)


def _usable(etas: dict[str, sp.Expr]) -> sp.Set:
    """The schedules whose η∞ lies in (0, ∞)."""
    return sp.FiniteSet(*(sp.Symbol(name) for name, e in etas.items() if e.is_finite and e.is_positive))


def _schedules(*numbers: int) -> sp.Set:
    return sp.FiniteSet(*(sp.Symbol(SCHEDULES[i].name) for i in numbers))


def _etas(*values: sp.Expr) -> dict[str, sp.Expr]:
    return {schedule.name: value for schedule, value in zip(SCHEDULES, values, strict=True)}


printed_limits_give_a_density_for_every_schedule = Check(
    tests=r"The schedules for which $\eta_\infty=\lim2M(t)/(\gamma(t)\beta)$ lies in $(0,\infty)$, of "
    r"four in which $\gamma(t)$ and $M(t)$ settle, $\gamma(t)\to0$, $M(t)\to\infty$, or both grow alike, "
    "against the first three, in which both have limits, finite or not.",
    measure=lambda: _usable({a.name: limiting_eta(a) for a in SCHEDULES}),
    predict=lambda: _schedules(0, 1, 2),
    compare=identical(),
    wrong={"the first only": lambda: _schedules(0), "all": lambda: _schedules(0, 1, 2, 3)},
    right={"the first and the last": lambda: _schedules(0, 3)},
)

ratio_alone_needs_a_limit = Check(
    tests=r"$\lim2M(t)/(\gamma(t)\beta)$ for the same schedules, against $\frac{2M_1}{\gamma_1\beta}$ where "
    r"$M(t)/\gamma(t)\to M_1/\gamma_1$ and $\infty$ where $\gamma(t)/M(t)\to0$.",
    measure=lambda: {a.name: limiting_eta(a) for a in SCHEDULES},
    predict=lambda: _etas(LIMIT, sp.oo, sp.oo, LIMIT),
    compare=equal(),
    wrong={
        "2M₁/(γ₁β) for all": lambda: _etas(LIMIT, LIMIT, LIMIT, LIMIT),
        "half of it": lambda: _etas(LIMIT / 2, sp.oo, sp.oo, LIMIT / 2),
        "no limit if both grow": lambda: _etas(LIMIT, sp.oo, sp.oo, sp.oo),
    },
    of="corrected",
)

density_collapses_as_eta_grows = Check(
    tests=r"The variance of $\kappa e^{-\eta w^2/2}$, which shows whether a density is left as "
    r"$\eta\to\infty$, against $1/\eta$.",
    measure=width_of_the_gibbs_density,
    predict=lambda: 1 / eta,
    compare=equal(),
    wrong={"1": lambda: sp.Integer(1), "1/η²": lambda: 1 / eta**2, "1/(2η)": lambda: 1 / (2 * eta)},
    of="corrected",
)

settling_eta_stays_close_from_some_time_on = Check(
    tests=r"The time from which on $|\eta(t)-\eta_\infty|\le\delta$ for "
    r"$\eta(t)=\eta_\infty\pm\frac{M_1}{1+t}$ and $\eta_\infty\pm M_1e^{-t}$, any $\delta>0$, against "
    r"$\frac{M_1}\delta-1$ and $\log\frac{M_1}\delta$.",
    measure=lambda: (settling_time(m / (1 + t), width), settling_time(m * sp.exp(-t), width)),
    predict=lambda: (m / width - 1, sp.log(m / width)),
    compare=equal(),
    wrong={
        "never": lambda: (sp.oo, sp.oo),
        "δ/M₁ − 1 and log δ/M₁": lambda: (width / m - 1, sp.log(width / m)),
        "M₁/δ and log M₁/δ": lambda: (m / width, sp.log(m / width)),
    },
)
