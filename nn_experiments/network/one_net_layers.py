"""A hidden layer of one net between its two products of matrices; units lie along the last axis.

## Main definitions
* `normalised_forth`, `normalised_back`: with batch normalisation.
* `biased_forth`, `biased_back`: without.

## Notation
z, output and error have the shape (M, at least h), of which h columns are used; inverse (B, h) for B blocks
of images that are normalised together; the others (h,). `room` is a place to work in, at least (2, h).

## Implementation notes
The sums of one block run along the images for all units side by side. They are of distances from the first
image, so that the squares of distant means do not cancel. Not-a-number is heeded: divergence must show.
"""

import math
from typing import Any

import numba
from numpy.typing import NDArray

from numerics.paths.bits import apart, wide

Array = NDArray[Any]


@numba.njit(cache=True, nogil=True, error_model="numpy")
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
    total: Array,
    squares: Array,
) -> None:
    """Normalise `z` in place, and set `output` to max(0, scale · z + shift).

    `inverse` becomes 1/√(variance + epsilon) of each block; the running moments move by the share `weight`
    to the averages of the blocks.
    """
    apart()
    wide()
    real = z.dtype.type
    images, blocks, units = len(z), len(inverse), len(scale)
    size, zero, one = images // blocks, real(0), real(1)
    count, share, free = real(size), weight / real(blocks), weight / real(images - blocks)
    for unit in range(units):
        running_mean[unit] -= weight * running_mean[unit]
        running_variance[unit] -= weight * running_variance[unit]
    for block in range(blocks):
        first, root = z[block * size], inverse[block]
        for unit in range(units):
            total[unit], squares[unit] = zero, zero
        for image in range(block * size, (block + 1) * size):
            values = z[image]
            for unit in range(units):
                away = values[unit] - first[unit]
                total[unit] += away
                squares[unit] += away * away
        for unit in range(units):
            far = total[unit] / count
            square = squares[unit] - total[unit] * far
            total[unit] = first[unit] + far
            root[unit] = one / math.sqrt(square / count + epsilon)
            running_mean[unit] += share * total[unit]
            running_variance[unit] += free * square
        for image in range(block * size, (block + 1) * size):
            values, outputs = z[image], output[image]
            for unit in range(units):
                value = (values[unit] - total[unit]) * root[unit]
                affine = scale[unit] * value + shift[unit]
                values[unit] = value
                outputs[unit] = zero if affine <= zero else affine


@numba.njit(cache=True, nogil=True, error_model="numpy")
def normalised_back(
    z: Array,
    output: Array,
    error: Array,
    inverse: Array,
    scale: Array,
    shift: Array,
    by_scale: Array,
    by_shift: Array,
    weighted: Array,
    plain: Array,
) -> None:
    """Turn `error` by the output into that by the product before; add those by scale and shift to them."""
    apart()
    wide()
    real = z.dtype.type
    images, blocks, units = len(z), len(inverse), len(scale)
    size, zero = images // blocks, real(0)
    count = real(size)
    for unit in range(units):
        by_scale[unit], by_shift[unit] = zero, zero
    for block in range(blocks):
        root = inverse[block]
        for unit in range(units):
            weighted[unit], plain[unit] = zero, zero
        for image in range(block * size, (block + 1) * size):
            values, outputs, errors = z[image], output[image], error[image]
            for unit in range(units):
                passed = errors[unit]
                kept = zero if outputs[unit] <= zero else passed
                errors[unit] = kept
                plain[unit] += kept
                weighted[unit] += kept * values[unit]
        for unit in range(units):
            by_scale[unit] += weighted[unit]
            by_shift[unit] += plain[unit]
            plain[unit] /= count
            weighted[unit] /= count
        for image in range(block * size, (block + 1) * size):
            values, errors = z[image], error[image]
            for unit in range(units):
                rest = errors[unit] - plain[unit] - values[unit] * weighted[unit]
                errors[unit] = rest * (scale[unit] * root[unit])
    for unit in range(units):
        scale[unit] += by_scale[unit]
        shift[unit] += by_shift[unit]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def biased_forth(z: Array, bias: Array, output: Array) -> None:
    """Set `output` to max(0, z + bias)."""
    apart()
    wide()
    zero = z.dtype.type(0)
    for image in range(len(z)):
        values, outputs = z[image], output[image]
        for unit in range(len(bias)):
            biased = values[unit] + bias[unit]
            outputs[unit] = zero if biased <= zero else biased


@numba.njit(cache=True, nogil=True, error_model="numpy")
def biased_back(output: Array, bias: Array, error: Array) -> None:
    """Turn `error` by `output` into that by the product before, and add the one by the bias to it."""
    apart()
    wide()
    zero = error.dtype.type(0)
    for image in range(len(error)):
        outputs, errors = output[image], error[image]
        for unit in range(len(bias)):
            passed = errors[unit]
            kept = zero if outputs[unit] <= zero else passed
            errors[unit] = kept
            bias[unit] += kept
