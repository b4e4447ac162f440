"""Many steps of one small net, compiled as one piece.

Between two steps nothing leaves the nearest caches but the images, and nobody is called.

## Main definitions
* `follow`: the steps.
* `room`: the places that they work in.

## Implementation notes
Nothing here is "fast math". Compiled just now, a function is called; read from the disk, its copy inside the
caller is: with freedom to rearrange, the two are optimised differently, and bits would hang on the cache.

## Notation
M images in a batch, layers of widths n_0 … n_L. Whatever has units has them along the last axis, padded with
zeros to whole vectors. With the matrices turned, (inputs, outputs), all three products of a layer are then of
the form that `nn_experiments.network.products` has.
"""

from itertools import pairwise
from typing import Any

import numba
import numpy as np
from numpy.typing import DTypeLike, NDArray

from nn_experiments.network import one_net_layers as layers
from nn_experiments.network.one_net_output import loss_and_error
from nn_experiments.network.products import aligned, padded, panel, product

Array = NDArray[Any]
Arrays = tuple[Array, ...]
Room = tuple[Arrays, Arrays, Arrays, Arrays, Arrays, Arrays, Arrays, Array, Array]


def room(widths: tuple[int, ...], batch: int, blocks: int, dtype: DTypeLike) -> Room:
    """The places that steps of one net work in, in the order in which `follow` takes them.

    For each layer its inputs, (M, n); its product and the error by it, (M, n); its matrix, (inputs, outputs),
    and the matrix as it is, (outputs, inputs). For each hidden layer 1/deviation of each of the `blocks` that
    are normalised together. Sums over images or units; the output, (classes, M); a panel for products.
    """

    def rows(count: int, width: int) -> Array:
        return aligned((count, padded(width, dtype)), dtype)

    longest = max(padded(max(widths), dtype), batch)
    return (
        tuple(rows(batch, n) for n in widths[:-1]),
        tuple(rows(batch, n) for n in widths[1:]),
        tuple(rows(batch, n) for n in widths[1:]),
        tuple(rows(a, b) for a, b in pairwise(widths)),
        tuple(rows(b, a) for a, b in pairwise(widths)),
        tuple(rows(blocks, n) for n in widths[1:-1]),
        tuple(aligned((longest,), dtype) for _ in range(4)),
        aligned((widths[-1], batch), dtype),
        panel(dtype),
    )


@numba.njit(cache=True, nogil=True, error_model="numpy")
def follow(
    weights: Arrays,
    scales: Arrays,
    shifts: Arrays,
    means: Arrays,
    variances: Arrays,
    bias: Array,
    room: Room,
    normalised: bool,
    epsilon: float,
    factor: float,
    pixels: Array,
    labels: Array,
    chosen: Array,
    of_step: Array,
    losses: Array,
) -> None:
    """Let a net take steps on batches of images with the numbers `chosen`, shape (steps, M).

    Weights (outputs, inputs), scales, shifts and moments (h,), and the bias (c,) are those of the net and
    change. `factor`, −γ/M, multiplies the error; `of_step`, (steps,), is the share by which a step moves the
    moments. `losses`, (steps,), become those before each step.

    An IndexError says that a number is not that of an image, or a label not that of a class; the weights are
    then as they were.
    """
    matrices, places = room[3], np.empty(chosen.shape[1], labels.dtype)
    for layer in range(len(weights)):
        _turn(weights[layer], len(weights[layer]), weights[layer].shape[1], matrices[layer])
    for step in range(len(chosen)):
        _gather(pixels, labels, chosen[step], room[0][0], places)
        _forth(scales, shifts, means, variances, room, normalised, epsilon, of_step[step])
        losses[step] = loss_and_error(room[1][-1], bias, places, factor, room[7], room[6][0], room[6][1])
        _back(scales, shifts, room, normalised)
    for layer in range(len(weights)):
        _turn(matrices[layer], len(matrices[layer]), len(weights[layer]), weights[layer])


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _forth(
    scales: Arrays,
    shifts: Arrays,
    means: Arrays,
    variances: Arrays,
    room: Room,
    normalised: bool,
    epsilon: float,
    weight: float,
) -> None:
    """From the images to what the output is given."""
    inputs, products, _, matrices, _, inverses, sums, _, part = room
    for layer in range(len(matrices)):
        a, w, z = inputs[layer], matrices[layer], products[layer]
        product(a, a.shape[1], 1, len(a), len(w), w, z, False, part)
        if layer == len(matrices) - 1:
            break
        s, t, output = scales[layer], shifts[layer], inputs[layer + 1]
        if normalised:
            mean, variance, inverse = means[layer], variances[layer], inverses[layer]
            layers.normalised_forth(
                z, output, inverse, s, t, mean, variance, epsilon, weight, sums[0], sums[1]
            )
        else:
            layers.biased_forth(z, t, output)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _back(scales: Arrays, shifts: Arrays, room: Room, normalised: bool) -> None:
    """From −γ times the derivative by the logits to a step of all matrices, scales and shifts."""
    inputs, products, errors, matrices, turned, inverses, sums, _, part = room
    error = products[len(matrices) - 1]
    for layer in range(len(matrices) - 1, -1, -1):
        a, w, below = inputs[layer], matrices[layer], errors[layer - 1]
        if layer:  # before the matrix changes
            back = turned[layer]
            _turn(w, len(w), len(back), back)
            product(error, error.shape[1], 1, len(a), len(back), back, below, False, part)
        product(a, 1, a.shape[1], len(w), len(a), error, w, True, part)
        if layer:
            z, s, t, inverse, error = (
                products[layer - 1],
                scales[layer - 1],
                shifts[layer - 1],
                inverses[layer - 1],
                below,
            )
            if normalised:
                layers.normalised_back(z, a, error, inverse, s, t, sums[0], sums[1], sums[2], sums[3])
            else:
                layers.biased_back(a, t, error)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _gather(pixels: Array, labels: Array, chosen: Array, images: Array, places: Array) -> None:
    """Copy the chosen images and labels.

    Raises:
        IndexError: if a number is not that of an image.
    """
    for place in range(len(chosen)):
        number = chosen[place]
        if not 0 <= number < len(pixels):
            raise IndexError("a number is not that of an image")
        places[place] = labels[number]
        image, row = images[place], pixels[number]
        for pixel in range(len(row)):
            image[pixel] = row[pixel]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _turn(matrix: Array, rows: int, columns: int, turned: Array) -> None:
    """Copy so much of a matrix, rows to columns."""
    for i in range(rows):
        for j in range(columns):
            turned[j, i] = matrix[i, j]
