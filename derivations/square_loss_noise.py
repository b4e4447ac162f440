"""Isotropic gradient noise (2.4) and the square loss of Appendix C exclude each other from d = 3 on.

For L_n = (y − x·w)², E[y|x] = x·w⁰, Var[y|x] = 1 and u = w − w⁰ the gradient is 2(x·u − e)x, so
σ²/4 = E[(x·u)² xxᵀ] − Σuuᵀ Σ + Σ with Σ = E xxᵀ. At u = 0, (2.4) asks for Σ = sI; s = 1 by choice of units.

## Main definitions
* `noise_covariance`: σ²(u)/4 for given fourth moments.
* `isotropic_fourth_moments`: the only ones for which it is a multiple of I at every u.
* `forced_norm_moment`: the value of E‖x‖⁴ that follows.
* `gaussian_noise_covariance`: σ²(u)/4 for Gaussian features, from the gradient itself.

## Main statements
* `printed_isotropy_is_compatible_with_the_square_loss`: E‖x‖⁴ ≥ (E‖x‖²)² = d² fails for d = 3, 4.
* `isotropy_forces_this_norm_moment`: d(d + 2)/2.
* `printed_noise_of_the_square_loss_is_isotropic`: not for Gaussian features; what it is instead.
"""

from collections.abc import Mapping
from itertools import combinations, combinations_with_replacement

import sympy as sp

from derivations.identity import equal
from derivations.sde import GAUSSIAN, mean_over_noise
from derivations.symbols import d
from ledger.model import Check

Index = tuple[int, ...]
DIMENSIONS = (2, 3, 4)


def fourth_moments(dimension: int) -> dict[Index, sp.Symbol]:
    """A symbol for each E x_i x_j x_k x_l, by its sorted indices."""
    return {
        index: sp.Symbol("mu_" + "".join(map(str, index)), real=True)
        for index in combinations_with_replacement(range(dimension), 4)
    }


def displacement(dimension: int) -> tuple[sp.Symbol, ...]:
    """The coordinates of u = w − w⁰."""
    return tuple(sp.symbols(f"u_0:{dimension}", real=True))


def noise_covariance(dimension: int, moments: Mapping[Index, sp.Expr]) -> sp.Matrix:
    """σ²/4 = E[(x·u)² xxᵀ] − uuᵀ + I for E xxᵀ = I, shape (d, d)."""
    u, axes = displacement(dimension), range(dimension)

    def entry(i: int, j: int) -> sp.Expr:
        fourth = sum(u[k] * u[m] * moments[tuple(sorted((i, j, k, m)))] for k in axes for m in axes)
        return sp.expand(fourth - u[i] * u[j] + int(i == j))

    return sp.Matrix(dimension, dimension, entry)


def isotropic_fourth_moments(dimension: int) -> dict[Index, sp.Expr]:
    """The fourth moments for which σ²(u) is a multiple of I at every u, solved for exactly.

    Raises:
        ValueError: if they are not unique, as in one dimension, where (2.4) is no condition.
    """
    moments = fourth_moments(dimension)
    covariance = noise_covariance(dimension, moments)
    excess = [covariance[i, j] for i, j in combinations(range(dimension), 2)]
    excess += [covariance[i, i] - covariance[0, 0] for i in range(1, dimension)]
    conditions = [c for e in excess for c in sp.Poly(e, *displacement(dimension)).coeffs()]
    solution = sp.solve(conditions, list(moments.values()), dict=True) if conditions else []
    if not solution or any(value.free_symbols for value in solution[0].values()):
        raise ValueError(f"dimension={dimension}: (2.4) does not fix the fourth moments; 2 or more does")
    return {index: solution[0][symbol] for index, symbol in moments.items()}


def forced_norm_moment(dimension: int) -> sp.Expr:
    """E‖x‖⁴ = Σ_ij E x_i² x_j² that (2.4) asks for."""
    moments = isotropic_fourth_moments(dimension)
    axes = range(dimension)
    return sum(moments[tuple(sorted((i, i, j, j)))] for i in axes for j in axes)


def gaussian_noise_covariance(dimension: int) -> sp.Matrix:
    """σ²/4 at u for independent standard normal features and noise e, from g/2 = (x·u − e)x; shape (d, d)."""
    u = sp.Matrix(displacement(dimension))
    x, e = sp.Matrix(sp.symbols(f"x_0:{dimension}", real=True)), sp.Symbol("e", real=True)
    half = (x.dot(u) - e) * x

    def mean(entry: sp.Expr) -> sp.Expr:
        return sp.expand(mean_over_noise(entry, (*x, e), GAUSSIAN))

    return (half * half.T).applyfunc(mean) - half.applyfunc(mean) * half.applyfunc(mean).T


# --- Evidence ---


