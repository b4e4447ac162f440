"""The covariance of one sample's gradient need not be positive definite.

Softmax cross-entropy with K classes on features (x, 1): the gradient of sample (x, y) is
(p_k − 1{y = k}) x_j, and it sums to 0 over the classes, for every sample and every weight.

## Main definitions
* `softmax_gradient`: of one sample, at weights that make all probabilities rational.
* `gradient_covariance`: σ² over a finite population, exact.

## Main statements
* `printed_covariance_has_full_rank`: refuted; the rank is (K − 1)(m + 1).
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from ledger.model import Check

SCALES = ((1, 2), (3, 1), (2, 5))
"""(a_k, b_k) for each class: the logit is log a_k + x log b_k, so p_k(x) ∝ a_k b_kˣ."""

POPULATION = tuple((x, y) for x in (0, 1, 2) for y in (0, 1, 2))
"""(feature, class), all equally likely."""


def softmax_gradient(x: int, y: int) -> sp.Matrix:
    """∇L_n of −log p_y(x) by weights and biases, class by class, shape (2K, 1)."""
    odds = [sp.Integer(a) * b**x for a, b in SCALES]
    residuals = [odd / sum(odds) - int(y == k) for k, odd in enumerate(odds)]
    return sp.Matrix([residual * feature for residual in residuals for feature in (x, 1)])


def gradient_covariance(gradients: Sequence[sp.MatrixBase]) -> sp.Matrix:
    """Mean of (g − ḡ)(g − ḡ)ᵀ over equally likely `gradients`.

    Raises:
        ValueError: if there is none.
    """
    if not gradients:
        raise ValueError("gradients is empty: a covariance needs at least one")
    mean = sum(gradients, start=sp.zeros(*gradients[0].shape)) / len(gradients)
    return sum(((g - mean) * (g - mean).T for g in gradients), start=sp.zeros(mean.rows)) / len(gradients)


# --- Evidence ---


def ranks() -> dict[str, sp.Expr]:
    """The rank of σ² with all K = 3 classes, and with the parameters of the last one held fixed."""
    covariance = gradient_covariance([softmax_gradient(x, y) for x, y in POPULATION])
    return {"all classes": sp.Integer(covariance.rank()), "last fixed": sp.Integer(covariance[:4, :4].rank())}


def expected_ranks(all_classes: int, last_fixed: int) -> dict[str, sp.Expr]:
    """Two ranks by name."""
    return {"all classes": sp.Integer(all_classes), "last fixed": sp.Integer(last_fixed)}


printed_covariance_has_full_rank = Check(
    tests=r"The rank of $\sigma^2(\mathbf{w})$ for softmax cross-entropy with 3 classes on $(x, 1)$, "
    "in exact rationals, with all 6 parameters and with the last class held fixed, against "
    "full rank: 6 and 4.",
    measure=ranks,
    predict=lambda: expected_ranks(6, 4),
    compare=equal(),
    wrong={"one null vector": lambda: expected_ranks(5, 4), "rank K": lambda: expected_ranks(3, 3)},
    right={"(K − 1)(m + 1)": lambda: expected_ranks(4, 4)},
)

covariance_has_full_rank_once_a_class_is_fixed = Check(
    tests=r"The rank of $\sigma^2(\mathbf w)$ for softmax cross-entropy with $K = 3$ classes on $m = "
    "1$ feature and a bias, with all parameters and with the last class held fixed, against "
    "$(K-1)(m+1) = 4$ in both cases.",
    measure=ranks,
    predict=lambda: expected_ranks(4, 4),
    compare=equal(),
    wrong={"full rank": lambda: expected_ranks(6, 4), "one null vector": lambda: expected_ranks(5, 4)},
    of="corrected",
)
