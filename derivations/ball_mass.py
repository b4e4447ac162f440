"""How much of a Gibbs density lies in a small ball around a minimum: four formulas (Theorem 2.5).

The density is p∞ = κ e^{−ηL}. At a non-degenerate minimum of height ℓ the formulas need only the
eigenvalues λ_1, …, λ_d of the Hessian there.

## Main definitions
* `printed_mass`: the right side of Theorem 2.5, without its limits.
* `small_ball_mass`: radius to 0 at fixed η.    * `laplace_mass`: η to infinity at fixed radius.
* `cube_mass`: uniformly in η, for the cube of half side ε along the eigenvectors.
* `ball_integral`: of a polynomial over the unit ball, by iterated integration.

## Main statements
* `printed_mass_is_equivalent_to_the_mass_of_a_small_ball`, `printed_mass_ignores_a_constant_in_the_loss`.
* `mass_of_a_small_ball_expands_with_the_trace`.

## Notation
`radius` is the paper's ε of Theorem 2.5 (a length; elsewhere in this suite eps is 1/η), `height` is ℓ.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta, kappa, lamda, w
from ledger.model import Check

radius = sp.Symbol("varepsilon", positive=True)
height = sp.Symbol("ell", real=True)
c = sp.Symbol("c", real=True)

DIMENSIONS = (1, 2, 3)

Formula = Callable[[sp.Expr, Sequence[sp.Expr]], sp.Expr]


def ball_volume(d: int) -> sp.Expr:
    """The volume of the unit ball of dimension d."""
    return sp.pi ** sp.Rational(d, 2) / sp.gamma(sp.Rational(d, 2) + 1)


def printed_mass(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    """κ e^{−2ηℓ} η^{−d/2} det^{−1/2} e^{ηε²} ∏ √(1 − e^{−ε²ηλ_j/π}) (Theorem 2.5 as printed)."""
    factors = [
        sp.sqrt((1 - sp.exp(-(radius**2) * eta * value / sp.pi)) / (eta * value)) for value in eigenvalues
    ]
    return kappa * sp.exp(-2 * eta * height) * sp.exp(eta * radius**2) * sp.Mul(*factors)


def small_ball_mass(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    """V_d ε^d κ e^{−ηℓ} (1 − ηε² tr/(2(d + 2))): as ε → 0, up to a factor 1 + O(ε⁴)."""
    d = len(eigenvalues)
    correction = 1 - eta * radius**2 * sp.Add(*eigenvalues) / (2 * (d + 2))
    return ball_volume(d) * radius**d * kappa * sp.exp(-eta * height) * correction


def laplace_mass(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    """κ e^{−ηℓ} (2π/η)^{d/2} det^{−1/2}: as η → ∞ at fixed ε."""
    return (
        kappa * sp.exp(-eta * height) * sp.Mul(*[sp.sqrt(2 * sp.pi / (eta * value)) for value in eigenvalues])
    )


def cube_mass(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    """`laplace_mass` times ∏ (2Φ(ε√(ηλ_j)) − 1): as ε → 0, uniformly in η > 0, up to 1 + O(ε²)."""
    inside = [sp.erf(radius * sp.sqrt(eta * value / 2)) for value in eigenvalues]
    return laplace_mass(height, eigenvalues) * sp.Mul(*inside)


def ball_integral(polynomial: sp.Expr, v: Sequence[sp.Symbol]) -> sp.Expr:
    """The integral of a polynomial in v_1, …, v_d over the unit ball, coordinate by coordinate.

    Raises:
        ValueError: if d > 3.
    """
    rho, phi, z = sp.symbols("rho phi z", real=True)
    match len(v):
        case 1:
            return sp.integrate(polynomial, (v[0], -1, 1))
        case 2:
            polar = sp.expand(
                polynomial.subs({v[0]: rho * sp.cos(phi), v[1]: rho * sp.sin(phi)}, simultaneous=True) * rho
            )
            return sp.integrate(sp.integrate(polar, (phi, 0, 2 * sp.pi)), (rho, 0, 1))
        case 3:
            # Cylinder coordinates: the slice at height z is a disc of squared radius 1 − z².
            disc = polynomial.subs(
                {v[0]: rho * sp.cos(phi), v[1]: rho * sp.sin(phi), v[2]: z}, simultaneous=True
            )
            slices = sp.integrate(
                sp.integrate(sp.expand(disc * rho), (phi, 0, 2 * sp.pi)), (rho, 0, sp.sqrt(1 - z**2))
            )
            return sp.integrate(sp.expand(slices), (z, -1, 1))
    raise ValueError(f"v has {len(v)} coordinates: 1, 2 or 3 are allowed")


def landscape(v: Sequence[sp.Symbol], minimum: str = "L") -> sp.Expr:
    """L(w̌ + εv) − ℓ up to ε³ for any smooth L with a critical point at w̌.

    Every partial derivative is a free symbol, called `minimum` with the coordinates as index.
    """
    expr = sp.Integer(0)
    for order in (2, 3):
        for indices in combinations_with_replacement(range(len(v)), order):
            monomial = sp.Mul(*[v[i] for i in indices])
            derivative = sp.Symbol(f"{minimum}_" + "".join(str(i + 1) for i in indices), real=True)
            expr += (
                radius**order
                * derivative
                * monomial
                / sp.Mul(*[sp.factorial(indices.count(i)) for i in set(indices)])
            )
    return expr


@lru_cache(maxsize=16)
def small_ball_coefficients(d: int, minimum: str = "L") -> tuple[sp.Expr, ...]:
    """The coefficients of 1, ε, ε², ε³ in P_ε/(V_d ε^d κ e^{−ηℓ}), for any smooth loss, by integration."""
    v = sp.symbols(f"v1:{d + 1}", real=True)
    expansion = sp.expand(1 - eta * landscape(v, minimum))  # the square is of order ε⁴
    return tuple(sp.expand(ball_integral(expansion.coeff(radius, k), v) / ball_volume(d)) for k in range(4))


# --- Evidence ---


def _eigenvalues(d: int) -> tuple[sp.Symbol, ...]:
    return tuple(sp.symbols(f"lambda_1:{d + 1}", positive=True))


def _leading(formula: Formula) -> dict[str, sp.Expr]:
    """Lim formula/ε^d as ε → 0, by dimension."""
    return {f"d = {d}": sp.limit(formula(height, _eigenvalues(d)) / radius**d, radius, 0) for d in DIMENSIONS}


def _leading_of_the_mass() -> dict[str, sp.Expr]:
    """Lim P_ε/ε^d: after w = w̌ + εv the integrand is continuous in ε and at ε = 0 the constant κ e^{−ηℓ}."""
    masses = {}
    for d in DIMENSIONS:
        v = sp.symbols(f"v1:{d + 1}", real=True)
        integrand = kappa * sp.exp(-eta * (height + landscape(v)))
        masses[f"d = {d}"] = ball_integral(integrand.subs(radius, 0), v)
    return masses


def _with_another_determinant(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    return printed_mass(height, eigenvalues) / sp.sqrt(sp.Mul(*eigenvalues))


def _with_polyas_constant(height: sp.Expr, eigenvalues: Sequence[sp.Expr]) -> sp.Expr:
    return printed_mass(height, eigenvalues).subs(radius, sp.sqrt(2) * radius) * sp.exp(-eta * radius**2)


def _change_of(formula: Formula) -> sp.Expr:
    """Formula for L + c over formula for L; the normaliser κ becomes κ e^{ηc}."""
    raised = formula(height + c, (lamda,)).subs(kappa, kappa * sp.exp(eta * c))
    return sp.simplify(raised / formula(height, (lamda,)))


def _change_of_the_mass() -> sp.Expr:
    """The same quotient for the integrals over [−ε, ε] of λw²/2, with and without c, each normalised."""

    def mass(loss: sp.Expr) -> sp.Expr:
        density = sp.exp(-eta * loss)
        return sp.integrate(density, (w, -radius, radius)) / sp.integrate(density, (w, -sp.oo, sp.oo))

    return sp.simplify(mass(lamda * w**2 / 2 + c) / mass(lamda * w**2 / 2))


def _expansion(second: Callable[[sp.Matrix, int], sp.Expr]) -> dict[str, tuple[sp.Expr, ...]]:
    """(1, 0, ηε²-coefficient, 0) for the symmetric matrix of the symbols of `landscape`, by dimension."""
    table = {}
    for d in DIMENSIONS:
        hessian = sp.Matrix(d, d, lambda i, j: sp.Symbol(f"L_{min(i, j) + 1}{max(i, j) + 1}", real=True))
        table[f"d = {d}"] = (sp.Integer(1), sp.Integer(0), eta * second(hessian, d), sp.Integer(0))
    return table


printed_mass_is_equivalent_to_the_mass_of_a_small_ball = Check(
    tests=r"For any smooth loss and $d=1,2,3$: $\lim_{\varepsilon\to0}\varepsilon^{-d}\,\mathbb"
    r" P(|W(\infty)-\check w|\le\varepsilon)$, integrated, against the same limit of the printed formula.",
    measure=_leading_of_the_mass,
    predict=lambda: _leading(printed_mass),
    compare=equal(),
    wrong={
        "without the square root of the determinant": lambda: _leading(_with_another_determinant),
        "2/π for 1/π": lambda: _leading(_with_polyas_constant),
        "the normal probabilities alone": lambda: _leading(lambda h, e: cube_mass(h, e) / laplace_mass(h, e)),
    },
    right={"V_d ε^d κ exp(−ηℓ)": lambda: _leading(small_ball_mass)},
)

printed_mass_ignores_a_constant_in_the_loss = Check(
    tests=r"The mass of a ball for $L+c$ over the one for $L$, integrated for $L=\lambda w^2/2$, against"
    " the same quotient of the printed formula.",
    measure=_change_of_the_mass,
    predict=lambda: _change_of(printed_mass),
    compare=equal(),
    wrong={"no exponential at all": lambda: _change_of(lambda h, e: printed_mass(sp.Integer(0), e))},
    right={"one exponential, exp(−ηℓ)": lambda: _change_of(cube_mass)},
)

mass_of_a_small_ball_expands_with_the_trace = Check(
    tests="For any smooth loss and $d=1,2,3$: the coefficients of"
    r" $1,\varepsilon,\varepsilon^2,\varepsilon^3$ in the mass of the ball over $V_d\varepsilon^d\kappa"
    r" e^{-\eta L(\check w)}$, integrated, against $1,0,-\eta\,\mathrm{tr}/(2(d+2)),0$.",
    measure=lambda: {f"d = {d}": small_ball_coefficients(d) for d in DIMENSIONS},
    predict=lambda: _expansion(lambda H, d: -H.trace() / (2 * (d + 2))),
    compare=equal(),
    wrong={
        "the determinant for the trace": lambda: _expansion(lambda H, d: -H.det() / (2 * (d + 2))),
        "the cube for the ball": lambda: _expansion(lambda H, d: -H.trace() / 6),
        "exp(ηε²) kept": lambda: _expansion(lambda H, d: 1 - H.trace() / (2 * (d + 2))),
        "the factor 1/2 lost": lambda: _expansion(lambda H, d: -H.trace() / (d + 2)),
    },
    of="corrected",
)
