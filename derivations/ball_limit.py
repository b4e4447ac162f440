"""The display of Appendix G as a chain: the integral, the change of variable, the limit.

## Main definitions
* `settled_probability`: P(|W| ≤ ε) for the law that W(t) tends to on λw²/2.
* `substituted`: what u = factor · w makes of ∫_{−ε}^{ε} e^{−ηλw²} dw.

## Main statements
* `probability_of_a_ball_is_the_integral_of_the_gibbs_density`.
* `printed_change_of_variable_gives_the_display`, `change_by_the_root_gives_the_display`.
* `printed_limits_of_both_sides_agree`: both are 0, as for any formula that vanishes with ε.
"""

from collections.abc import Callable

import sympy as sp

from derivations.ball_mass import DIMENSIONS, ball_integral, ball_volume, height, radius
from derivations.ball_steps import normal_probability, variance_of_diffusion
from derivations.gaussian_ball import curvatures
from derivations.identity import equal
from derivations.symbols import eta, kappa, lamda, t, u, w
from ledger.model import Check

Formula = Callable[[int], sp.Expr]


def settled_probability() -> sp.Expr:
    """P(|W| ≤ ε), W normal with the variance that the diffusion on λw²/2 tends to."""
    variance = sp.limit(variance_of_diffusion(), t, sp.oo)
    return normal_probability(radius / sp.sqrt(variance))


def substituted(factor: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The integrand and the upper end of ∫_{−ε}^{ε} e^{−ηλw²} dw after u = factor · w, dw included."""
    integral = sp.Integral(sp.exp(-eta * lamda * w**2), (w, -radius, radius)).transform(factor * w, u)
    return integral.function, integral.limits[0][2]


def printed_last_line(d: int) -> sp.Expr:
    """κ e^{−2ηℓ} η^{−d/2} det^{−1} e^{ηε²} ∏ √(1 − e^{−ε²ηλ_j/π}): Appendix G, last line."""
    roots = sp.Mul(*[sp.sqrt(1 - sp.exp(-(radius**2) * eta * c / sp.pi)) for c in curvatures(d)])
    return _prefactor(d) * sp.exp(eta * radius**2) * roots


def _prefactor(d: int) -> sp.Expr:
    return kappa * sp.exp(-2 * eta * height) / (eta ** sp.Rational(d, 2) * sp.Mul(*curvatures(d)))


# --- Evidence ---


def _gibbs_probability(temperature: sp.Expr, reach: sp.Expr) -> sp.Expr:
    """∫ e^{−ηλw²/2} over [−reach, reach], over the integral on the line."""
    density = sp.exp(-temperature * lamda * w**2 / 2)
    return sp.integrate(density, (w, -reach, reach)) / sp.integrate(density, (w, -sp.oo, sp.oo))


def _limits(formula: Formula) -> dict[str, sp.Expr]:
    return {f"d = {d}": sp.limit(formula(d), radius, 0) for d in DIMENSIONS}


def _mass(d: int) -> sp.Expr:
    """The leading term of P_ε for any continuous loss of height ℓ."""
    v = sp.symbols(f"v1:{d + 1}", real=True)
    return radius**d * ball_integral(kappa * sp.exp(-eta * height), v)


probability_of_a_ball_is_the_integral_of_the_gibbs_density = Check(
    tests=r"For $L=\lambda w^2/2$: $\mathbb P(|W|\le\varepsilon)$ under the law that $W(t)$ tends to, its"
    r" variance solved from the equation of motion, against $\int_{|w|\le\varepsilon}\kappa e^{-\eta L}dw$.",
    measure=settled_probability,
    predict=lambda: _gibbs_probability(eta, radius),
    compare=equal(),
    wrong={
        "e^{−2ηL}": lambda: _gibbs_probability(2 * eta, radius),
        "the ball of radius ε²": lambda: _gibbs_probability(eta, radius**2),
        "without κ": lambda: sp.integrate(sp.exp(-eta * lamda * w**2 / 2), (w, -radius, radius)),
    },
)

DISPLAYED = (sp.exp(-(u**2)) / sp.sqrt(eta * lamda), radius * sp.sqrt(eta * lamda))

printed_change_of_variable_gives_the_display = Check(
    tests=r"Integrand and upper end of the second line of the display, against what $u=\eta\lambda w$ makes"
    r" of $\int_{-\varepsilon}^{\varepsilon}e^{-\eta\lambda w^2}dw$.",
    measure=lambda: DISPLAYED,
    predict=lambda: substituted(eta * lamda),
    compare=equal(),
    wrong={"no change": lambda: substituted(sp.Integer(1)), "u = √η w": lambda: substituted(sp.sqrt(eta))},
    right={"u = √(ηλ) w": lambda: substituted(sp.sqrt(eta * lamda))},
)

change_by_the_root_gives_the_display = Check(
    tests=r"Integrand and upper end of the second line of the display, against what $u=\sqrt{\eta\lambda}\,w$"
    r" makes of $\int_{-\varepsilon}^{\varepsilon}e^{-\eta\lambda w^2}dw$.",
    measure=lambda: DISPLAYED,
    predict=lambda: substituted(sp.sqrt(eta * lamda)),
    compare=equal(),
    wrong={
        "u = ηλw, as printed": lambda: substituted(eta * lamda),
        "u = √(ηλ/2) w": lambda: substituted(sp.sqrt(eta * lamda / 2)),
    },
    of="corrected",
)

printed_limits_of_both_sides_agree = Check(
    tests=r"$\lim_{\varepsilon\to0}\mathbb P(\|W(\infty)-\check w\|\le\varepsilon)$, $d=1,2,3$, against the"
    " limit of the last line of Appendix G.",
    measure=lambda: _limits(_mass),
    predict=lambda: _limits(printed_last_line),
    compare=equal(),
    wrong={"without the square roots": lambda: _limits(_prefactor), "1": lambda: _limits(lambda d: sp.S.One)},
    right={
        "ten times the last line": lambda: _limits(lambda d: 10 * printed_last_line(d)),
        "the volume of the ball": lambda: _limits(lambda d: ball_volume(d) * radius**d),
    },
)
