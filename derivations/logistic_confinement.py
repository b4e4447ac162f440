"""(A.1) to (A.3) for the regularised cross entropy of logistic regression, for every law of the data.

What the law adds to λ‖w‖² is bounded: each label's loss is positive, its gradient at most ‖x‖, its second
derivative at most ‖x‖²/4. Then everything follows from two numbers, m₁ = E‖x‖ and m₂ = E‖x‖².

## Main definitions
* `label_likelihoods`: e^{−loss} of the labels 1 and 0.
* `worst_growth`: the least ‖∇L‖²/2 − ∇·∇L and the largest ∇·∇L/‖∇L‖² that m₁ and m₂ allow.
* `worst_curvature`: a bound of |e^{−L}(‖∇L‖² − ∇·∇L)|.

## Notation
`rho` = ‖w‖, `score` = w·x, `guess` = 1/(1 + e^{−w·x}).
"""

from dataclasses import replace
from functools import lru_cache

import sympy as sp

from derivations.any_matrix import gaussian_mass
from derivations.calculus import gradient
from derivations.identity import equal
from derivations.logistic_loss import FeatureLaw, any_law, cross_entropy, sigmoid
from derivations.potential import Potential
from derivations.square_confinement import growth_limits
from derivations.square_loss import named
from derivations.symbols import lamda
from ledger.model import Check

score = sp.Symbol("s", real=True)
rho, m_1, m_2 = sp.symbols("rho m_1 m_2", positive=True)
dimension = sp.Symbol("d", positive=True, integer=True)
Pair = tuple[sp.Expr, sp.Expr]


def label_likelihoods() -> Pair:
    """e^{−loss} of one sample without penalty, label 1 and label 0, as a function of the score."""
    law = {y: FeatureLaw(((sp.Integer(1),),), (sp.Integer(1),), (sp.Integer(y),)) for y in (1, 0)}
    (weight,) = named("w", 1)
    losses = [cross_entropy(law[y]).subs({lamda: 0, weight: score}) for y in (1, 0)]
    return tuple(sp.simplify(sp.exp(-loss)) for loss in losses)


def worst_growth(strength: sp.Expr | int = lamda) -> Pair:
    """(2λρ − m₁)²/2 − (m₂/4 + 2λd) and (m₂/4 + 2λd)/(2λρ − m₁)²."""
    steepness, trace = (2 * strength * rho - m_1) ** 2, m_2 / 4 + 2 * strength * dimension
    return steepness / 2 - trace, trace / steepness


def worst_curvature(strength: sp.Expr | int = lamda) -> sp.Expr:
    """e^{−λρ²}[(2λρ + m₁)² + m₂/4 + 2λd]."""
    bracket = (2 * strength * rho + m_1) ** 2 + m_2 / 4 + 2 * strength * dimension
    return sp.exp(-strength * rho**2) * bracket


def penalty_is_left_out(law: FeatureLaw) -> sp.Matrix:
    """∇L − 2λw, shape (d, 1)."""
    return gradient(cross_entropy(law), law.coords) - 2 * lamda * sp.Matrix(law.coords)


# --- Evidence ---

LAWS = (any_law(2, 1), any_law(1, 2))
NULL = FeatureLaw(((sp.Integer(1), sp.Integer(0)),), (sp.Integer(1),), (sp.Rational(1, 3),))
"""One feature on the first axis: the second axis is not seen by the data."""
RAYS = ((1, 0), (-1, 0), (0, 1), (1, 1))


def _residual_means(label: int, guess: int) -> tuple[sp.Matrix, ...]:
    """E[x(guess·ŷ − label·y)]."""
    means = []
    for law in LAWS:
        terms = zip(law.points, law.scores(), law.chances, strict=True)
        values = [sp.Matrix(x) * (guess * sigmoid(s) - label * chance) for x, s, chance in terms]
        means.append(sp.Matrix([law.mean(tuple(v[i] for v in values)) for i in range(len(law.coords))]))
    return tuple(means)


@lru_cache
def _limits_along_rays() -> tuple[Pair, ...]:
    loss = sum(
        (chance * sp.log(1 + sp.exp(-s)) + (1 - chance) * sp.log(1 + sp.exp(s)))
        for s, chance in zip(NULL.scores(), NULL.chances, strict=True)
    ) + lamda * sum(w**2 for w in NULL.coords)
    potential = Potential(loss, NULL.coords, parameters=(lamda,))
    return tuple(growth_limits(potential, ray) for ray in RAYS)


def _limits(strength: sp.Expr | int = lamda) -> Pair:
    return tuple(sp.limit(f, rho, sp.oo) for f in worst_growth(strength))


def _curvature_ends(strength: sp.Expr | int = lamda) -> Pair:
    """The bound at ρ = 0 and as ρ → ∞."""
    bound = worst_curvature(strength)
    return sp.expand(bound.subs(rho, 0)), sp.limit(bound, rho, sp.oo)


def _powers(base: sp.Expr) -> tuple[sp.Expr, ...]:
    """base^{d/2} for d = 1, 2, 3."""
    return tuple(sp.sqrt(base) ** d for d in (1, 2, 3))


def _pairs(first: sp.Expr | int, second: sp.Expr | int, count: int) -> tuple[Pair, ...]:
    return ((sp.S(first), sp.S(second)),) * count


def _likelihoods(sign: int) -> Pair:
    """1/(1 + e^{−s}) and 1/(1 + e^{s}), the sign of s as given."""
    return 1 / (1 + sp.exp(-sign * score)), 1 / (1 + sp.exp(sign * score))


