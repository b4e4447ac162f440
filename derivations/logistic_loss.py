"""The regularised mean cross entropy of logistic regression and its derivatives (Appendix C).

## Main definitions
* `FeatureLaw`: features at finitely many points, each with its own chance of the label 1.
* `cross_entropy`: E[−y log ŷ − (1 − y) log(1 − ŷ)] + λ‖w‖² under such a law.

## Main statements
* The trace of the Hessian is E[ŷ(1 − ŷ)‖x‖²] + 2λd: no label in it, and never negative.

## Implementation notes
Points, weights and chances are symbols, so an identity for two points holds for every law on two points;
both sides are linear in the law, so it holds for every law with E‖x‖² < ∞.
"""

from dataclasses import dataclass
from functools import cache

import sympy as sp

from derivations.calculus import gradient, laplacian
from derivations.identity import equal
from derivations.square_loss import named
from derivations.symbols import lamda
from ledger.model import Check


@dataclass(frozen=True)
class FeatureLaw:
    """x is one of `points`, each of shape (d,), with `weights`; y is 1 with the chance in `chances`, else 0.

    Raises:
        ValueError: if the numbers of points, weights and chances differ, or there is none.
    """

    points: tuple[tuple[sp.Expr, ...], ...]
    weights: tuple[sp.Expr, ...]
    chances: tuple[sp.Expr, ...]

    def __post_init__(self) -> None:
        lengths = [len(self.points), len(self.weights), len(self.chances)]
        if len(set(lengths)) != 1 or not self.points:
            raise ValueError(f"points, weights, chances: {lengths} of them, not one number of each")

    @property
    def coords(self) -> tuple[sp.Symbol, ...]:
        """The parameters w_1, …, w_d."""
        return named("w", len(self.points[0]))

    def scores(self) -> tuple[sp.Expr, ...]:
        """w·x at each point."""
        return tuple(sum(a * b for a, b in zip(self.coords, x, strict=True)) for x in self.points)

    def mean(self, values: tuple[sp.Expr, ...]) -> sp.Expr:
        """E of what takes `values` at the points."""
        return sum((p * value for p, value in zip(self.weights, values, strict=True)), sp.Integer(0))


def any_law(points: int, d: int) -> FeatureLaw:
    """A law in symbols: `points` points x in R^d, with weights p and chances q."""
    weights = sp.symbols(f"p_1:{points + 1}", positive=True)
    chances = sp.symbols(f"q_1:{points + 1}", positive=True)
    return FeatureLaw(tuple(named(f"x_{k}", d) for k in range(1, points + 1)), tuple(weights), tuple(chances))


def sigmoid(score: sp.Expr) -> sp.Expr:
    """ŷ = 1/(1 + e^{−w·x})."""
    return 1 / (1 + sp.exp(-score))


def cross_entropy(law: FeatureLaw) -> sp.Expr:
    """E[−y log ŷ − (1 − y) log(1 − ŷ)] + λ‖w‖² (Appendix C)."""
    losses = []
    for score, chance in zip(law.scores(), law.chances, strict=True):
        guess = sigmoid(score)
        losses.append(-chance * sp.log(guess) - (1 - chance) * sp.log(1 - guess))
    return law.mean(tuple(losses)) + lamda * sum(a**2 for a in law.coords)


def by_points(expr: sp.Expr, law: FeatureLaw) -> sp.Expr:
    """An expression linear in the weights of a law in symbols, with the share of each point factored."""
    shares = [p * sp.factor(sp.cancel(sp.diff(expr, p))) for p in law.weights]
    return sum(shares, sp.expand(expr.subs(dict.fromkeys(law.weights, 0))))


# --- Evidence ---

LAWS = (any_law(2, 1), any_law(1, 2))


@cache
def _hessian_traces() -> tuple[sp.Expr, ...]:
    return tuple(by_points(laplacian(cross_entropy(law), law.coords), law) for law in LAWS)


def _traces(penalty: int, label: str = "none") -> tuple[sp.Expr, ...]:
    """E[ŷ(1 − ŷ) ‖x‖² · factor] + penalty·λd; the label enters the factor as named."""
    traces = []
    for law in LAWS:
        terms = []
        for x, score, chance in zip(law.points, law.scores(), law.chances, strict=True):
            factor = {"none": sp.Integer(1), "printed": 1 - 2 * chance, "label": chance}[label]
            terms.append(factor * sigmoid(score) * (1 - sigmoid(score)) * sum(a**2 for a in x))
        traces.append(law.mean(tuple(terms)) + penalty * lamda * len(law.coords))
    return tuple(traces)


def _gradients(label_sign: int, penalty: int) -> tuple[sp.Matrix, ...]:
    """E[±x y + x ŷ] + penalty·λw."""
    slopes = []
    for law in LAWS:
        terms = zip(law.points, law.scores(), law.chances, strict=True)
        at_points = [sp.Matrix(x) * (label_sign * chance + sigmoid(score)) for x, score, chance in terms]
        rows = [law.mean(tuple(vector[i] for vector in at_points)) for i in range(len(law.coords))]
        slopes.append(sp.Matrix(rows) + penalty * lamda * sp.Matrix(law.coords))
    return tuple(slopes)


printed_gradient_is_that_of_the_cross_entropy = Check(
    tests=r"The gradient of the regularised cross entropy for any law of $x$ on two points of the line "
    r"or one of the plane, any labels, against $\mathbb E[-xy+x/(1+e^{-w\cdot x})]+2\lambda w$.",
    measure=lambda: tuple(gradient(cross_entropy(law), law.coords) for law in LAWS),
    predict=lambda: _gradients(-1, 2),
    compare=equal(),
    wrong={"+xy": lambda: _gradients(1, 2), "λw": lambda: _gradients(-1, 1)},
)

printed_trace_depends_on_the_label = Check(
    tests=r"The trace of the Hessian of the regularised cross entropy for any law of $x$ on two points "
    r"of the line or one of the plane, any labels, against $-\mathbb E\left[\frac{e^{-w\cdot "
    r"x}}{(1+e^{-w\cdot x})^2}[2P(y=1)-1]\|x\|^2\right]$.",
    measure=_hessian_traces,
    predict=lambda: _traces(0, "printed"),
    compare=equal(),
    wrong={
        "printed, with 2λd": lambda: _traces(2, "printed"),
        "P(y = 1) for 2P(y = 1) − 1": lambda: _traces(2, "label"),
    },
    right={"no label, with 2λd": lambda: _traces(2)},
)

trace_of_the_cross_entropy_has_no_label = Check(
    tests=r"The trace of the Hessian of the regularised cross entropy for any law of $x$ on two points "
    r"of the line or one of the plane, any labels, against $\mathbb E[\hat y(1-\hat "
    r"y)\|x\|^2]+2\lambda d$.",
    measure=_hessian_traces,
    predict=lambda: _traces(2),
    compare=equal(),
    wrong={
        "the printed factor 1 − 2P(y = 1)": lambda: _traces(2, "printed"),
        "no 2λd": lambda: _traces(0),
        "λd": lambda: _traces(1),
    },
    of="corrected",
)
