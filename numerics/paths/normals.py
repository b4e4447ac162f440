r"""Two normal numbers from two random words, without a branch.

Box and Muller: r = √(−2 log U), and (r sin πx, ± r cos πx) with x uniform on [−1/2, 1/2) and a random sign.
U = (k + 1/2)/2⁵² (2³¹ in float32) is never 0, so that |Z| reaches 8.6 (6.7): beyond is
10⁻¹⁷ (10⁻¹¹) of the law.

## Main definitions
* `normal_pair`: the function (word, word) → (Z, Z′) for a type of numbers.
* `logarithm`: log x of a positive number that is not subnormal.

## References
* Box1958.
"""

from functools import lru_cache
from math import log, sqrt
from typing import Any

import numpy as np

from numerics.paths.bits import Function, fused, lane_code, number_of, product, word_of
from numerics.paths.polynomials import polynomial

LN2 = log(2)
W, H = np.uint64, np.uint32
ONE, MANTISSA, SIGN, EXPONENT = W(0x3FF << 52), W(2**52 - 1), W(1 << 63), W(0xFFF << 52)
TWO_THIRDS = W(np.float64(2 / 3).view(np.uint64))
WHOLE_WORD, WHOLE = W(0x433 << 52 | 1 << 51), 1.5 * 2.0**52  # a float whose last bit counts ones
SIGN32, EXPONENT32 = H(1 << 31), H(0x1FF << 23)
TWO_THIRDS32 = H(np.float32(2 / 3).view(np.uint32))


@lru_cache(maxsize=2)
def logarithm(dtype: Any) -> Function:
    """Log x = k log 2 + log(1 + t) with 2/3 ≤ 1 + t < 4/3, for `dtype`."""
    return _logarithm64() if dtype is np.float64 else _logarithm32()


def _logarithm64() -> Function:
    tail = polynomial("log", np.float64)

    @lane_code
    def value(x):  # type: ignore[no-untyped-def]
        beyond = word_of(x) - TWO_THIRDS
        exponent = number_of(W(np.int64(beyond) >> np.int64(52)) + WHOLE_WORD) - WHOLE
        t = number_of(word_of(x) - (beyond & EXPONENT)) - 1.0
        return fused(exponent, LN2, fused(t * t, tail(t), t))

    return value


def _logarithm32() -> Function:
    tail, one, ln2 = polynomial("log", np.float32), np.float32(1), np.float32(LN2)

    @lane_code
    def value(x):  # type: ignore[no-untyped-def]
        beyond = H(word_of(x) - TWO_THIRDS32)
        exponent = np.float32(np.int32(beyond) >> np.int32(23))
        t = number_of(H(word_of(x) - H(beyond & EXPONENT32))) - one
        return fused(exponent, ln2, fused(t * t, tail(t), t))

    return value


@lru_cache(maxsize=2)
def normal_pair(dtype: Any) -> Function:
    """(a, b), random words as wide as `dtype`, → two independent standard normal numbers."""
    return _pair64() if dtype is np.float64 else _pair32()


def _pair64() -> Function:
    ln, sine, cosine = logarithm(np.float64), polynomial("sin", np.float64), polynomial("cos", np.float64)

    @lane_code
    def pair(a, b):  # type: ignore[no-untyped-def]
        radius = sqrt(-2.0 * ln(number_of((a >> W(12)) | ONE) - (1.0 - 2.0**-53)))
        x = number_of(((b >> W(11)) & MANTISSA) | ONE) - 1.5
        square = x * x
        turned = number_of(word_of(cosine(square)) ^ (b & SIGN))
        return product(radius, x * sine(square)), product(radius, turned)

    return pair


def _pair32() -> Function:
    ln, sine, cosine = logarithm(np.float32), polynomial("sin", np.float32), polynomial("cos", np.float32)
    minus_two, unit, half = np.float32(-2), np.float32(2.0**-31), np.float32(2.0**-32)

    @lane_code
    def pair(a, b):  # type: ignore[no-untyped-def]
        radius = sqrt(minus_two * ln(fused(np.float32(np.int32(a >> H(1))), unit, half)))
        x = np.float32(np.int32(H(b << H(1)))) * half
        square = x * x
        turned = number_of(H(word_of(cosine(square)) ^ H(b & SIGN32)))
        return product(radius, x * sine(square)), product(radius, turned)

    return pair
