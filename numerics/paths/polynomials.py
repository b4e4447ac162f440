"""The polynomials behind the lanes' logarithm, sine, cosine and exponential.

Near-minimax in the sense of Chebyshev: each interpolates the function at the Chebyshev nodes of its interval
(50 digits, rounded to 19). As used below they are in error by less than

| function | on | float64 | float32 |
|---|---|---|---|
| log(1 + t) = t + t² q(t) | [−1/3, 1/3] | 3e-12 | 3e-8 |
| sin(πx) = x q(x²) | [−1/2, 1/2] | 2e-13 | 1e-8 |
| cos(πx) = q(x²) | [−1/2, 1/2] | 8e-13 | 5e-8 |
| e^x, Taylor | [−0.35, 0.35] | 2e-14 | 1e-8 |

An error of 3e-12 in a normal number would show after some 10²² of them.

## Main definitions
* `polynomial`: the compiled polynomial of a name and a type of numbers.

## Implementation notes
Estrin's order: half the latency of Horner's, a tenth faster here. The instructions are written
directly, which spares the compiler some sixty small functions.
"""

from functools import lru_cache
from math import factorial
from typing import Any

import numpy as np
from numba.core import types

from numerics.paths.bits import Function, compiled_in

# The lowest power first.
COEFFICIENTS: dict[tuple[str, Any], tuple[float, ...]] = {
    ("log", np.float64): (
        -0.5,
        0.3333333327783103079,
        -0.2499999994784804965,
        0.2000001393486788141,
        -0.1666667976240640857,
        0.1428471978567035833,
        -0.1249906544401206713,
        0.1114129824488542078,
        -0.1002836433781426329,
        0.08651630166444404176,
        -0.07920666937069165769,
        0.1065861105212072142,
        -0.09928191722438249526,
    ),
    ("log", np.float32): (
        -0.4999998556148470756,
        0.3333332016834961989,
        -0.2500414619366007593,
        0.2000378032245560288,
        -0.1648301753321169571,
        0.1411830990265524072,
        -0.1504076372306441275,
        0.134257490114185759,
    ),
    ("sin", np.float64): (
        3.141592653589635062,
        -5.167712779987959002,
        2.550164035906744668,
        -0.5992644339357286458,
        0.08214479467064854921,
        -0.007364005472115722526,
        0.0004474920849077101067,
    ),
    ("sin", np.float32): (
        3.141592640077203252,
        -5.167710076668314409,
        2.550077386528911865,
        -0.5982904112834275349,
        0.07765591227601386941,
    ),
    ("cos", np.float64): (
        0.9999999999992479627,
        -4.93480220024984952,
        4.058712107537437622,
        -1.335262315261569953,
        0.2353254365877112031,
        -0.02577631642731585908,
        0.001839989437269404164,
    ),
    ("cos", np.float32): (
        0.9999999530275123687,
        -4.934792802489458993,
        4.058410790762597617,
        -1.331872972787485051,
        0.2196824235753781486,
    ),
    ("exp", np.float64): tuple(1 / factorial(k) for k in range(12)),
    ("exp", np.float32): tuple(1 / factorial(k) for k in range(8)),
}


@lru_cache(maxsize=16)
def polynomial(name: str, dtype: Any) -> Function:
    """The polynomial `name` ("log", "sin", "cos", "exp": the q of the table), for compiled code only."""
    kind = types.float64 if dtype is np.float64 else types.float32
    coefficients = [dtype(c) for c in COEFFICIENTS[name, dtype]]

    @compiled_in  # type: ignore[untyped-decorator]
    def value(context: Any, x: Any) -> Any:
        def written(target: Any, builder: Any, signature: Any, args: Any) -> Any:
            powers = [args[0]]
            while 2 ** len(powers) < len(coefficients):
                powers.append(builder.fmul(powers[-1], powers[-1]))
            return _estrin([target.get_constant(kind, c) for c in coefficients], powers, builder)

        return kind(kind), written

    return value


def _estrin(parts: list[Any], powers: list[Any], builder: Any) -> Any:
    """The polynomial with the coefficients `parts`; powers: x, x², x⁴, x⁸."""
    if len(parts) == 1:
        return parts[0]
    power = max(k for k in range(len(powers)) if 2**k < len(parts))
    low = _estrin(parts[: 2**power], powers, builder)
    return builder.fma(_estrin(parts[2**power :], powers, builder), powers[power], low)
