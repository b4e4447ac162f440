"""A net that is at a minimum for certain: softmax regression on data that no line separates.

The control for what is said of minima: the loss is convex, and the same instrument as in the experiment
looks at where Newton's descent came to rest.

## Main definitions
* `resting_decrements`: ln of ‖∇L‖²/(2 ‖H‖_F L) there, for several samples of digits.
"""

from functools import lru_cache

import numpy as np
import torch
from scipy.optimize import minimize
from torch import Tensor

from nn_experiments.curves import Floats, log_norm
from nn_experiments.data import digits
from nn_experiments.hessian import squared_derivatives
from nn_experiments.model import Architecture, Moments, Parameters, cross_entropy, forward

ROWS, CLASSES, SAMPLES = 8, 10, 10
REGRESSION = Architecture((ROWS, CLASSES))
NO_MOMENTS = Moments((), ())


@lru_cache(maxsize=1)
def resting_decrements() -> Floats:
    """Ln of ‖∇L‖²/(2 ‖H‖_F L) at the minimum, shape (10,): one for each tenth of the training digits.

    An image is told by the sums of its eight rows of pixels.
    """
    data = digits()
    sums = torch.as_tensor(data.train_images, dtype=torch.float64).view(-1, ROWS, ROWS).sum(2)
    labels = torch.as_tensor(data.train_labels)
    return np.array([_decrement(sums[s::SAMPLES], labels[s::SAMPLES]) for s in range(SAMPLES)])


def _decrement(features: Tensor, labels: Tensor) -> float:
    def slope(flat: Floats) -> tuple[float, Floats]:
        leaf = torch.tensor(flat, requires_grad=True)
        loss = _loss(leaf, features, labels)
        (gradient,) = torch.autograd.grad(loss, leaf)
        return float(loss.detach()), gradient.numpy()

    def curvature(flat: Floats) -> Floats:
        hessian = torch.func.hessian(lambda leaf: _loss(leaf, features, labels))
        dense: Floats = hessian(torch.tensor(flat)).numpy()
        return dense

    start = np.zeros((ROWS + 1) * CLASSES)
    rest = minimize(slope, start, jac=True, hess=curvature, method="trust-exact", options={"gtol": 1e-9})
    gradient, squares = squared_derivatives(
        REGRESSION,
        _parameters(torch.tensor(rest.x)),
        NO_MOMENTS,
        features,
        labels,
        probes=8,
        generator=torch.Generator().manual_seed(0),
    )
    return float(np.log(gradient[0] / (2 * np.exp(log_norm(squares)[0][0]) * rest.fun)))


def _loss(flat: Tensor, features: Tensor, labels: Tensor) -> Tensor:
    logits = forward(REGRESSION, _parameters(flat), features.mT, NO_MOMENTS)
    return cross_entropy(logits, labels)[0] / len(labels)


def _parameters(flat: Tensor) -> Parameters:
    weights, bias = torch.split(flat, [ROWS * CLASSES, CLASSES])
    return Parameters((weights.view(1, CLASSES, ROWS),), (), (), bias.view(1, CLASSES, 1))
