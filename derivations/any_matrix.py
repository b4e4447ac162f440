"""The square loss of Appendix C for every positive definite matrix of second moments.

A symmetric matrix is Σ_i λ_i q_i q_iᵀ with orthonormal q_i; the q_i are the columns of Cayley's
(I − K)(I + K)⁻¹, K skew. With λ_1 = λ and λ_i = λ + b_i, b_i > 0, what remains after the least eigenvalue is
a sum of squares, and so is everything that Appendix C bounds from below.

## Main definitions
* `eigenvectors`: orthonormal columns with free rational entries.    * `spectrum`: λ, λ + b_2, ….
* `any_square_loss`: uᵀΣu + 1, u = w − w⁰.

## Main statements
* L − 1 − λ‖u‖² = Σ b_i (q_i·u)² and ‖∇L‖² − 4λ²‖u‖² = Σ 4(2λb_i + b_i²)(q_i·u)².
* The bound of ∫ e^{−L} in Appendix C exceeds it by the factor 2^{d/2} Π(1 + b_i/λ)^{1/2} e^{λ‖w⁰‖²/2} ≥ 1.

## Implementation notes
In the plane Cayley's matrices are all rotations but the half turn, which only changes the signs of the q_i,
so that no Σ is left out.
"""

from dataclasses import replace
from functools import lru_cache

import sympy as sp

from derivations.calculus import gradient, laplacian
from derivations.identity import equal
from derivations.square_loss import named
from derivations.symbols import lamda, u
from ledger.model import Check

DIMENSIONS = (1, 2)
MORE_DIMENSIONS = (1, 2, 3)
Pairs = tuple[tuple[sp.Expr, sp.Expr], ...]


@lru_cache
def eigenvectors(d: int) -> sp.ImmutableMatrix:
    """(I − K)(I + K)⁻¹ with a skew K in symbols, shape (d, d): its columns are orthonormal."""
    entries = iter(sp.symbols(f"k_1:{d * (d - 1) // 2 + 1}", real=True))
    upper = {(i, j): next(entries) for i in range(d) for j in range(i + 1, d)}
    K = sp.Matrix(d, d, lambda i, j: upper.get((i, j), -upper.get((j, i), sp.Integer(0))))
    one = sp.eye(d)
    return sp.ImmutableMatrix(((one - K) * (one + K).inv()).applyfunc(sp.cancel))


def gaps(d: int) -> tuple[sp.Expr, ...]:
    """0, b_2, …, b_d: the eigenvalues less the least one."""
    return sp.Integer(0), *sp.symbols(f"b_2:{d + 1}", positive=True)


def spectrum(d: int) -> tuple[sp.Expr, ...]:
    """λ, λ + b_2, …, λ + b_d."""
    return tuple(lamda + b for b in gaps(d))


def any_matrix(d: int) -> sp.Matrix:
    """Σ with this spectrum and these eigenvectors, shape (d, d)."""
    q = eigenvectors(d)
    return q * sp.diag(*spectrum(d)) * q.T


def any_square_loss(d: int) -> sp.Expr:
    """uᵀΣu + 1 as a function of u_1, …, u_d."""
    distance = displacement(d)
    return distance.dot(any_matrix(d) * distance) + 1


def displacement(d: int) -> sp.Matrix:
    """The displacement u = w − w⁰ in symbols, shape (d, 1)."""
    return sp.Matrix(named("u", d))


def squares(d: int, *weights: sp.Expr) -> sp.Expr:
    """Σ weight_i (q_i·u)²."""
    along = eigenvectors(d).T * displacement(d)
    return sum((c * a**2 for c, a in zip(weights, along, strict=True)), sp.Integer(0))


def gaussian_mass(exponents: tuple[sp.Expr, ...], constant: sp.Expr) -> sp.Expr:
    """∫ e^{−Σ a_i u_i² − constant} du, one coordinate after the other."""
    factors = [sp.integrate(sp.exp(-a * u**2), (u, -sp.oo, sp.oo)) for a in exponents]
    return sp.exp(-constant) * sp.Mul(*factors)


# --- Evidence ---

centre = sp.Symbol("c", nonnegative=True)
"""‖w⁰‖."""


def _excess(share: str) -> tuple[sp.Expr, ...]:
    """L − 1 − share·λ‖u‖²."""
    least = sp.Rational(share) * lamda
    return tuple(any_square_loss(d) - 1 - least * displacement(d).dot(displacement(d)) for d in DIMENSIONS)


def _weighted(factor: sp.Expr | int = 1, share: sp.Expr | int = 0) -> tuple[sp.Expr, ...]:
    """Σ (factor b_i + share λ)(q_i·u)²."""
    return tuple(squares(d, *(factor * b + share * lamda for b in gaps(d))) for d in DIMENSIONS)


@lru_cache
def _gradients_and_traces() -> Pairs:
    """‖∇L‖² − 4λ²‖u‖² and ∇·∇L."""
    pairs = []
    for d in DIMENSIONS:
        loss, point, distance = any_square_loss(d), named("u", d), displacement(d)
        slope = gradient(loss, point)
        pairs.append((slope.dot(slope) - 4 * lamda**2 * distance.dot(distance), laplacian(loss, point)))
    return tuple(pairs)


