"""The square loss of a linear model and its derivatives (Appendix C).

## Main definitions
* `square_risk`: E(y − x·w)² for any law of (x, y) with second moments.
* `linear_model`: the moments of y when E[y|x] = x·w⁰ and Var[y|x] = 1.
* `centred_risk`: (w − w⁰)ᵀ E[xxᵀ] (w − w⁰) + 1, the form that Appendix C starts from.

## Main statements
* The trace of the Hessian is 2 Tr E[xxᵀ]; the paper prints half of it.
* The form of Appendix C needs E[y|x] = x·w⁰; without it the least risk is not 1.

## Notation
`mu_…` a moment, the last index that of y: in one dimension mu_20 = E[x²] and mu_11 = E[xy].
"""

from collections.abc import Mapping, Sequence

import sympy as sp

from derivations.calculus import gradient, laplacian
from derivations.identity import equal
from derivations.symbols import y
from ledger.model import Check

DIMENSIONS = (1, 2, 3)


def named(letter: str, d: int) -> tuple[sp.Symbol, ...]:
    """Real symbols letter_1, …, letter_d.

    Raises:
        ValueError: if d is not positive.
    """
    if d < 1:
        raise ValueError(f"d={d}: a dimension is at least 1")
    return tuple(sp.symbols(f"{letter}_1:{d + 1}", real=True))


def moment(powers: Sequence[int]) -> sp.Expr:
    """The symbol of E[x₁^a x₂^b ⋯ y^c], `powers` being (a, b, …, c); 1 if all are 0."""
    if not any(powers):
        return sp.Integer(1)
    return sp.Symbol("mu_" + "".join(map(str, powers)), real=True)


def expectation(expr: sp.Expr, variables: Sequence[sp.Symbol]) -> sp.Expr:
    """E of a polynomial in random `variables`, by linearity, in symbols for their moments."""
    return sum((c * moment(powers) for powers, c in sp.Poly(expr, *variables).terms()), sp.Integer(0))


def second_moments(d: int) -> sp.Matrix:
    """E[xxᵀ], shape (d, d), in the symbols of `moment`."""
    x = named("x", d)
    return sp.Matrix(d, d, lambda i, j: expectation(x[i] * x[j], (*x, y)))


def square_risk(d: int) -> sp.Expr:
    """E(y − x·w)² as a function of w_1, …, w_d, in the moments of (x, y)."""
    x = named("x", d)
    error = y - sum(a * b for a, b in zip(x, named("w", d), strict=True))
    return expectation(error**2, (*x, y))


def linear_model(d: int) -> Mapping[sp.Expr, sp.Expr]:
    """The moments E[x_i y] and E[y²] when E[y|x] = x·w⁰ and Var[y|x] = 1; w⁰ is c_1, …, c_d."""
    x, centre = named("x", d), sp.Matrix(named("c", d))
    mixed = second_moments(d) * centre
    moments = {expectation(x[i] * y, (*x, y)): mixed[i] for i in range(d)}
    return {**moments, expectation(y**2, (*x, y)): centre.dot(mixed) + 1}


def centred_risk(d: int) -> sp.Expr:
    """(w − w⁰)ᵀ E[xxᵀ] (w − w⁰) + 1 (Appendix C); w⁰ is c_1, …, c_d."""
    u = sp.Matrix(named("w", d)) - sp.Matrix(named("c", d))
    return u.dot(second_moments(d) * u) + 1


# --- Evidence ---

X, W = *named("x", 1), *named("w", 1)
BEST = sp.Rational(9, 5)


def _curved_law() -> Mapping[sp.Expr, sp.Expr]:
    """The moments when x is 1 or 2 with equal chances and y = x² + ξ, E[ξ|x] = 0, Var[ξ|x] = 1."""
    means_given_x = {(2, 0): X**2, (1, 1): X * X**2, (0, 2): (X**2) ** 2 + 1}
    return {moment(p): (mean.subs(X, 1) + mean.subs(X, 2)) / 2 for p, mean in means_given_x.items()}


def _hessian_traces() -> tuple[sp.Expr, ...]:
    return tuple(laplacian(square_risk(d), named("w", d)) for d in DIMENSIONS)


