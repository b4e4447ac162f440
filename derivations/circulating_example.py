"""A diffusion whose stationary law has a current, and whose moments close all the same.

L = (x² + y²)/2 with D = γβ/(2M) = ε(1 + x²): ∇β is not parallel to ∇L, so no density without flux exists.
The generator −w·∇ + DΔ maps polynomials of a degree to polynomials of that degree, so that
E[generator f] = 0 gives every moment, as long as ε is small enough.

## Main definitions
* `drift_of`: the generator of (2.3) applied to f.
* `stationary_moments`: the solution of E[drift_of f] = 0.

## Main statements
* Far out the mean of x² + y² falls if ε < 1/2: a stationary law exists.
* x² and y² are correlated in it, so it is no product of its marginals.

## References
* Khasminskii2012: existence of a stationary law from a function that falls on average far out.
"""

from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.sde import Diffusion, sgd_diffusion
from derivations.symbols import M, eps, gamma, x, y
from ledger.model import Check

BOWL = (x**2 + y**2) / 2
NOISE = eps * (1 + x**2)
"""D = γβ/(2M)."""

Moments = dict[tuple[int, int], sp.Expr]


def diffusion() -> Diffusion:
    """(2.3) for this loss with β = 2M·NOISE/γ."""
    return sgd_diffusion(BOWL, sp.sqrt(2 * M * NOISE / gamma) * sp.eye(2), (x, y))


def drift_of(f: sp.Expr) -> sp.Expr:
    """d/dt E f at a point, from the generator of (2.3)."""
    return sp.expand(sp.simplify(diffusion().generator(f)))


@lru_cache
def stationary_moments(degree: int) -> Moments:
    """E x^i y^j for even i, j with 0 < i + j ≤ `degree`; odd ones vanish by symmetry.

    Raises:
        ValueError: if the degree is not an even positive number.
    """
    if degree < 2 or degree % 2:
        raise ValueError(f"degree={degree}: an even positive number is wanted")
    powers = [(i, k - i) for k in range(2, degree + 1, 2) for i in range(0, k + 1, 2)]
    unknown = {p: sp.Symbol(f"m_{p[0]}_{p[1]}") for p in powers}
    rates = [sp.Poly(drift_of(x**i * y**j), x, y) for i, j in powers]
    equations = [sum(c * unknown.get(p, sp.Integer(1)) for p, c in rate.terms()) for rate in rates]
    solution = sp.solve(equations, list(unknown.values()), dict=True)[0]
    return {p: sp.factor(solution[symbol]) for p, symbol in unknown.items()}


def covariance_of_squares() -> sp.Expr:
    """E x²y² − E x² E y²."""
    moments = stationary_moments(4)
    return sp.factor(moments[2, 2] - moments[2, 0] * moments[0, 2])


# --- Evidence ---


def _second_moments(variance: sp.Expr, mixed: sp.Expr) -> tuple[sp.Expr, ...]:
    """E x², E y² and E x²y² − E x² E y²."""
    return variance, variance, mixed


def _measured_moments() -> tuple[sp.Expr, ...]:
    moments = stationary_moments(2)
    return moments[2, 0], moments[0, 2], covariance_of_squares()


VARIANCE = eps / (1 - eps)
COVARIANCE = 2 * eps**3 / ((2 - eps) * (1 - eps) ** 2 * (1 - 3 * eps))

mean_square_radius_falls_far_out = Check(
    tests=r"The mean rate of $x^2+y^2$ under (2.3) for $L=\frac12(x^2+y^2)$, "
    r"$\frac{\gamma\beta}{2M}=\varepsilon(1+x^2)$, against $4\varepsilon-(2-4\varepsilon)x^2-2y^2$, which "
    r"tends to $-\infty$ far out if $\varepsilon<\frac12$: a stationary law exists.",
    measure=lambda: drift_of(x**2 + y**2),
    predict=lambda: 4 * eps - (2 - 4 * eps) * x**2 - 2 * y**2,
    compare=equal(),
    wrong={
        "noise of one coordinate": lambda: 2 * eps - (2 - 2 * eps) * x**2 - 2 * y**2,
        "noise of the centre": lambda: 4 * eps - 2 * x**2 - 2 * y**2,
    },
    of="corrected",
)

circulating_law_has_explicit_moments = Check(
    tests=r"$\mathbb E x^2$, $\mathbb E y^2$ and $\mathbb E x^2y^2-\mathbb E x^2\,\mathbb E y^2$ in this "
    r"law, solved from $\mathbb E[\text{generator}\,f]=0$, against $\frac\varepsilon{1-\varepsilon}$ "
    r"twice and $\frac{2\varepsilon^3}{(2-\varepsilon)(1-\varepsilon)^2(1-3\varepsilon)}$.",
    measure=_measured_moments,
    predict=lambda: _second_moments(VARIANCE, COVARIANCE),
    compare=equal(),
    wrong={
        "ε, as for constant noise": lambda: _second_moments(eps, sp.Integer(0)),
        "independent squares": lambda: _second_moments(VARIANCE, sp.Integer(0)),
    },
    of="corrected",
)
