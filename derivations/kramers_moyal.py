"""The Kramers–Moyal expansion of Appendix B: its signs, and its coefficients.

## Main definitions
* `expansion_term`: the n-th term of ∂_t p, by integration by parts.
* `increment_moment`: E(W(Δt) − z)ⁿ of the Ornstein–Uhlenbeck process, exact for every Δt.
* `coefficient_of_generator`: D⁽ⁿ⁾(z) of any one-dimensional `Diffusion`, from its generator.
* `coefficient_of_ornstein_uhlenbeck`: the same by the limit Δt → 0 of exact moments.

## Main statements
* `printed_expansion_has_a_minus_in_every_term`: refuted; the sign is (−1)ⁿ.
* `printed_first_coefficient_is_minus_the_loss`, `printed_second_coefficient_is_negative`: refuted.

## Notation
`z` is the starting point, `Δt` the symbol `TIME`, D⁽ⁿ⁾ = lim E(ΔW)ⁿ/(n! Δt), r = γ/M.
"""

from collections.abc import Callable

import sympy as sp

from derivations.calculus import formal_adjoint
from derivations.fokker_planck import diffusion_coefficient, isotropic_sgd_diffusion
from derivations.identity import equal
from derivations.sde import GAUSSIAN, Diffusion, mean_over_noise
from derivations.symbols import M, beta, gamma, lamda, w, z
from ledger.model import Check

TIME = sp.Symbol(r"{\Delta t}", positive=True)
XI = sp.Symbol("xi", real=True)


def expansion_term(n: int, D: sp.Expr, p: sp.Expr) -> sp.Expr:
    """The term of ∂_t p that D⁽ⁿ⁾ = `D`, a function of w, contributes: ∫ h · term = ∫ p D h⁽ⁿ⁾ for all h.

    Raises:
        ValueError: if `n` is not positive.
    """
    if n < 1:
        raise ValueError(f"n={n}: the expansion starts at n = 1")
    return formal_adjoint(lambda h: D * sp.diff(h, w, n), p, (w,)).doit()


def increment_moment(n: int, D: sp.Expr) -> sp.Expr:
    """E(W(Δt) − z)ⁿ for dW = −λW dt + √(2D) dB, W(0) = z, from its Gaussian transition density; n ≤ 6.

    Raises:
        ValueError: if `n` is not in 1, …, 6.
    """
    if not 1 <= n < len(GAUSSIAN):
        raise ValueError(f"n={n}: moments 1, …, {len(GAUSSIAN) - 1} of the Gaussian are known here")
    shift = z * (sp.exp(-lamda * TIME) - 1)
    spread = sp.sqrt(D * (1 - sp.exp(-2 * lamda * TIME)) / lamda)
    return mean_over_noise((shift + spread * XI) ** n, (XI,), GAUSSIAN)


def coefficient_of_ornstein_uhlenbeck(n: int, D: sp.Expr) -> sp.Expr:
    """D⁽ⁿ⁾(z) = lim E(ΔW)ⁿ/(n! Δt) for L = λw²/2 and constant `D`."""
    return sp.expand(sp.limit(sp.expand(increment_moment(n, D) / TIME), TIME, 0) / sp.factorial(n))


def coefficient_of_generator(n: int, diffusion: Diffusion) -> sp.Expr:
    """D⁽ⁿ⁾(w) = A (w − z)ⁿ/n! at z = w: the derivative at Δt = 0 of E(ΔW)ⁿ/n!, any one-dimensional SDE.

    Raises:
        ValueError: if `diffusion` has more than one coordinate.
    """
    if len(diffusion.coords) != 1:
        raise ValueError(f"diffusion has {len(diffusion.coords)} coordinates, not 1")
    (coord,) = diffusion.coords
    return sp.expand(diffusion.generator((coord - z) ** n).subs(z, coord) / sp.factorial(n))


# --- Evidence ---

ORDERS = range(1, 5)
DENSITY = sp.Function("p", positive=True)(w)
COEFFICIENT = sp.Function("D", real=True)(w)
LOSS = sp.Function("L", real=True)
GENERIC = isotropic_sgd_diffusion(LOSS(w), beta, (w,))
Terms = dict[str, sp.Expr]


def terms_with_sign(sign: Callable[[int], int]) -> Terms:
    """sign(n) ∂ⁿ[D⁽ⁿ⁾ p] for n = 1, …, 4, with one generic D for all of them."""
    return {f"n = {n}": sign(n) * sp.diff(COEFFICIENT * DENSITY, w, n) for n in ORDERS}


def derived_terms() -> Terms:
    """The terms as integration by parts gives them."""
    return {f"n = {n}": expansion_term(n, COEFFICIENT, DENSITY) for n in ORDERS}


