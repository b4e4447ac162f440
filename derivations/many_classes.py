"""Does Appendix C lose anything by treating two classes only?

The softmax cross entropy of K classes, with one weight vector per class, has the same two properties: the
part of its gradient that is not the penalty's is bounded, and so is that of the trace of its Hessian.

## Main definitions
* `softmax_loss`: −log p_label + λ‖W‖², W of shape (K, d), one vector per class.

## Main statements
* Its trace is ‖x‖²(1 − Σ p_k²) + 2λdK, without the label.
* Its gradient is (p_k − 1[k = label]) x + 2λ w_k.
"""

import sympy as sp

from derivations.calculus import gradient, laplacian
from derivations.identity import equal
from derivations.square_loss import named
from derivations.symbols import lamda
from ledger.model import Check

Shape = tuple[int, int]
"""Classes and dimension."""

THREE: Shape = (3, 1)
SHAPES = (THREE, (2, 2))


def weights(shape: Shape) -> sp.Matrix:
    """W, shape (K, d), in symbols."""
    return sp.Matrix([named(f"w_{k}", shape[1]) for k in range(1, shape[0] + 1)])


def odds(shape: Shape) -> tuple[sp.Expr, ...]:
    """e^{w_k·x} for each class."""
    x = sp.Matrix(named("x", shape[1]))
    return tuple(sp.exp(weights(shape).row(k).dot(x)) for k in range(shape[0]))


def chances(shape: Shape) -> tuple[sp.Expr, ...]:
    """p_k = e^{w_k·x}/Σ_j e^{w_j·x}."""
    total = sp.Add(*odds(shape))
    return tuple(one / total for one in odds(shape))


def softmax_loss(shape: Shape, label: int) -> sp.Expr:
    """−log p_label + λ‖W‖² at one feature x.

    Raises:
        ValueError: if the label is not one of 0, …, K − 1.
    """
    if label not in range(shape[0]):
        raise ValueError(f"label={label}: one of 0, …, {shape[0] - 1} is wanted")
    return -sp.log(chances(shape)[label]) + lamda * sum(a**2 for a in weights(shape))


# --- Evidence ---


def _trace(shape: Shape) -> sp.Expr:
    """Of the loss with the first label."""
    return laplacian(softmax_loss(shape, 0), tuple(weights(shape)))


def _bounded_trace(shape: Shape, power: int, penalty: int, classes: int | None = None) -> sp.Expr:
    """‖x‖²(1 − Σ p_k^power) + penalty·λd·classes, all K of them by default."""
    size = sum(a**2 for a in named("x", shape[1]))
    count = shape[1] * (shape[0] if classes is None else classes)
    return size * (1 - sum(p**power for p in chances(shape))) + penalty * lamda * count


def _gradients() -> tuple[sp.Matrix, ...]:
    """Of each shape with the label 0."""
    return tuple(gradient(softmax_loss(shape, 0), tuple(weights(shape))) for shape in SHAPES)


def _bounded_gradients(sign: int, penalty: int) -> tuple[sp.Matrix, ...]:
    """sign·(p_k − 1[k = 0]) x + penalty·λw_k, row by row."""
    slopes = []
    for shape in SHAPES:
        rows = zip(range(shape[0]), chances(shape), strict=True)
        x = named("x", shape[1])
        data = [sign * (p - int(k == 0)) * a for k, p in rows for a in x]
        slopes.append(sp.Matrix(data) + penalty * lamda * sp.Matrix(list(weights(shape))))
    return tuple(slopes)


trace_of_many_classes_is_bounded_without_the_penalty = Check(
    tests="The trace of the Hessian of the softmax cross entropy with penalty, three classes, any $x$ on "
    r"the line, against $\|x\|^2(1-\sum_kp_k^2)+2\lambda dK$, so that without the penalty it lies between "
    r"0 and $\|x\|^2$.",
    measure=lambda: _trace(THREE),
    predict=lambda: _bounded_trace(THREE, 2, 2),
    compare=equal(),
    wrong={
        "1 − Σ p_k": lambda: _bounded_trace(THREE, 1, 2),
        "no 2λdK": lambda: _bounded_trace(THREE, 2, 0),
        "2λd": lambda: _bounded_trace(THREE, 2, 2, classes=1),
    },
)

gradient_of_many_classes_is_bounded_without_the_penalty = Check(
    tests="The gradient of the same loss, and of that of two classes on the plane, against "
    r"$(p_k-1[k=1])x+2\lambda w_k$, whose first part is at most $\sqrt2\|x\|$.",
    measure=_gradients,
    predict=lambda: _bounded_gradients(1, 2),
    compare=equal(),
    wrong={"the other sign": lambda: _bounded_gradients(-1, 2), "λw_k": lambda: _bounded_gradients(1, 1)},
)