def _moment_traces(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    return tuple(factor * second_moments(d).trace() for d in DIMENSIONS)


def _half_squared_gradients() -> tuple[sp.Expr, ...]:
    slopes = [gradient(square_risk(d).subs(linear_model(d)), named("w", d)) for d in DIMENSIONS]
    return tuple(slope.dot(slope) / 2 for slope in slopes)


def _moment_forms(factor: sp.Expr, power: int) -> tuple[sp.Expr, ...]:
    """factor·(w − w⁰)ᵀ E[xxᵀ]^power (w − w⁰)."""
    forms = []
    for d in DIMENSIONS:
        u = sp.Matrix(named("w", d)) - sp.Matrix(named("c", d))
        forms.append(factor * u.dot(second_moments(d) ** power * u))
    return tuple(forms)


def _parabola(curvature: sp.Expr, least: sp.Expr) -> sp.Expr:
    return curvature * (W - BEST) ** 2 + least


printed_trace_is_that_of_the_second_moments = Check(
    tests=r"The trace of the Hessian of $\mathbb E(y-x\cdot w)^2$ for any law of $(x,y)$, $d=1,2,3$, "
    r"against $\mathrm{Tr}\,\mathbb E[xx^\top]$.",
    measure=_hessian_traces,
    predict=lambda: _moment_traces(sp.Integer(1)),
    compare=equal(),
    wrong={"½ Tr": lambda: _moment_traces(sp.Rational(1, 2)), "4 Tr": lambda: _moment_traces(sp.Integer(4))},
    right={"2 Tr": lambda: _moment_traces(sp.Integer(2))},
)

trace_is_twice_that_of_the_second_moments = Check(
    tests=r"The trace of the Hessian of $\mathbb E(y-x\cdot w)^2$ for any law of $(x,y)$, $d=1,2,3$, "
    r"against $2\,\mathrm{Tr}\,\mathbb E[xx^\top]$.",
    measure=_hessian_traces,
    predict=lambda: _moment_traces(sp.Integer(2)),
    compare=equal(),
    wrong={"Tr": lambda: _moment_traces(sp.Integer(1)), "4 Tr": lambda: _moment_traces(sp.Integer(4))},
    of="corrected",
)

printed_half_squared_gradient_is_quadratic = Check(
    tests=r"$\|\nabla L\|^2/2$ of the square loss of a linear model, any $\mathbb E[xx^\top]$, "
    r"$d=1,2,3$, against $2(w-w^0)^\top\{\mathbb E[xx^\top]\}^2(w-w^0)$.",
    measure=_half_squared_gradients,
    predict=lambda: _moment_forms(sp.Integer(2), 2),
    compare=equal(),
    wrong={
        "4 for 2": lambda: _moment_forms(sp.Integer(4), 2),
        "1 for 2": lambda: _moment_forms(sp.Integer(1), 2),
        "no square of E[xxᵀ]": lambda: _moment_forms(sp.Integer(2), 1),
    },
)

printed_risk_is_centred_for_a_curved_law = Check(
    tests=r"$\mathbb E(y-xw)^2$ for $x\in\{1,2\}$ with equal chances and $y=x^2+\xi$, "
    r"$\mathrm{Var}\,\xi=1$, against $(w-w^0)^2\,\mathbb E[x^2]+1$ with the best $w^0=9/5$.",
    measure=lambda: square_risk(1).subs(_curved_law()),
    predict=lambda: _parabola(sp.Rational(5, 2), sp.Integer(1)),
    compare=equal(),
    wrong={"half the curvature": lambda: _parabola(sp.Rational(5, 4), sp.Rational(7, 5))},
    right={"least risk 7/5": lambda: _parabola(sp.Rational(5, 2), sp.Rational(7, 5))},
)

risk_of_a_linear_model_is_centred = Check(
    tests=r"$\mathbb E(y-x\cdot w)^2$ when $\mathbb E[y|x]=x\cdot w^0$ and $\mathrm{Var}[y|x]=1$, any "
    r"$\mathbb E[xx^\top]$, $d=1,2,3$, against $(w-w^0)^\top\mathbb E[xx^\top](w-w^0)+1$.",
    measure=lambda: tuple(square_risk(d).subs(linear_model(d)) for d in DIMENSIONS),
    predict=lambda: tuple(centred_risk(d) for d in DIMENSIONS),
    compare=equal(),
    wrong={
        "with a factor ½": lambda: tuple((centred_risk(d) + 1) / 2 for d in DIMENSIONS),
        "without the 1": lambda: tuple(centred_risk(d) - 1 for d in DIMENSIONS),
    },
    of="corrected",
)
