"""Softmax, loss and error of many nets in two passes, with PyTorch's exponential between them.

## Main definitions
* `exponents`: before the exponential.
* `errors`: after it.

## Notation
R nets with c classes on batches of M images; all arrays but the labels have one dtype. Bias (R, c), the
numbers `picked` and the labels (R, M).
"""

import math

import numba
import numpy as np

from nn_experiments.network.fused import FREEDOM, Array


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def exponents(z: Array, bias: Array, picked: Array, labels: Array) -> None:
    """Add the bias to the logits `z`, shape (R, c, M), and subtract the greatest of each image.

    `picked` becomes what is then the logit of the label.

    Raises:
        IndexError: if a label is not the number of a class.
    """
    nets, classes, images = z.shape
    for net in range(nets):
        greatest = picked[net]
        for k in range(images):
            greatest[k] = z[net, 0, k] + bias[net, 0]
        for unit in range(classes):
            for k in range(images):
                z[net, unit, k] += bias[net, unit]
                greatest[k] = greatest[k] if z[net, unit, k] <= greatest[k] else z[net, unit, k]
        for unit in range(classes):
            for k in range(images):
                z[net, unit, k] -= greatest[k]
        for k in range(images):
            if not 0 <= labels[net, k] < classes:
                raise IndexError("a label is not the number of a class")
            picked[net, k] = z[net, labels[net, k], k]


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def errors(z: Array, bias: Array, picked: Array, labels: Array, factor: float, loss: Array) -> None:
    """Turn the exponentials `z`, shape (R, c, M), into `factor` times the error, and add it to the bias.

    `picked` are the exponents of the labels; `loss`, shape (R,), becomes the mean of −ln p(label).
    """
    nets, classes, images = z.shape
    real = z.dtype.type
    for net in range(nets):
        total = np.zeros(images, z.dtype)
        for unit in range(classes):
            for k in range(images):
                total[k] += z[net, unit, k]
        mean = real(0)
        for k in range(images):
            mean += math.log(total[k]) - picked[net, k]
            total[k] = factor / total[k]
        loss[net] = mean / real(images)
        for unit in range(classes):
            for k in range(images):
                z[net, unit, k] *= total[k]
        for k in range(images):
            z[net, labels[net, k], k] -= factor
        for unit in range(classes):
            step = real(0)
            for k in range(images):
                step += z[net, unit, k]
            bias[net, unit] += step
