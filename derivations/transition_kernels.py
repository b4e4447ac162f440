"""The first half of the derivation in Appendix B, on a process whose transition density is known.

The Ornstein–Uhlenbeck process dW = −λW dt + √(2D) dB, where every display can be computed on both sides.

## Main definitions
* `Kernel`: a Gaussian transition density; `Kernel.then` composes two by integrating over the place between.
* `transition`: the kernel of the process over a time.
* `moment_after`: E W(t + Δt)ⁿ when W(t) ~ N(m, s²).
* `mean_change`: ∫ p(Z) ∫ p(w, Δt | Z)(wⁿ − Zⁿ) dw dZ for that density p(Z) of Z = W(t).

## Main statements
* `transition_over_two_times_goes_through_the_place_between`: Chapman and Kolmogorov.
* `rate_of_a_mean_is_the_limit_of_its_quotients`, `change_of_a_mean_is_a_mean_of_changes`.
* `printed_integral_without_a_limit_in_its_coefficients`: refuted; `integral_with_the_limits_as_coefficients`.

## Notation
`TIME` is Δt, z the place before, D⁽ⁿ⁾ = lim E(ΔW)ⁿ/(n! Δt). The test functions are h = wⁿ, n = 1, …, 4: they
see all the moments that enter, and unlike a function with compact support they keep nothing away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.kramers_moyal import TIME, increment_moment
from derivations.mean_drift import MEAN, SPREAD, gaussian_mean
from derivations.symbols import lamda, w, z
from ledger.model import Check

D = sp.Symbol("D", positive=True)
BETWEEN = sp.Symbol("Z", real=True)
ORDERS = range(1, 5)
Row = dict[str, sp.Expr]


@dataclass(frozen=True)
class Kernel:
    """The density of N(`factor` · z, `variance`) in w, seen from z."""

    factor: sp.Expr
    variance: sp.Expr

    def exponent(self, end: sp.Expr, start: sp.Expr) -> sp.Expr:
        """−(end − factor · start)²/(2 variance)."""
        return -((end - self.factor * start) ** 2) / (2 * self.variance)

    @property
    def squared_height(self) -> sp.Expr:
        """The square of the density where it is largest, 1/(2π variance)."""
        return 1 / (2 * sp.pi * self.variance)

    def told(self) -> Row:
        """Exponent and squared height of the density from z to w."""
        return {"exponent": self.exponent(w, z), "squared height": self.squared_height}

    def then(self, later: "Kernel") -> Row:
        """Exponent and squared height of ∫ later(w | Z) self(Z | z) dZ.

        ∫ exp(−aZ² + bZ + c) dZ = √(π/a) exp(c + b²/(4a)).
        """
        joint = sp.Poly(sp.expand(later.exponent(w, BETWEEN) + self.exponent(BETWEEN, z)), BETWEEN)
        minus_a, b, c = joint.all_coeffs()
        height = self.squared_height * later.squared_height * sp.pi / -minus_a
        return {"exponent": c - b**2 / (4 * minus_a), "squared height": height}


def transition(time: sp.Expr) -> Kernel:
    """The kernel of the Ornstein–Uhlenbeck process over `time`."""
    factor = sp.exp(-lamda * time)
    return Kernel(factor, D / lamda * (1 - factor**2))


def moment_after(n: int, mean: sp.Expr = MEAN, spread: sp.Expr = SPREAD) -> sp.Expr:
    """E W(t + Δt)ⁿ for W(t) ~ N(`mean`, `spread`²): N(factor · mean, factor² · spread² + variance)."""
    step = transition(TIME)
    after = gaussian_mean(w**n).subs(SPREAD, sp.sqrt(step.factor**2 * SPREAD**2 + step.variance))
    return sp.expand(after.subs({MEAN: step.factor * mean, SPREAD: spread}, simultaneous=True))


def mean_change(n: int, mass: sp.Expr = sp.S.One) -> sp.Expr:
    """∫ p(Z) ∫ p(w, Δt | Z)(wⁿ − Zⁿ) dw dZ, the inner integral first; the kernel times `mass`."""
    after = z**n + sum(sp.binomial(n, k) * z ** (n - k) * increment_moment(k, D) for k in range(1, n + 1))
    return sp.expand(gaussian_mean(sp.expand(mass * after - z**n).subs(z, w)))


# --- Evidence ---

FIRST, SECOND = sp.symbols("t_1 t_2", positive=True)

transition_over_two_times_goes_through_the_place_between = Check(
    tests=r"$\int p(w,t_2|Z)\,p(Z,t_1|z)\,dZ$ for the Ornstein–Uhlenbeck process, by completing the square, "
    r"against its transition density over the time $t_1+t_2$: exponent and height.",
    measure=lambda: transition(FIRST).then(transition(SECOND)),
    predict=lambda: transition(FIRST + SECOND).told(),
    compare=equal(),
    wrong={
        "over t₁ alone": lambda: transition(FIRST).told(),
        "variances added, the first not contracted": lambda: Kernel(
            transition(FIRST + SECOND).factor, transition(FIRST).variance + transition(SECOND).variance
        ).told(),
        "times out of order, t₂ − t₁": lambda: transition(SECOND - FIRST).told(),
    },
)


def rows(value: Callable[[int], sp.Expr]) -> Row:
    """`value`(n) for n = 1, …, 4."""
    return {f"h = w^{n}": value(n) for n in ORDERS}


def limit_of_quotients(n: int) -> sp.Expr:
    """The limit of (E W(t + Δt)ⁿ − E W(t)ⁿ)/Δt for W(t) ~ N(m, s²)."""
    change = moment_after(n) - gaussian_mean(w**n)
    # It vanishes at Δt = 0, so the limit of its quotient by Δt is its derivative there.
    return sp.expand(sp.diff(change, TIME).subs(TIME, 0))


@lru_cache(maxsize=1)
def log_density_rate() -> sp.Expr:
    """∂_t log p(w, t), a polynomial in w: p is N(m, s²) at time t, and goes on by `transition`."""
    step = transition(TIME)
    mean, square = step.factor * MEAN, step.factor**2 * SPREAD**2 + step.variance
    log_density = -((w - mean) ** 2) / (2 * square) - sp.log(square) / 2
    return sp.expand(sp.diff(log_density, TIME).subs(TIME, 0))


def mean_of_the_rate(n: int, factor: sp.Expr = sp.S.One) -> sp.Expr:
    """`factor` · ∫ wⁿ ∂_t p dw, with ∂_t p = p ∂_t log p."""
    return sp.expand(factor * gaussian_mean(sp.expand(w**n * log_density_rate())))


rate_of_a_mean_is_the_limit_of_its_quotients = Check(
    tests=r"$\lim_{\Delta t\to0}\frac1{\Delta t}(\mathbb E h(W(t+\Delta t))-\mathbb E h(W(t)))$ for the "
    r"Ornstein–Uhlenbeck process with any Gaussian $W(t)$ and $h=w,\dots,w^4$, against $\int "
    r"h\,\partial_tp\,dw$ with the derivative of the density.",
    measure=lambda: rows(limit_of_quotients),
    predict=lambda: rows(mean_of_the_rate),
    compare=equal(),
    wrong={
        "without 1/Δt": lambda: rows(lambda n: sp.S.Zero),
        "from Δt on both sides, 1/(2Δt)": lambda: rows(lambda n: mean_of_the_rate(n, sp.S.Half)),
        "h = w for all": lambda: rows(lambda n: mean_of_the_rate(1)),
    },
)

change_of_a_mean_is_a_mean_of_changes = Check(
    tests=r"$\int h(w)\int p(w,\Delta t|Z)p(Z,t)\,dZ\,dw-\int h(w)p(w,t)\,dw$ at any $\Delta t$, from "
    r"the density of $W(t+\Delta t)$, for the Ornstein–Uhlenbeck process, any Gaussian $p(\cdot,t)$ and "
    r"$h=w,\dots,w^4$, against $\int p(Z,t)\int p(w,\Delta t|Z)(h(w)-h(Z))\,dw\,dZ$, the inner integral "
    "first.",
    measure=lambda: rows(lambda n: moment_after(n) - gaussian_mean(w**n)),
    predict=lambda: rows(mean_change),
    compare=equal(),
    wrong={
        "a kernel of mass 1/2": lambda: rows(lambda n: mean_change(n, sp.S.Half)),
        "h(w) for h(Z): nothing changes": lambda: rows(lambda n: sp.S.Zero),
    },
)


def integral_with(coefficient: Callable[[int], sp.Expr]) -> Row:
    """∫ p(Z) Σ_{k≤4} coefficient(k)(Z) h⁽ᵏ⁾(Z) dZ for p = N(m, s²) and h = wⁿ."""

    def value(n: int) -> sp.Expr:
        terms = sum(coefficient(k) * sp.diff(z**n, z, k) for k in ORDERS)
        return sp.expand(gaussian_mean(sp.expand(terms).subs(z, w)))

    return rows(value)


def with_limits(first: sp.Expr = -lamda * z, second: sp.Expr = D, third: sp.Expr = sp.S.Zero) -> Row:
    """`integral_with` the limits of the coefficients."""
    limits = {1: first, 2: second, 3: third}
    return integral_with(lambda k: limits.get(k, sp.S.Zero))


def without_a_limit(k: int) -> sp.Expr:
    """E(ΔW)ᵏ/(k! Δt) at Δt."""
    return increment_moment(k, D) / (sp.factorial(k) * TIME)


printed_integral_without_a_limit_in_its_coefficients = Check(
    tests=r"$I=\int h\,\partial_tp\,dw$ for the Ornstein–Uhlenbeck process, any Gaussian $p$ and "
    r"$h=w,\dots,w^4$, from the density, against $\int p\sum_nD^{(n)}h^{(n)}dZ$ with $D^{(n)}$ as "
    r"printed, at a finite $\Delta t$.",
    measure=lambda: rows(mean_of_the_rate),
    predict=lambda: integral_with(without_a_limit),
    compare=equal(),
    wrong={"Δt D⁽ⁿ⁾": lambda: integral_with(lambda k: TIME * without_a_limit(k))},
    right={"D⁽ⁿ⁾ in the limit": with_limits},
)

integral_with_the_limits_as_coefficients = Check(
    tests=r"$I=\int h\,\partial_tp\,dw$ for the Ornstein–Uhlenbeck process, any Gaussian $p$ and "
    r"$h=w,\dots,w^4$, from the density, against $\int p\,(D^{(1)}h'+D^{(2)}h'')\,dZ$ with the limits "
    r"$D^{(1)}=-\lambda Z$, $D^{(2)}=D$.",
    measure=lambda: rows(mean_of_the_rate),
    predict=with_limits,
    compare=equal(),
    wrong={
        "at a finite Δt": lambda: integral_with(without_a_limit),
        "a third coefficient −Dλz": lambda: with_limits(third=-D * lamda * z),
        "D⁽²⁾ = 2D": lambda: with_limits(second=2 * D),
        "D⁽¹⁾ alone": lambda: with_limits(second=sp.S.Zero),
    },
    of="corrected",
)