def _sums_of_squares(factor: int, trace_factor: int) -> Pairs:
    """Σ factor (2λb_i + b_i²)(q_i·u)² and trace_factor Tr Σ."""
    pairs = []
    for d in DIMENSIONS:
        weights = [factor * (2 * lamda * b + b**2) for b in gaps(d)]
        pairs.append((squares(d, *weights), trace_factor * sp.Add(*spectrum(d))))
    return tuple(pairs)


def _mass_quotients() -> tuple[sp.Expr, ...]:
    """∫ e^{−λ[‖w‖²/2 − ‖w⁰‖²/2] − 1} over ∫ e^{−L}, in the coordinates along the q_i."""
    bounds = [gaussian_mass((lamda / 2,) * d, 1 - lamda * centre**2 / 2) for d in MORE_DIMENSIONS]
    masses = [gaussian_mass(spectrum(d), sp.Integer(1)) for d in MORE_DIMENSIONS]
    return tuple(bound / mass for bound, mass in zip(bounds, masses, strict=True))


def _factors(base: int, power: str, sign: int = 1) -> tuple[sp.Expr, ...]:
    """base^{d/2} Π(1 + b_i/λ)^power e^{±λ‖w⁰‖²/2}."""
    swell = sp.exp(sign * lamda * centre**2 / 2)
    products = {d: sp.Mul(*((1 + b / lamda) ** sp.Rational(power) for b in gaps(d))) for d in MORE_DIMENSIONS}
    return tuple(sp.sqrt(base) ** d * product * swell for d, product in products.items())


def _speeds() -> tuple[sp.Expr, ...]:
    """The limit of L/ρ² as ρ → ∞ along the ray ρu."""
    radius = sp.Symbol("rho", positive=True)
    rays = {d: {c: radius * c for c in named("u", d)} for d in DIMENSIONS}
    on_rays = [any_square_loss(d).subs(ray, simultaneous=True) for d, ray in rays.items()]
    return tuple(sp.limit(sp.expand(loss / radius**2), radius, sp.oo) for loss in on_rays)


square_loss_exceeds_the_least_eigenvalue_by_squares = Check(
    tests=r"$L-1-\lambda_{\min}\|w-w^0\|^2$ for every positive definite $\Sigma$, $d=1,2$, against "
    r"$\sum_ib_i(q_i\cdot(w-w^0))^2\ge0$, where $\lambda_{\min}+b_i$ are the eigenvalues and $q_i$ the "
    "eigenvectors.",
    measure=lambda: _excess("1"),
    predict=_weighted,
    compare=equal(),
    wrong={
        "twice λ_min": lambda: _weighted(1, 1),
        "1.001 λ_min": lambda: _weighted(1, -sp.Rational(1, 1000)),
        "½ b_i": lambda: _weighted(sp.S.Half),
    },
)

square_loss_grows_quadratically_along_every_ray = Check(
    tests=r"$\lim L(w^0+\rho e)/\rho^2$ as $\rho\to\infty$ for every positive definite $\Sigma$ and every "
    r"direction $e$, $d=1,2$, against $\sum_i(\lambda_{\min}+b_i)(q_i\cdot e)^2\ge\lambda_{\min}\|e\|^2>0$.",
    measure=_speeds,
    predict=lambda: _weighted(1, 1),
    compare=equal(),
    wrong={
        "a singular Σ": lambda: _weighted(1, 0),
        "half of it, as (C.1) bounds": lambda: _weighted(sp.S.Half, sp.S.Half),
    },
)

square_loss_has_a_steep_gradient_and_a_constant_trace = Check(
    tests=r"$\|\nabla L\|^2-4\lambda_{\min}^2\|w-w^0\|^2$ and $\nabla\cdot\nabla L$ for every positive "
    r"definite $\Sigma$, $d=1,2$, against the sum of squares "
    r"$\sum_i4(2\lambda_{\min}b_i+b_i^2)(q_i\cdot(w-w^0))^2$ and the constant $2\,\mathrm{Tr}\,\Sigma$, "
    "which give both limits of (A.2).",
    measure=_gradients_and_traces,
    predict=lambda: _sums_of_squares(4, 2),
    compare=equal(),
    wrong={
        "the printed trace": lambda: _sums_of_squares(4, 1),
        "2 for 4": lambda: _sums_of_squares(2, 2),
    },
)

linear_regression_obeys_the_second_assumption = replace(
    square_loss_has_a_steep_gradient_and_a_constant_trace, of="corrected"
)

mass_bound_exceeds_the_mass_for_every_matrix = Check(
    tests=r"$\int e^{-\lambda_{\min}[\|w\|^2/2-\|w^0\|^2/2]-1}\big/\int e^{-L}$ for every positive definite "
    r"$\Sigma$, $d=1,2,3$, against $2^{d/2}\prod_i(1+b_i/\lambda_{\min})^{1/2}e^{\lambda_{\min}\|w^0\|^2/2}"
    r"\ge1$.",
    measure=_mass_quotients,
    predict=lambda: _factors(2, "1/2"),
    compare=equal(),
    wrong={
        "the inverse determinant": lambda: _factors(2, "-1/2"),
        "no 2^{d/2}": lambda: _factors(1, "1/2"),
        "w⁰ with the other sign": lambda: _factors(2, "1/2", -1),
    },
)
