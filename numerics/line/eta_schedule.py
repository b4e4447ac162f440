"""η as a function of time, for numbers.

## Main definitions
* `EtaSchedule`: a positive number, or an expression in the symbol `t`: at times, in the limit, in steps.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.symbols import t
from numerics.backends import compiled
from numerics.quadrature import Exact, exact_number

Vector = NDArray[np.float64]

SAMPLES = 2001
FEWEST, CHANGE, PARTS = 8, 0.02, 8


@dataclass(frozen=True)
class EtaSchedule:
    """η(t) = `expr`, exact."""

    expr: sp.Expr

    @cached_property
    def varies(self) -> bool:
        """Does η depend on time?"""
        return bool(self.expr.free_symbols)

    @cached_property
    def limit(self) -> sp.Expr:
        """η∞; not always a number."""
        return sp.limit(self.expr, t, sp.oo) if self.varies else self.expr

    def at(self, times: Vector) -> Vector:
        """η at these times, of their shape.

        Raises:
            ValueError: if it is not positive and finite at one of them.
        """
        values = np.asarray(compiled(self.expr, (t,), "numpy")(times) + 0 * times)
        if not (np.isfinite(values).all() and values.min() > 0):
            raise ValueError(f"eta={self.expr}: it is to be positive and finite at all times up to the last")
        return values

    def steps(self, start: float, end: float, pace: float) -> int:
        """An even number of steps between two times; 1 if η is constant.

        So many that η changes by some 2 % in each, and that each is an eighth of 1/`pace`.
        """
        if not self.varies:
            return 1
        variation = np.abs(np.diff(np.log(self.at(np.linspace(start, end, SAMPLES))))).sum()
        return 2 * int(np.ceil(max(FEWEST, variation / CHANGE, PARTS * (end - start) * pace) / 2))

    def least(self, end: float) -> float:
        """The least η up to `end`, on 2001 samples."""
        return float(self.at(np.linspace(0.0, end, SAMPLES)).min())


def eta_schedule(eta: Exact) -> EtaSchedule:
    """η(t) from an exact number, or from an expression in `derivations.symbols.t`.

    Raises:
        TypeError: if it contains a float.
        ValueError: if it has other letters, or is a number that is not positive.
    """
    if not (isinstance(eta, sp.Expr) and eta.free_symbols):
        number = exact_number(eta, "eta")
        if not number.is_positive:
            raise ValueError(f"eta={eta}: a positive number is wanted")
        return EtaSchedule(number)
    if strange := eta.free_symbols - {t}:
        raise ValueError(f"eta={eta}: only the time t is allowed in it, not {sorted(map(str, strange))}")
    if eta.atoms(sp.Float):
        raise TypeError(f"eta={eta}: exact numbers only, use Rational instead of a float")
    return EtaSchedule(eta)
