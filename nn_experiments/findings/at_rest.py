"""A net that is at a minimum for certain: softmax regression on data that no plane separates.

The control for what is said of minima: the loss is convex, Newton's method comes to rest, and the instrument
of the experiment looks at the place.

## Main definitions
* `resting_decrements`: ln of ‖∇L‖²/(2 ‖H‖_F L) there, for several samples of digits.
"""

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from nn_experiments.data.digits import digits
from nn_experiments.network.hessian import squared_derivatives
from nn_experiments.network.model import Architecture, Moments, Parameters, cross_entropy, forward
from nn_experiments.training.curves import Floats, log_norm

QUADRANTS, CLASSES, SAMPLES = 4, 10, 10
REGRESSION = Architecture((QUADRANTS, CLASSES))
NO_MOMENTS = Moments((), ())
AT_REST = 1e-9  # the length of the gradient


@lru_cache(maxsize=1)
def resting_decrements() -> Floats:
    """Ln of ‖∇L‖²/(2 ‖H‖_F L) at the minimum, shape (10,): one for each tenth of the training digits.

    An image is told by the mean values of its four quadrants.
    """
    data = digits()
    features = data.train_images.astype(float).reshape(-1, 2, 4, 2, 4).mean((2, 4)).reshape(-1, QUADRANTS)
    samples = (slice(start, None, SAMPLES) for start in range(SAMPLES))
    return np.array([_decrement(features[s], data.train_labels[s]) for s in samples])


def resting_place(features: Floats, labels: NDArray[np.int64]) -> Floats:
    """The weights of a softmax regression at the minimum of its loss, shape (classes, features + 1).

    The last column is the bias; `features` has the shape (N, features).

    Raises:
        ValueError: if Newton's method finds no rest, or all answers there are right (then there is none).
    """
    inputs = np.column_stack([features, np.ones(len(features))])
    place = np.zeros((CLASSES, inputs.shape[1]))
    for _ in range(100):
        slope, curvature = _derivatives(place, inputs, labels)
        if np.linalg.norm(slope) < AT_REST and ((inputs @ place.T).argmax(1) != labels).any():
            return place
        step = np.linalg.lstsq(curvature, slope.reshape(-1), rcond=1e-12)[0]
        place = place - step.reshape(place.shape)
    raise ValueError(f"features of shape {features.shape}: no minimum was found in 100 steps")


def _derivatives(place: Floats, inputs: Floats, labels: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Gradient, shaped like `place`, and Hessian, shape (P, P), which is singular: logits may shift."""
    logits = inputs @ place.T
    odds = np.exp(logits - logits.max(1, keepdims=True))
    chances = odds / odds.sum(1, keepdims=True)
    slope = (chances - np.eye(CLASSES)[labels]).T @ inputs / len(labels)
    spreads = np.eye(CLASSES) * chances[:, None] - chances[:, :, None] * chances[:, None]
    curvature = np.einsum("nkl,ni,nj->kilj", spreads, inputs, inputs, optimize=True) / len(labels)
    return slope, curvature.reshape(place.size, place.size)


def _decrement(features: Floats, labels: NDArray[np.int64]) -> float:
    place = torch.as_tensor(resting_place(features, labels))
    net = Parameters((place[None, :, :-1].contiguous(),), (), (), place[None, :, -1:].contiguous())
    images, answers = torch.as_tensor(features), torch.as_tensor(labels)
    draws = torch.Generator().manual_seed(0)
    slopes, squares = squared_derivatives(
        REGRESSION, net, NO_MOMENTS, images, answers, probes=8, generator=draws
    )
    loss = float(cross_entropy(forward(REGRESSION, net, images.mT), answers)) / len(labels)
    return float(np.log(slopes[0]) - log_norm(squares)[0][0] - np.log(2 * loss))
