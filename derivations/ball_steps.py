"""Single steps of Appendix G, and what W(∞) may mean.

## Main definitions
* `gaussian_integral`: ∫_{−a}^{a} e^{−cw²} dw.    * `square_mass`: e^{−ηwᵀHw/2} over a square, integrated.
* `variance_of_diffusion`, `variance_of_gibbs`: on L = λw²/2, of W(t) from a point and of p∞.

## Main statements
* `printed_integral_of_the_bell_is_the_normal_probability`,
  `integral_of_the_bell_with_its_half_is_the_normal_probability`.
* `printed_ball_is_a_product_of_intervals`, `cube_is_a_product_of_intervals`.
* `law_of_the_diffusion_tends_to_the_gibbs_density`.
"""

import sympy as sp

from derivations.ball_mass import (
    DIMENSIONS,
    ball_integral,
    ball_volume,
    cube_mass,
    height,
    laplace_mass,
    radius,
)
from derivations.identity import equal
from derivations.symbols import eta, gamma, kappa, lamda, t, w, x, y
from ledger.model import Check

end = sp.Symbol("a", positive=True)
z = sp.Symbol("z", real=True)


def normal_probability(end: sp.Expr) -> sp.Expr:
    """Φ(end) − Φ(−end), integrated."""
    return sp.integrate(sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi), (z, -end, end))


def gaussian_integral(c: sp.Expr | int) -> sp.Expr:
    """∫ e^{−cw²} dw over [−a, a]."""
    return sp.integrate(sp.exp(-c * w**2), (w, -end, end))


def square_mass(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """κ e^{−ηℓ} ∫∫ e^{−η(λ_1x² + λ_2y²)/2} over the square of half side ε, one integral after the other."""
    integrand = sp.exp(-eta * first * x**2 / 2) * sp.exp(-eta * second * y**2 / 2)
    inner = sp.integrate(integrand, (x, -radius, radius))
    return kappa * sp.exp(-eta * height) * sp.integrate(inner, (y, -radius, radius))


def variance_of_diffusion() -> sp.Expr:
    """Var W(t) from a point: v' = −2λv + 2/η, v(0) = 0, for dW = −λW dt + √(2/η) dB."""
    v = sp.Function("v")
    (solution,) = [sp.dsolve(v(t).diff(t) + 2 * lamda * v(t) - 2 / eta, v(t), ics={v(0): 0})]
    return solution.rhs


def variance_of_gibbs() -> sp.Expr:
    """∫ w² p∞, p∞ ∝ e^{−ηλw²/2}."""
    density = sp.exp(-eta * lamda * w**2 / 2)
    second, total = (sp.integrate(f * density, (w, -sp.oo, sp.oo)) for f in (w**2, sp.Integer(1)))
    return sp.simplify(second / total)


# --- Evidence ---


def _boxes(size: int) -> dict[str, sp.Expr]:
    return {f"d = {d}": sp.Integer(size) ** d for d in DIMENSIONS}


def _unit_balls() -> dict[str, sp.Expr]:
    """∫ 1 over the unit ball, by dimension."""
    return {
        f"d = {d}": ball_integral(sp.Integer(1), sp.symbols(f"v1:{d + 1}", real=True)) for d in DIMENSIONS
    }


printed_integral_of_the_bell_is_the_normal_probability = Check(
    tests=r"$\int_{-a}^{a}e^{-w^2}dw$, integrated, against $\Phi(a)-\Phi(-a)$, for every $a$.",
    measure=lambda: gaussian_integral(1),
    predict=lambda: normal_probability(end),
    compare=equal(),
    wrong={"√π times it": lambda: sp.sqrt(sp.pi) * normal_probability(end)},
    right={"√π (2Φ(a√2) − 1)": lambda: sp.sqrt(sp.pi) * normal_probability(end * sp.sqrt(2))},
)

integral_of_the_bell_with_its_half_is_the_normal_probability = Check(
    tests=r"$\int_{-a}^{a}e^{-w^2/2}dw$, integrated, against $\sqrt{2\pi}\,(\Phi(a)-\Phi(-a))$, for every"
    " $a$.",
    measure=lambda: gaussian_integral(sp.Rational(1, 2)),
    predict=lambda: sp.sqrt(2 * sp.pi) * normal_probability(end),
    compare=equal(),
    wrong={
        "no √(2π), as printed": lambda: normal_probability(end),
        "√π": lambda: sp.sqrt(sp.pi) * normal_probability(end),
        "2π": lambda: 2 * sp.pi * normal_probability(end),
    },
    of="corrected",
)

printed_ball_is_a_product_of_intervals = Check(
    tests=r"The limit as $\varepsilon\to0$ of $\varepsilon^{-d}$ times the mass of the ball over $\kappa"
    r" e^{-\eta L}$, $d=1,2,3$, integrated, against that of the product of intervals.",
    measure=_unit_balls,
    predict=lambda: _boxes(2),
    compare=equal(),
    wrong={"intervals of half length": lambda: _boxes(1)},
    right={"the volume of the ball": lambda: {f"d = {d}": ball_volume(d) for d in DIMENSIONS}},
)

cube_is_a_product_of_intervals = Check(
    tests=r"The Gaussian mass of the square of half side $\varepsilon$ along the eigenvectors, integrated"
    r" twice, against $\kappa"
    r" e^{-\eta\ell}(2\pi/\eta)\det^{-1/2}\prod_j(2\Phi(\varepsilon\sqrt{\eta\lambda_j})-1)$.",
    measure=lambda: square_mass(*sp.symbols("lambda_1:3", positive=True)),
    predict=lambda: cube_mass(height, sp.symbols("lambda_1:3", positive=True)),
    compare=equal(),
    wrong={
        "without the normal probabilities": lambda: laplace_mass(
            height, sp.symbols("lambda_1:3", positive=True)
        ),
        "one eigenvalue twice": lambda: cube_mass(height, sp.symbols("lambda_1 lambda_1", positive=True)),
        "π for 2π": lambda: cube_mass(height, sp.symbols("lambda_1:3", positive=True)) / 2,
    },
    of="corrected",
)

law_of_the_diffusion_tends_to_the_gibbs_density = Check(
    tests=r"For $L=\lambda w^2/2$ from a point: the limit of the variance of $W(t)$, solved from its"
    r" equation, against the variance of $p_\infty$.",
    measure=lambda: sp.limit(variance_of_diffusion(), t, sp.oo),
    predict=variance_of_gibbs,
    compare=equal(),
    wrong={
        "W(t) settles at the minimum": lambda: sp.Integer(0),
        "e^{−2ηL}": lambda: variance_of_gibbs().subs(eta, 2 * eta),
        "SGD itself, at γ > 0": lambda: variance_of_gibbs() / (1 - gamma * lamda / 2),
    },
)
