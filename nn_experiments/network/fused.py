"""Batch normalisation and ReLU in one pass through memory, forth and back.

What lies between two products of matrices costs as much as the products if every operation passes over all
activations. Here a row, the values of one unit for the images of a batch, is loaded once, and all is done
while it is in the nearest cache.

## Main definitions
* `normalised_forth`, `normalised_back`: with batch normalisation.
* `biased_forth`, `biased_back`: without.
* `chosen_forth`, `chosen_back`: the derivatives of these along many directions.

## Notation
All arrays are C-ordered and have one dtype: values (rows, M), one row for each unit of each net, `inverse`
(rows, B) for B blocks of images that are normalised together, the others (rows,).

## Implementation notes
One loop finds mean and variance; the sums are of distances from a value of the row, so that the squares of
distant means do not cancel. Sums may be reordered, so that they run in vector registers; not-a-number is
heeded, since divergence must show. `nn_experiments.network.hidden_layer` and
`nn_experiments.network.r_operator` have the same in PyTorch.
"""

import math
from typing import Any

import numba
from numpy.typing import NDArray

Array = NDArray[Any]
FREEDOM = {"reassoc", "nsz", "contract", "arcp"}


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def normalised_forth(
    z: Array,
    output: Array,
    inverse: Array,
    scale: Array,
    shift: Array,
    running_mean: Array,
    running_variance: Array,
    epsilon: float,
    weight: float,
) -> None:
    """Normalise `z` in place, and set `output` to max(0, scale · z + shift).

    `inverse` becomes 1/√(variance + epsilon) of each block; the running moments move by the share `weight`
    to the averages of the blocks.
    """
    real = z.dtype.type
    (rows, images), blocks = z.shape, inverse.shape[1]
    size, zero, one = images // blocks, real(0), real(1)
    for row in range(rows):
        sum_of_means, sum_of_squares = zero, zero
        for block in range(blocks):
            values = z[row, block * size : (block + 1) * size]
            outputs = output[row, block * size : (block + 1) * size]
            total, squares, first = zero, zero, values[0]
            for k in range(size):
                total += values[k] - first
                squares += (values[k] - first) * (values[k] - first)
            squares -= total * total / real(size)
            mean = first + total / real(size)
            root = one / math.sqrt(squares / real(size) + epsilon)
            for k in range(size):
                values[k] = (values[k] - mean) * root
                affine = scale[row] * values[k] + shift[row]
                outputs[k] = zero if affine <= zero else affine
            inverse[row, block] = root
            sum_of_means += mean
            sum_of_squares += squares
        running_mean[row] += weight * (sum_of_means / real(blocks) - running_mean[row])
        variance = sum_of_squares / real(images - blocks)
        running_variance[row] += weight * (variance - running_variance[row])


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def normalised_back(
    z: Array, output: Array, error: Array, inverse: Array, scale: Array, shift: Array
) -> None:
    """Turn `error` by the output into that by the product before; add those by scale and shift to them."""
    real = z.dtype.type
    (rows, images), blocks = z.shape, inverse.shape[1]
    size, zero = images // blocks, real(0)
    for row in range(rows):
        by_scale, by_shift = zero, zero
        for block in range(blocks):
            values = z[row, block * size : (block + 1) * size]
            outputs = output[row, block * size : (block + 1) * size]
            errors = error[row, block * size : (block + 1) * size]
            plain, weighted = zero, zero
            for k in range(size):
                errors[k] = zero if outputs[k] <= zero else errors[k]
                plain += errors[k]
                weighted += errors[k] * values[k]
            factor = scale[row] * inverse[row, block]
            mean, slope = plain / real(size), weighted / real(size)
            for k in range(size):
                errors[k] = (errors[k] - mean - values[k] * slope) * factor
            by_scale += weighted
            by_shift += plain
        scale[row] += by_scale
        shift[row] += by_shift


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def biased_forth(z: Array, bias: Array) -> None:
    """Set `z` to max(0, z + bias)."""
    zero = z.dtype.type(0)
    for row in range(len(z)):
        for k in range(z.shape[1]):
            biased = z[row, k] + bias[row]
            z[row, k] = zero if biased <= zero else biased


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def biased_back(output: Array, bias: Array, error: Array) -> None:
    """Turn `error` by `output` into that by the product before, and add the one by the bias to it."""
    zero = error.dtype.type(0)
    for row in range(len(error)):
        total = zero
        for k in range(error.shape[1]):
            error[row, k] = zero if output[row, k] <= zero else error[row, k]
            total += error[row, k]
        bias[row] += total


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def chosen_forth(values: Array, bias: Array, output: Array) -> None:
    """Add `bias`, shape (K, h), to `values`, shape (K, h, M), where `output`, (h, M), is positive.

    Elsewhere the values become zero.
    """
    zero = values.dtype.type(0)
    for copy in range(len(values)):
        for row in range(values.shape[1]):
            for k in range(values.shape[2]):
                biased = values[copy, row, k] + bias[copy, row]
                values[copy, row, k] = biased if output[row, k] > zero else zero


@numba.njit(cache=True, fastmath=FREEDOM, error_model="numpy")
def chosen_back(values: Array, output: Array, sums: Array) -> None:
    """Set `values`, shape (K, h, M), to zero where `output`, (h, M), is not positive.

    Their sums over the last axis are added to `sums`, shape (K, h).
    """
    zero = values.dtype.type(0)
    for copy in range(len(values)):
        for row in range(values.shape[1]):
            total = zero
            for k in range(values.shape[2]):
                kept = values[copy, row, k] if output[row, k] > zero else zero
                values[copy, row, k] = kept
                total += kept
            sums[copy, row] += total