printed_loss_is_the_log_likelihood_of_the_label = Check(
    tests=r"$e^{-L_n}$ for the labels $y_n=1$ and $y_n=0$ and any score $s=w\cdot x_n$, without the penalty, "
    r"against the chances $1/(1+e^{-s})$ and $1/(1+e^s)$ of these labels.",
    measure=label_likelihoods,
    predict=lambda: _likelihoods(1),
    compare=equal(),
    wrong={"ŷ = 1/(1 + e^{s})": lambda: _likelihoods(-1), "1 for both": lambda: (sp.S.One, sp.S.One)},
)

loss_exceeds_its_penalty = Check(
    tests=r"$e^{L_n-\lambda\|w\|^2}-1$ for the labels 1 and 0 and any score $s$, against $e^{-s}$ and $e^s$, "
    r"which are positive: $L\ge\lambda\|w\|^2$.",
    measure=lambda: tuple(sp.simplify(1 / likelihood - 1) for likelihood in label_likelihoods()),
    predict=lambda: (sp.exp(-score), sp.exp(score)),
    compare=equal(),
    wrong={"0": lambda: (sp.S.Zero, sp.S.Zero), "labels exchanged": lambda: (sp.exp(score), sp.exp(-score))},
)

gradient_without_penalty_is_a_mean_of_bounded_terms = Check(
    tests=r"$\nabla L-2\lambda w$ for any law of $x$ on two points of the line or one of the plane, any "
    r"labels, against $\mathbb E[x(\hat y-y)]$, which is at most $\mathbb E\|x\|$ since $|\hat y-y|<1$.",
    measure=lambda: tuple(penalty_is_left_out(law) for law in LAWS),
    predict=lambda: _residual_means(1, 1),
    compare=equal(),
    wrong={"ŷ + y": lambda: _residual_means(-1, 1), "2ŷ − y": lambda: _residual_means(1, 2)},
)

second_derivative_of_the_label_loss_is_at_most_a_quarter = Check(
    tests=r"$\frac14-\hat y(1-\hat y)$ for any score, against the square $(\hat y-\frac12)^2$, so that $0\le"
    r"\nabla\cdot\nabla L-2\lambda d\le\mathbb E\|x\|^2/4$.",
    measure=lambda: sp.Rational(1, 4) - sp.diff(sp.log(1 + sp.exp(score)), score, 2),
    predict=lambda: (sigmoid(score) - sp.S.Half) ** 2,
    compare=equal(),
    wrong={"(ŷ − ¼)²": lambda: (sigmoid(score) - sp.Rational(1, 4)) ** 2, "0": lambda: sp.S.Zero},
)

worst_logistic_loss_grows_as_assumed = Check(
    tests=r"The limits as $\rho=\|w\|\to\infty$ of the least $\|\nabla L\|^2/2-\nabla\cdot\nabla L$, "
    r"$\frac12(2\lambda\rho-m_1)^2-\frac14m_2-2\lambda d$, and of the largest $\nabla\cdot\nabla L/\|\nabla "
    r"L\|^2$ for any $\lambda>0$, $m_1=\mathbb E\|x\|$, $m_2=\mathbb E\|x\|^2$, against $+\infty$ and 0.",
    measure=_limits,
    predict=lambda: (sp.oo, sp.Integer(0)),
    compare=equal(),
    wrong={"as for λ = 0": lambda: _limits(0), "−∞": lambda: (-sp.oo, sp.Integer(0))},
)

logistic_loss_grows_along_rays_that_the_data_do_not_see = Check(
    tests=r"The limits of (A.2) along four rays of the plane, one of them orthogonal to the only feature "
    r"$(1,0)$, for the regularised cross entropy with $P(y=1)=\frac13$, any $\lambda>0$, against $+\infty$ "
    "and 0.",
    measure=_limits_along_rays,
    predict=lambda: _pairs(sp.oo, 0, len(RAYS)),
    compare=equal(),
    wrong={"finite": lambda: _pairs(0, 0, len(RAYS)), "1": lambda: _pairs(sp.oo, 1, len(RAYS))},
)

logistic_loss_has_a_bounded_gibbs_curvature = Check(
    tests=r"The bound $e^{-\lambda\rho^2}[(2\lambda\rho+m_1)^2+\frac14m_2+2\lambda d]$ of "
    r"$|e^{-L}(\|\nabla L\|^2-\nabla\cdot\nabla L)|$, which is continuous, at $\rho=0$ and as "
    r"$\rho\to\infty$, against $m_1^2+\frac14m_2+2\lambda d$ and 0.",
    measure=_curvature_ends,
    predict=lambda: (m_1**2 + m_2 / 4 + 2 * lamda * dimension, sp.Integer(0)),
    compare=equal(),
    wrong={
        "as for λ = 0": lambda: _curvature_ends(0),
        "unbounded": lambda: (m_1**2 + m_2 / 4 + 2 * lamda * dimension, sp.oo),
    },
)

regularised_logistic_regression_obeys_the_second_assumption = replace(
    worst_logistic_loss_grows_as_assumed, of="corrected"
)

mass_of_the_penalty_is_finite = Check(
    tests=r"$\int e^{-\lambda\|w\|^2}dw$ for any $\lambda>0$, $d=1,2,3$, which bounds $\int e^{-L}dw$, "
    r"against $(\pi/\lambda)^{d/2}$.",
    measure=lambda: tuple(gaussian_mass((lamda,) * d, sp.Integer(0)) for d in (1, 2, 3)),
    predict=lambda: _powers(sp.pi / lamda),
    compare=equal(),
    wrong={"(2π/λ)^{d/2}": lambda: _powers(2 * sp.pi / lamda), "λ^{−d/2}": lambda: _powers(1 / lamda)},
)
