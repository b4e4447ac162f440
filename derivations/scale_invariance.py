"""What batch normalisation does to the assumptions: the loss ignores the length of the weights.

A normalised layer computes (z − mean z)/sd z over the batch, z = w · x, so that L(αw) = L(w) for α > 0.

## Main definitions
* `normalised_loss`: cross-entropy of one normalised unit with any activation on a small batch.
* `scale_free_loss`: f(x/z, y/z), any function of the direction alone in three dimensions.
* `change_under_scaling`: of the gradient and the Hessian, along w and to αw.

## Main statements
* `printed_loss_of_a_normalised_net_confines`: refuted along every ray.
* `gradient_and_hessian_of_a_scale_free_loss`: ∇L · w = 0, Hw = −∇L, H(αw) = H(w)/α².
* `printed_determinant_grows_with_the_curvature`: refuted; it is 0 at every critical point.
* `step_on_a_scale_free_loss_lengthens_the_weights`.
"""

from collections.abc import Callable, Sequence

import sympy as sp

from derivations.calculus import gradient
from derivations.identity import equal
from derivations.symbols import gamma, kappa, x, y, z
from ledger.model import Check

alpha = sp.Symbol("alpha", positive=True)
SPACE = (x, y, z)
BATCH = (((1, 0), 1), ((0, 1), -1), ((2, 1), 1), ((1, 3), -1))
"""(features, label) of four samples."""

Activation = Callable[[sp.Expr], sp.Expr]


def normalised_loss(weights: Sequence[sp.Expr | int], activation: Activation) -> sp.Expr:
    """Mean log(1 + e^{−label · activation(ẑ)}) over `BATCH`, ẑ the normalised products w · x.

    Raises:
        ValueError: if there are not two weights.
    """
    if len(weights) != 2:
        raise ValueError(f"weights={tuple(weights)}: two are wanted, not {len(weights)}")
    products = [weights[0] * first + weights[1] * second for (first, second), _ in BATCH]
    centred = [product - sum(products) / len(products) for product in products]
    spread = sp.sqrt(sp.factor(sum(c**2 for c in centred) / len(centred)))
    labels = [label for _, label in BATCH]
    scores = [activation(sp.cancel(c / spread)) for c in centred]
    return sum(sp.log(1 + sp.exp(-b * s)) for b, s in zip(labels, scores, strict=True)) / len(BATCH)


def scale_free_loss() -> sp.Expr:
    """f(x/z, y/z) with f undefined: any loss of the direction, where z ≠ 0."""
    return sp.Function("f", real=True)(x / z, y / z)


def change_under_scaling(loss: sp.Expr) -> dict[str, sp.Matrix]:
    """∇L · w, Hw + ∇L and α²H(αw) − H(w), with the functions in it differentiated and put in place."""
    point, slope, hessian = sp.Matrix(SPACE), gradient(loss, SPACE), sp.hessian(loss, SPACE)
    moved = hessian.subs({c: alpha * c for c in SPACE}, simultaneous=True)
    return {
        "∇L · w": sp.Matrix([slope.dot(point)]),
        "Hw + ∇L": hessian * point + slope,
        "α²H(αw) − H(w)": alpha**2 * moved - hessian,
    }


# --- Evidence ---

ANY: Activation = sp.Function("phi", real=True)
SCALED = (alpha, 2 * alpha)


def relu(score: sp.Expr) -> sp.Expr:
    """max(score, 0)."""
    return sp.Max(score, 0)


printed_loss_of_a_normalised_net_confines = Check(
    tests=r"$\lim_{\alpha\to\infty}L(\alpha\mathbf w)$ for the cross-entropy of a batch-normalised ReLU unit on"
    r" four samples, $\mathbf w=(1,2)$, against $+\infty$, as (A.1) demands.",
    measure=lambda: sp.limit(normalised_loss(SCALED, relu), alpha, sp.oo),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"0": lambda: sp.S.Zero},
    right={"L(w)": lambda: normalised_loss((1, 2), relu)},
)

penalised_loss_confines = Check(
    tests=r"The same limit with the penalty $\frac\kappa2\|\alpha\mathbf w\|^2$ added, against $+\infty$.",
    measure=lambda: sp.limit(normalised_loss(SCALED, relu) + kappa * 5 * alpha**2 / 2, alpha, sp.oo),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"L(w), as without the penalty": lambda: normalised_loss((1, 2), relu)},
    of="corrected",
)

normalised_net_ignores_the_length_of_its_weights = Check(
    tests=r"$L(\alpha\mathbf w)$ for a batch-normalised unit with any activation on four samples,"
    r" $\mathbf w=(x,y)$, against $L(\mathbf w)$.",
    measure=lambda: normalised_loss((alpha * x, alpha * y), ANY),
    predict=lambda: normalised_loss((x, y), ANY),
    compare=equal(),
    wrong={
        "L(−w)": lambda: normalised_loss((-x, -y), ANY),
        "one weight scaled": lambda: normalised_loss((alpha * x, y), ANY),
    },
    of="corrected",
)


