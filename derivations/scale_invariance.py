"""Networks whose weights can be rescaled without effect: their gradient covariance is singular everywhere.

A unit a · max(w·x, 0) does not change if w grows as a shrinks, so w·∂L_n/∂w = a ∂L_n/∂a for every sample. A
batch-normalised unit does not change if w grows, so w·∂L/∂w = 0 for every batch.

## Main definitions
* `unit_gradient`: of the square loss of two hidden units, for any activation.
* `normalised_gradient`: of the square loss of one batch-normalised unit with a bias.

## Main statements
* `printed_covariance_has_full_rank_for_rectifiers`, `printed_covariance_has_full_rank_after_normalisation`:
  refuted; one null direction for each unit.
* `covariance_has_full_rank_once_the_scales_are_fixed`.

## Implementation notes
All weights and data are rational, and no sample lies on a kink. Batches are chosen such that the standard
deviation of w·x is rational.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import sympy as sp

from derivations.batch_normalisation import normalised_products
from derivations.calculus import gradient
from derivations.gradient_covariance import gradient_covariance
from derivations.identity import equal
from derivations.symbols import x, y
from ledger.model import Check

Activation = Callable[[sp.Expr], tuple[sp.Expr, sp.Expr]]
"""z -> (value, slope)."""

HIDDEN = (sp.Matrix([1, 2]), sp.Matrix([-1, 3]))
OUTER = (sp.Integer(2), sp.Rational(1, 2))
SAMPLES = tuple(
    (sp.Matrix(features), target)
    for features in ((1, 0), (2, 1), (1, 1), (-1, 2), (3, 2), (-3, 1), (-4, 1), (2, -3))
    for target in (0, 1)
)

WEIGHTS = (sp.S.One, sp.Integer(2))
BATCHES = (
    (((1, 0), (-1, 1), (3, 0), (1, 1)), (0, 1, 1, 3)),
    (((0, 0), (2, -1), (0, 2), (2, 1)), (1, 0, 2, 0)),
    (((5, 0), (1, 2), (1, 0), (-1, 1)), (2, 1, 0, 0)),
    (((2, 2), (4, 1), (0, 1), (2, 0)), (3, 1, 1, 2)),
    (((-2, 1), (0, 0), (0, 3), (2, 2)), (0, 0, 1, 5)),
    (((3, -1), (1, 0), (-1, 3), (1, 2)), (1, 4, 0, 1)),
)
"""Four inputs, with w·x = a, a, b, b in some order, and their targets."""

BIAS = sp.Symbol("b", real=True)


def rectifier(z: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """max(z, 0) and its slope, for z ≠ 0.

    Raises:
        ValueError: at the kink.
    """
    if z == 0:
        raise ValueError("z=0: the rectifier has no slope at its kink")
    return (z, sp.S.One) if z > 0 else (sp.S.Zero, sp.S.Zero)


def saturating(z: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """z/(1 + z²) and its slope: an activation that is not homogeneous."""
    return z / (1 + z**2), (1 - z**2) / (1 + z**2) ** 2


def unit_gradient(activation: Activation, features: sp.Matrix, target: int) -> sp.Matrix:
    """∇(f − target)²/2 for f = Σ a_h s(w_h · features), by w_1, w_2, a_1, a_2; shape (6, 1)."""
    values, slopes = zip(*(activation(w.dot(features)) for w in HIDDEN), strict=True)
    error = sum(a * value for a, value in zip(OUTER, values, strict=True)) - target
    inner = [error * a * slope * features for a, slope in zip(OUTER, slopes, strict=True)]
    return sp.Matrix([*inner[0], *inner[1], *(error * value for value in values)])


def normalised_gradient(
    features: Sequence[tuple[int, int]], targets: Sequence[int], normalise: bool
) -> sp.Matrix:
    """∇ of the mean of (u_i + b − y_i)²/2 over a batch at b = 1/3, by w and b; shape (3, 1).

    u_i is w·x_i, less its mean and over its standard deviation in the batch if `normalise`.
    """
    raw = [x * first + y * second for first, second in features]
    outputs = normalised_products((x, y), features) if normalise else raw
    loss = sum((u + BIAS - target) ** 2 for u, target in zip(outputs, targets, strict=True)) / (
        2 * len(targets)
    )
    at = {x: WEIGHTS[0], y: WEIGHTS[1], BIAS: sp.Rational(1, 3)}
    return gradient(loss, (x, y, BIAS)).subs(at)


# --- Evidence ---

Ranks = dict[str, sp.Expr]


@lru_cache(maxsize=2)
def unit_covariance(activation: Activation) -> sp.ImmutableMatrix:
    """σ² over SAMPLES."""
    return sp.ImmutableMatrix(gradient_covariance([unit_gradient(activation, *sample) for sample in SAMPLES]))


def unit_ranks() -> Ranks:
    """The rank of σ² with all six weights."""
    return {
        "max(z, 0)": sp.Integer(unit_covariance(rectifier).rank()),
        "z/(1 + z²)": sp.Integer(unit_covariance(saturating).rank()),
    }


def two_ranks(names: Sequence[str], *values: int) -> Ranks:
    """Ranks by name."""
    return dict(zip(names, map(sp.Integer, values), strict=True))


UNITS = ("max(z, 0)", "z/(1 + z²)")

printed_covariance_has_full_rank_for_rectifiers = Check(
    tests=r"The rank of $\sigma^2(\mathbf w)$ for the square loss of a network with two hidden units on "
    "two features, six weights in all, in exact rationals, with rectifiers and with $z/(1+z^2)$, "
    "against full rank.",
    measure=unit_ranks,
    predict=lambda: two_ranks(UNITS, 6, 6),
    compare=equal(),
    wrong={
        "one null direction": lambda: two_ranks(UNITS, 5, 6),
        "null directions for both": lambda: two_ranks(UNITS, 4, 4),
    },
    right={"one null direction for each rectifier": lambda: two_ranks(UNITS, 4, 6)},
)


@lru_cache(maxsize=2)
def batch_covariance(normalise: bool) -> sp.ImmutableMatrix:
    """Covariance of the mini-batch gradient over BATCHES."""
    gradients = [normalised_gradient(features, targets, normalise) for features, targets in BATCHES]
    return sp.ImmutableMatrix(gradient_covariance(gradients))


LAYERS = ("normalised", "not normalised")

printed_covariance_has_full_rank_after_normalisation = Check(
    tests=r"The rank of the covariance of the mini-batch gradient for one unit $\mathbf w\cdot\mathbf "
    r"x+b$ with two features, in exact rationals over six batches, with $\mathbf w\cdot\mathbf x$ "
    "normalised in each batch and without, against full rank, 3.",
    measure=lambda: two_ranks(LAYERS, batch_covariance(True).rank(), batch_covariance(False).rank()),
    predict=lambda: two_ranks(LAYERS, 3, 3),
    compare=equal(),
    wrong={"1": lambda: two_ranks(LAYERS, 1, 3), "2 for both": lambda: two_ranks(LAYERS, 2, 2)},
    right={"one null direction if normalised": lambda: two_ranks(LAYERS, 2, 3)},
)


def ranks_with_scales_fixed() -> Ranks:
    """Ranks without the outer weights of the rectifiers, and without w₁ of the normalised unit."""
    inner = unit_covariance(rectifier)[:4, :4]
    return two_ranks(
        ("rectifiers, a fixed", "normalised, w₁ fixed"), inner.rank(), batch_covariance(True)[1:, 1:].rank()
    )


FIXED = ("rectifiers, a fixed", "normalised, w₁ fixed")

covariance_has_full_rank_once_the_scales_are_fixed = Check(
    tests="The rank of the covariance in the same two networks when what is left free has no "
    "scale: the outer weights of the rectifiers held fixed, and one weight of the normalised "
    "unit, against full rank, 4 and 2.",
    measure=ranks_with_scales_fixed,
    predict=lambda: two_ranks(FIXED, 4, 2),
    compare=equal(),
    wrong={"one less": lambda: two_ranks(FIXED, 3, 1), "as before": lambda: two_ranks(FIXED, 2, 2)},
    of="corrected",
)
