"""What the limit Δt → 0 does to the Kramers–Moyal coefficients of Appendix B.

## Main definitions
* `finite_coefficient`: E(ΔW)ⁿ/(n! Δt) of the Ornstein–Uhlenbeck process without the limit.

## Main statements
* `printed_coefficients_without_a_limit`: they depend on Δt, refuted; `coefficients_in_the_limit` hold.
* `coefficients_vanish_from_the_third_on`: for (2.3).
"""

import sympy as sp

from derivations.fokker_planck import diffusion_coefficient
from derivations.identity import equal
from derivations.kramers_moyal import (
    GENERIC,
    TIME,
    coefficient_of_generator,
    coefficient_of_ornstein_uhlenbeck,
    increment_moment,
)
from derivations.symbols import beta, lamda, w, z
from ledger.model import Check

D = diffusion_coefficient(beta)
Coefficients = dict[str, sp.Expr]


def finite_coefficient(n: int) -> sp.Expr:
    """E(W(Δt) − z)ⁿ/(n! Δt) for L = λw²/2 and constant β, exact for every Δt."""
    return sp.expand(increment_moment(n, D) / (sp.factorial(n) * TIME))


# --- Evidence ---


def named(first: sp.Expr, second: sp.Expr, third: sp.Expr) -> Coefficients:
    """D⁽¹⁾, D⁽²⁾, D⁽³⁾ by name."""
    return {"D⁽¹⁾": first, "D⁽²⁾": second, "D⁽³⁾": third}


printed_coefficients_without_a_limit = Check(
    tests=r"$\mathbb{E}(\Delta W)^n/(n!\,\Delta t)$ at finite $\Delta t$, $n = 1, 2, 3$, for $L = "
    r"\lambda w^2/2$ from the exact transition density, against $-\lambda z$, "
    r"$\gamma\beta/(2M)$, $0$.",
    measure=lambda: named(*(finite_coefficient(n) for n in (1, 2, 3))),
    predict=lambda: named(-lamda * z, D, sp.S.Zero),
    compare=equal(),
    wrong={"D⁽¹⁾ = λz": lambda: named(lamda * z, D, sp.S.Zero)},
    right={
        "mean and variance of the Gaussian": lambda: gaussian_coefficients(),
    },
)


def gaussian_coefficients() -> Coefficients:
    """a/Δt, (a² + v)/(2Δt), (a³ + 3av)/(6Δt) with a = −z(1 − e^{−λΔt}), v = (D/λ)(1 − e^{−2λΔt})."""
    q = sp.exp(-lamda * TIME)
    a, v = -z * (1 - q), D / lamda * (1 - q**2)
    return named(a / TIME, (a**2 + v) / (2 * TIME), (a**3 + 3 * a * v) / (6 * TIME))


coefficients_in_the_limit = Check(
    tests=r"$\mathbb{E}(\Delta W)^n/(n!\,\Delta t)$, $n = 1, 2, 3$, for $L = \lambda w^2/2$ in the "
    r"limit $\Delta t \to 0$, against $-\lambda z$, $\gamma\beta/(2M)$, $0$.",
    measure=lambda: named(*(coefficient_of_ornstein_uhlenbeck(n, D) for n in (1, 2, 3))),
    predict=lambda: named(-lamda * z, D, sp.S.Zero),
    compare=equal(),
    wrong={
        "D⁽²⁾ without the ½": lambda: named(-lamda * z, 2 * D, sp.S.Zero),
        "D⁽²⁾ with λ²z²/2": lambda: named(-lamda * z, D + lamda**2 * z**2 / 2, sp.S.Zero),
        "D⁽³⁾ = −Dλz": lambda: named(-lamda * z, D, -D * lamda * z),
    },
    of="corrected",
)

HIGHER = (3, 4, 5)


def higher(value: sp.Expr) -> dict[str, Coefficients]:
    """One value for all of D⁽³⁾, D⁽⁴⁾, D⁽⁵⁾, for a generic loss and for the quadratic one."""
    row = {f"n = {n}": value for n in HIGHER}
    return {"generic L": row, "L = λw²/2": row}


coefficients_vanish_from_the_third_on = Check(
    tests=r"$D^{(3)}, D^{(4)}, D^{(5)}$ of (2.3) with constant $\beta$, for generic $L$ by the "
    r"generator and for $L = \lambda w^2/2$ from the exact transition density, against 0.",
    measure=lambda: {
        "generic L": {f"n = {n}": coefficient_of_generator(n, GENERIC) for n in HIGHER},
        "L = λw²/2": {f"n = {n}": coefficient_of_ornstein_uhlenbeck(n, D).subs(z, w) for n in HIGHER},
    },
    predict=lambda: higher(sp.S.Zero),
    compare=equal(),
    wrong={"D": lambda: higher(D), "−Dλw": lambda: higher(-D * lamda * w)},
)