WRONG_SIGNS: dict[str, Callable[[], Terms]] = {
    "+ in every term": lambda: terms_with_sign(lambda n: 1),
    "−(−1)ⁿ": lambda: terms_with_sign(lambda n: -((-1) ** n)),
    "D outside of the derivative": lambda: {
        f"n = {n}": (-1) ** n * COEFFICIENT * sp.diff(DENSITY, w, n) for n in ORDERS
    },
}

printed_expansion_has_a_minus_in_every_term = Check(
    tests=r"What $\int p\,D^{(n)} h^{(n)}$ contributes to $\partial_t p$ after integrating by parts "
    r"$n$ times, for $n = 1, \dots, 4$ and generic $D^{(n)}$, $p$, $h$, against the printed "
    r"$-\partial^n[D^{(n)} p]$.",
    measure=derived_terms,
    predict=lambda: terms_with_sign(lambda n: -1),
    compare=equal(),
    wrong=WRONG_SIGNS,
    right={"(−1)ⁿ": lambda: terms_with_sign(lambda n: (-1) ** n)},
)

expansion_alternates_in_sign = Check(
    tests=r"What $\int p\,D^{(n)} h^{(n)}$ contributes to $\partial_t p$ after integrating by parts "
    r"$n$ times, $n = 1, \dots, 4$, against $(-1)^n\partial^n[D^{(n)} p]$.",
    measure=derived_terms,
    predict=lambda: terms_with_sign(lambda n: (-1) ** n),
    compare=equal(),
    wrong={"− in every term": lambda: terms_with_sign(lambda n: -1), **WRONG_SIGNS},
    of="corrected",
)


def measured_coefficient(n: int) -> dict[str, sp.Expr]:
    """D⁽ⁿ⁾ of (2.3) with constant β, two ways: generic L by the generator, L = λw²/2 by exact moments."""
    constant = diffusion_coefficient(beta)
    return {
        "generic L": coefficient_of_generator(n, GENERIC),
        "L = λw²/2": coefficient_of_ornstein_uhlenbeck(n, constant).subs(z, w),
    }


def first_coefficient(of_loss: Callable[[sp.Expr], sp.Expr]) -> dict[str, sp.Expr]:
    """A formula for D⁽¹⁾, for the two losses of `measured_coefficient`."""
    return {"generic L": of_loss(LOSS(w)), "L = λw²/2": of_loss(lamda * w**2 / 2)}


printed_first_coefficient_is_minus_the_loss = Check(
    tests=r"$D^{(1)}(w) = \lim \mathbb{E}[\Delta W]/\Delta t$ of (2.3), for generic $L$ from the "
    r"generator and for $L = \lambda w^2/2$ from the exact transition density, against the "
    "printed $-L(w)$.",
    measure=lambda: measured_coefficient(1),
    predict=lambda: first_coefficient(lambda L: -L),
    compare=equal(),
    wrong={"+L′": lambda: first_coefficient(lambda L: sp.diff(L, w))},
    right={"−L′": lambda: first_coefficient(lambda L: -sp.diff(L, w))},
)

first_coefficient_is_minus_the_gradient = Check(
    tests=r"$D^{(1)}(w) = \lim \mathbb{E}[\Delta W]/\Delta t$ of (2.3), from the generator and from "
    "the exact transition density, against $-L'(w)$.",
    measure=lambda: measured_coefficient(1),
    predict=lambda: first_coefficient(lambda L: -sp.diff(L, w)),
    compare=equal(),
    wrong={
        "−L": lambda: first_coefficient(lambda L: -L),
        "+L′": lambda: first_coefficient(lambda L: sp.diff(L, w)),
    },
    of="corrected",
)


def both(value: sp.Expr) -> dict[str, sp.Expr]:
    """One formula for both losses of `measured_coefficient`."""
    return {"generic L": value, "L = λw²/2": value}


printed_second_coefficient_is_negative = Check(
    tests=r"$D^{(2)}(w) = \frac12\lim \mathbb{E}[(\Delta W)^2]/\Delta t$ of (2.3), in the same two "
    r"ways, against the printed $-\gamma\beta/(2M)$.",
    measure=lambda: measured_coefficient(2),
    predict=lambda: both(-diffusion_coefficient(beta)),
    compare=equal(),
    wrong={"γβ/M": lambda: both(gamma * beta / M), "γ²β/(2M)": lambda: both(gamma**2 * beta / (2 * M))},
    right={"+γβ/(2M)": lambda: both(diffusion_coefficient(beta))},
)

second_coefficient_is_half_the_variance_per_time = Check(
    tests=r"$D^{(2)}(w) = \frac12\lim \mathbb{E}[(\Delta W)^2]/\Delta t$ of (2.3), from the "
    r"generator and from the exact transition density, against $+\gamma\beta/(2M)$.",
    measure=lambda: measured_coefficient(2),
    predict=lambda: both(diffusion_coefficient(beta)),
    compare=equal(),
    wrong={
        "−γβ/(2M)": lambda: both(-diffusion_coefficient(beta)),
        "γβ/M, without the ½": lambda: both(gamma * beta / M),
    },
    of="corrected",
)