def norm_is_large_enough() -> dict[str, sp.Expr]:
    """The truth of E‖x‖⁴ ≥ (E‖x‖²)² = d² for d = 2, 3, 4."""
    return {f"d = {i}": sp.S(forced_norm_moment(i) >= i**2) for i in DIMENSIONS}


def truths(*values: bool) -> dict[str, sp.Basic]:
    """One truth value for each of d = 2, 3, 4."""
    return {f"d = {i}": sp.S(value) for i, value in zip(DIMENSIONS, values, strict=True)}


printed_isotropy_is_compatible_with_the_square_loss = Check(
    tests="Whether some law of $x$ has the fourth moments that (2.4) forces on the square loss of "
    r"Appendix C: whether $\mathbb{E}\|x\|^4 \ge (\mathbb{E}\|x\|^2)^2$ (Jensen) holds for "
    "them, $d = 2, 3, 4$, against yes.",
    measure=norm_is_large_enough,
    predict=lambda: truths(True, True, True),
    compare=equal(),
    wrong={"never": lambda: truths(False, False, False), "up to d = 3": lambda: truths(True, True, False)},
    right={"for d = 2 only": lambda: truths(True, False, False)},
)


def norm_moments(formula: sp.Expr) -> dict[str, sp.Expr]:
    """`formula`, in d, at d = 2, 3, 4."""
    return {f"d = {i}": formula.subs(d, i) for i in DIMENSIONS}


isotropy_forces_this_norm_moment = Check(
    tests=r"The value of $\mathbb{E}\|x\|^4$ that isotropy (2.4) at every $\mathbf w$ forces on the "
    "square loss, for $d = 2, 3, 4$, against $d(d+2)/2$, which is less than $d^2$ for $d > "
    "2$.",
    measure=lambda: {f"d = {i}": forced_norm_moment(i) for i in DIMENSIONS},
    predict=lambda: norm_moments(d * (d + 2) / 2),
    compare=equal(),
    wrong={
        "d(d + 2), Gaussian x": lambda: norm_moments(d * (d + 2)),
        "d², x on a sphere": lambda: norm_moments(d**2),
    },
    of="corrected",
)


def noise_formula(dimension: int, along: sp.Expr, own: sp.Expr) -> sp.ImmutableMatrix:
    """(1 + `own` |u|²) I + `along` uuᵀ."""
    u = sp.Matrix(displacement(dimension))
    return sp.ImmutableMatrix((1 + own * u.dot(u)) * sp.eye(dimension) + along * u * u.T)


def noise_formulas(along: sp.Expr, own: sp.Expr) -> dict[str, sp.ImmutableMatrix]:
    """`noise_formula` for d = 2, 3."""
    return {f"d = {i}": noise_formula(i, along, own) for i in (2, 3)}


def same_trace() -> dict[str, sp.ImmutableMatrix]:
    """The only candidate for β I: it has the trace d + (d + 1)|u|²."""
    return {f"d = {i}": noise_formula(i, sp.S.Zero, sp.Rational(i + 1, i)) for i in (2, 3)}


def measured_noise() -> dict[str, sp.ImmutableMatrix]:
    """σ²/4 for d = 2, 3."""
    return {f"d = {i}": sp.ImmutableMatrix(gaussian_noise_covariance(i)) for i in (2, 3)}


printed_noise_of_the_square_loss_is_isotropic = Check(
    tests=r"$\sigma^2(\mathbf w)/4$ of the square loss with independent standard normal features, noise "
    r"of variance 1 and $\mathbf u=\mathbf w-\mathbf w^0$, from the moments of the gradient for "
    r"$d=2,3$, against the multiple of $\mathbf I$ with the same trace.",
    measure=measured_noise,
    predict=same_trace,
    compare=equal(),
    wrong={
        "I: that at the minimiser": lambda: noise_formulas(sp.S.Zero, sp.S.Zero),
        "(1 + |u|²)I + 2uuᵀ: without the mean": lambda: noise_formulas(sp.Integer(2), sp.S.One),
    },
    right={"(1 + |u|²)I + uuᵀ": lambda: noise_formulas(sp.S.One, sp.S.One)},
)

noise_of_the_square_loss_is_stretched_along_the_displacement = Check(
    tests=r"$\sigma^2(\mathbf w)/4$ of the square loss with standard normal features, as before, "
    r"against $(1+\|\mathbf u\|^2)\mathbf I+\mathbf u\mathbf u^\top$: a multiple of $\mathbf I$ at "
    r"$\mathbf u=0$ only.",
    measure=measured_noise,
    predict=lambda: noise_formulas(sp.S.One, sp.S.One),
    compare=equal(),
    wrong={
        "a multiple of I": same_trace,
        "(1 + |u|²)I + 2uuᵀ: without the mean": lambda: noise_formulas(sp.Integer(2), sp.S.One),
        "(1 + |u|²)I − uuᵀ": lambda: noise_formulas(-sp.S.One, sp.S.One),
    },
    of="corrected",
)
