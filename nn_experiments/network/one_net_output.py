"""The output of one net: softmax, loss and error.

## Main definitions
* `loss_and_error`: in one call, from what the last product gave.
* `falling_exponential`: exp, x ≤ 0, by a polynomial, so that loops over it run in vector registers.

## Implementation notes
x = n ln 2 + r with |r| ≤ ½ ln 2; the polynomial for exp(r) is that of Cephes (`Moshier1989`), right to one
or two units in the last place of single precision. What would be less than 2^−126 becomes about that, which
beside the 1 of the greatest exponent is nothing. In double precision, for tests, it is the C library's exp.
"""

import math
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import overload
from numpy.typing import NDArray

from numerics.paths.bits import apart, fused, number_of, wide, word_of

Array = NDArray[Any]
LEAST, INVERSE, HIGH, LOW = map(np.float32, (-87.0, 1 / math.log(2), -0.693359375, 2.12194440e-4))
CEPHES = (
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1,
)
C5, C4, C3, C2, C1, C0 = map(np.float32, CEPHES)
ONE, WHOLE = np.float32(1), np.float32(1.5 * 2**23)
"""Adding WHOLE and subtracting it rounds to an integer, which is then in the last bits."""
given_for: Any = overload
BIAS, PLACES = np.uint32(127), np.uint32(23)


def falling_exponential(x: Any) -> Any:
    """exp(x), x ≤ 0 or no number, in compiled code."""
    return np.exp(x)


@given_for(falling_exponential)
def _falling_exponential(x):  # type: ignore[no-untyped-def]
    if x == types.float32:
        return lambda x: _polynomial(x)
    return lambda x: math.exp(x)


@numba.njit(forceinline=True, error_model="numpy")
def _polynomial(x):  # type: ignore[no-untyped-def]
    cut = LEAST if x < LEAST else x
    counted = fused(cut, INVERSE, WHOLE)
    count = counted - WHOLE
    r = fused(count, LOW, fused(count, HIGH, cut))
    p = fused(fused(fused(fused(fused(C5, r, C4), r, C3), r, C2), r, C1), r, C0)
    power = number_of(np.uint32(np.uint32(word_of(counted) + BIAS) << PLACES))
    return fused(p, r * r, r + ONE) * power


@numba.njit(cache=True, nogil=True, error_model="numpy")
def loss_and_error(
    z: Array, bias: Array, labels: Array, factor: float, turned: Array, greatest: Array, total: Array
) -> Any:
    """The mean of −ln p(label) over M images.

    `z`, shape (M, at least c), becomes `factor` times the error, which is added to the bias; columns that are
    no class become zero. `turned`, (c, M), `greatest` and `total`, (M,), are places to work in.

    Raises:
        IndexError: if a label is not the number of a class.
    """
    apart()
    wide()
    real = z.dtype.type
    images, classes = len(z), len(bias)
    for image in range(images):
        if not 0 <= labels[image] < classes:
            raise IndexError("a label is not the number of a class")
    for unit in range(classes):
        row = turned[unit]
        for image in range(images):
            row[image] = z[image, unit] + bias[unit]
    for image in range(images):
        greatest[image], total[image] = turned[0, image], real(0)
    for unit in range(1, classes):
        row = turned[unit]
        for image in range(images):
            greatest[image] = greatest[image] if row[image] <= greatest[image] else row[image]
    loss = real(0)
    for image in range(images):
        loss -= turned[labels[image], image] - greatest[image]
    for unit in range(classes):
        row = turned[unit]
        for image in range(images):
            row[image] = falling_exponential(row[image] - greatest[image])
            total[image] += row[image]
    for image in range(images):
        loss += math.log(total[image])
        total[image] = factor / total[image]
    for image in range(images):
        for unit in range(z.shape[1]):
            z[image, unit] = turned[unit, image] * total[image] if unit < classes else real(0)
        z[image, labels[image]] -= factor
        for unit in range(classes):
            bias[unit] += z[image, unit]
    return loss / real(images)
