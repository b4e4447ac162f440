"""exp, log, sin, cos, tanh for the lanes: polynomials that the compiler turns into vectors.

A call of the C library would end the vectorisation. In error by less than 1e-11 of the value (float32: 1e-6);
sin and cos for |x| < 10⁶, absolutely. exp is cut off at e^±708 (e^±87), log wants a normal positive number.

## Main definitions
* `lane_functions`: name → function, for a type of numbers.
"""

from functools import lru_cache
from math import atan, erf, pi, sqrt
from typing import Any

import numpy as np

from numerics.paths.bits import Function, fused, lane_code, number_of, product, word_of, word_type
from numerics.paths.normals import logarithm
from numerics.paths.polynomials import polynomial

LN2_HIGH, LN2_LOW = (
    {np.float64: 0.6931471803691238, np.float32: 0.693359375},
    {
        np.float64: 1.9082149292705877e-10,
        np.float32: -2.12194440e-4,
    },
)
MANTISSA = {np.float64: 52, np.float32: 23}
BIAS = {np.float64: 1023, np.float32: 127}
LARGEST = {np.float64: 708.0, np.float32: 87.0}


@lru_cache(maxsize=2)
def lane_functions(dtype: Any) -> dict[str, Function]:
    """The functions that a loss may use, by SymPy's names, for np.float64 or np.float32."""
    exponential = _exponential(dtype)
    sine, cosine = _turn(dtype, "sin"), _turn(dtype, "cos")
    one, two = dtype(1), dtype(2)

    @lane_code
    def tanh(x):  # type: ignore[no-untyped-def]
        return one - two / (exponential(two * x) + one)

    @lane_code
    def cosh(x):  # type: ignore[no-untyped-def]
        return (exponential(x) + exponential(-x)) / two

    @lane_code
    def sinh(x):  # type: ignore[no-untyped-def]
        return (exponential(x) - exponential(-x)) / two

    return {
        "exp": exponential,
        "log": _positive_logarithm(dtype),
        "sin": sine,
        "cos": cosine,
        "tanh": tanh,
        "cosh": cosh,
        "sinh": sinh,
        "sqrt": sqrt,
        "atan": atan,
        "erf": erf,
    }


def _positive_logarithm(dtype: Any) -> Function:
    ln, zero, nan = logarithm(dtype), dtype(0), dtype(np.nan)

    @lane_code
    def log(x):  # type: ignore[no-untyped-def]
        return ln(x) if x > zero else nan

    return log


def _whole(dtype: Any) -> Any:
    """A float whose last bit counts ones: x + whole − whole is x, rounded to an integer."""
    return dtype(1.5 * 2.0 ** MANTISSA[dtype])


def _exponential(dtype: Any) -> Function:
    tail, whole, word = polynomial("exp", dtype), _whole(dtype), word_type(dtype)
    inverse, high, low = dtype(1 / np.log(2)), dtype(-LN2_HIGH[dtype]), dtype(-LN2_LOW[dtype])
    largest, shift, bias = dtype(LARGEST[dtype]), word(MANTISSA[dtype]), word(BIAS[dtype])
    smallest = dtype(-LARGEST[dtype])

    @lane_code
    def exp(x):  # type: ignore[no-untyped-def]
        cut = largest if x > largest else x
        cut = smallest if cut < smallest else cut
        counted = fused(cut, inverse, whole)
        count = counted - whole
        rest = fused(count, low, fused(count, high, cut))
        return product(tail(rest), number_of(word(word(word_of(counted) + bias) << shift)))

    return exp


def _turn(dtype: Any, name: str) -> Function:
    """Sin or cos: x/π less the nearest integer n, with the sign (−1)ⁿ."""
    tail, whole, word = polynomial(name, dtype), _whole(dtype), word_type(dtype)
    last, sine = word(8 * np.dtype(dtype).itemsize - 1), name == "sin"
    inverse, rest_of_inverse = dtype(1 / pi), dtype(1 / pi - float(dtype(1 / pi)))

    @lane_code
    def turned(x):  # type: ignore[no-untyped-def]
        counted = fused(x, inverse, whole)
        part = fused(x, rest_of_inverse, fused(x, inverse, whole - counted))
        square = part * part
        value = part * tail(square) if sine else tail(square)
        return number_of(word(word_of(value) ^ word(word_of(counted) << last)))

    return turned