def _changes(
    along: sp.Expr | int, times: sp.Expr | int, kept: sp.Expr | int
) -> dict[str, sp.Matrix]:
    """∇L · w = along, Hw + ∇L = times · ∇L, α²H(αw) − H(w) = kept · H(w)."""
    loss = scale_free_loss()
    return {
        "∇L · w": sp.Matrix([along]),
        "Hw + ∇L": times * gradient(loss, SPACE),
        "α²H(αw) − H(w)": kept * sp.hessian(loss, SPACE),
    }


gradient_and_hessian_of_a_scale_free_loss = Check(
    tests=r"For any $L=f(x/z,y/z)$: $\nabla L\cdot\mathbf w$, $H\mathbf w+\nabla L$ and"
    r" $\alpha^2H(\alpha\mathbf w)-H(\mathbf w)$, against 0.",
    measure=lambda: change_under_scaling(scale_free_loss()),
    predict=lambda: _changes(0, 0, 0),
    compare=equal(),
    wrong={
        "∇L · w = L": lambda: _changes(scale_free_loss(), 0, 0),
        "Hw = 0 everywhere": lambda: _changes(0, 1, 0),
        "H(αw) = H(w)": lambda: _changes(0, 0, alpha**2 - 1),
        "H(αw) = H(w)/α": lambda: _changes(0, 0, alpha - 1),
    },
    of="corrected",
)


def _determinants() -> tuple[sp.Expr, ...]:
    """Of the Hessians at (1, 0) of F(y/x), F' = 0 and F'' = 1, 4, 9 there."""
    losses = [c * (y / x) ** 2 / 2 for c in (1, 4, 9)]
    return tuple(sp.hessian(loss, (x, y)).subs({x: 1, y: 0}).det() for loss in losses)


printed_determinant_grows_with_the_curvature = Check(
    tests=r"The determinants of the Hessians at the minima of $c\,(y/x)^2/2$, $c=1,4,9$, at $(1,0)$, against the"
    " curvature across the ray, which they should grow with.",
    measure=_determinants,
    predict=lambda: tuple(map(sp.Integer, (1, 4, 9))),
    compare=equal(),
    wrong={"its square": lambda: tuple(map(sp.Integer, (1, 16, 81)))},
    right={"always 0": lambda: (sp.S.Zero,) * 3},
)


def _squared_norm(H: sp.Matrix) -> sp.Expr:
    return sp.Add(*[entry**2 for entry in H])


def _norm_quotient() -> sp.Expr:
    """‖H(αw)‖²_F/‖H(w)‖²_F for the normalised unit with the identity as activation, at w = (1, 2)."""
    squared = _squared_norm(sp.hessian(normalised_loss((x, y), lambda s: s), (x, y)))
    before, after = (squared.subs({x: c, y: 2 * c}, simultaneous=True) for c in (sp.S.One, alpha))
    return sp.simplify(after / before)


printed_smaller_hessian_norm_means_another_minimum = Check(
    tests=r"$\|H(\alpha\mathbf w)\|_F^2/\|H(\mathbf w)\|_F^2$ for a batch-normalised unit, which computes the same"
    r" function at $\alpha\mathbf w$ as at $\mathbf w=(1,2)$, against 1.",
    measure=_norm_quotient,
    predict=lambda: sp.S.One,
    compare=equal(),
    wrong={"α^{−2}": lambda: alpha**-2},
    right={"α^{−4}": lambda: alpha**-4},
)


def _squared_length() -> sp.Expr:
    """‖w − γ∇L‖² for a scale-free L."""
    step = sp.Matrix(SPACE) - gamma * gradient(scale_free_loss(), SPACE)
    return sp.expand(step.dot(step))


def _lengthened(factor: sp.Expr | int) -> sp.Expr:
    slope = gradient(scale_free_loss(), SPACE)
    return sp.Matrix(SPACE).dot(sp.Matrix(SPACE)) + factor * slope.dot(slope)


step_on_a_scale_free_loss_lengthens_the_weights = Check(
    tests=r"$\|\mathbf w-\gamma\nabla L(\mathbf w)\|^2$ for any $L=f(x/z,y/z)$, against"
    r" $\|\mathbf w\|^2+\gamma^2\|\nabla L\|^2$: every step lengthens the weights, whatever $\gamma$ and the batch.",
    measure=_squared_length,
    predict=lambda: _lengthened(gamma**2),
    compare=equal(),
    wrong={"no change": lambda: _lengthened(0), "shorter": lambda: _lengthened(-(gamma**2))},
    of="corrected",
)
