"""The law of the time across: it is exponential.

## Main definitions
* `survival`: P(τ > time) at three times, by finite volumes.

## References
* Berglund2013; Bovier2004.
"""

from fractions import Fraction

import numpy as np
import sympy as sp
from scipy.linalg import expm

from derivations.symbols import s
from ledger.bound import Bound
from ledger.compare import tends_to
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import closed_form, converged
from numerics.line.chain import generator

from .checks import DEEP, SHALLOW, WELLS, time

ETA = 15
CELLS = 400
BEHIND = 1.5
"""The line is cut so far behind the start."""

SHARES = (Fraction(1, 2), Fraction(1), Fraction(2))
"""Of the mean time, each twice the one before."""


def survival(duration: float) -> tuple[Bound, ...]:
    """P(no path from −1 has reached 2) after `duration`, twice and four times it, at ε = 1/15: NUMERICAL."""
    coarse, fine = (_survival(duration, cells) for cells in (CELLS // 2, CELLS))
    return tuple(converged(a, b, method="finite volumes") for a, b in zip(coarse, fine, strict=True))


def _survival(duration: float, cells: int) -> list[float]:
    """The same on so many cells; the target is the edge of the last one."""
    width = (DEEP - SHALLOW + BEHIND) / cells
    centres = DEEP - width * (np.arange(cells, -1, -1) - 0.5)
    rates = generator(ETA * compiled(WELLS.expr, WELLS.coords, "numpy")(centres), width)[:-1, :-1]
    start, alive, moves = np.argmin(abs(centres[:-1] - SHALLOW)), [], expm(rates * (duration / ETA))
    for _ in SHARES:
        alive.append(float(moves[start].sum()))
        moves = moves @ moves
    return alive


# --- Evidence ---------------------------------------------------------------------------------------


def _measured() -> tuple[tuple[Fraction, Bound], ...]:
    mean = float(time(SHALLOW, DEEP, ETA).middle)
    return tuple(zip(SHARES, survival(float(SHARES[0]) * mean), strict=True))


def _law(law: sp.Expr) -> tuple[tuple[Fraction, Bound], ...]:
    return tuple((share, closed_form(law.subs(s, sp.Rational(share)))) for share in SHARES)


time_across_is_exponential = Check(
    tests="P(τ > s E τ) from −1 to 2 in x⁴/4 − x³/3 − x² at ε = 1/15 for s = 1/2, 1, 2, by finite volumes on"
    " two meshes, E τ enclosed, compared with e^{−s}.",
    measure=_measured,
    predict=lambda: _law(sp.exp(-s)),
    compare=tends_to("1/50"),
    wrong={
        "1/(1 + s)": lambda: _law(1 / (1 + s)),
        "e^{−s²}": lambda: _law(sp.exp(-(s**2))),
        "E τ for the median": lambda: _law(sp.Integer(2) ** -s),
        "twice the rate": lambda: _law(sp.exp(-2 * s)),
        "a gamma law of two steps": lambda: _law((1 + 2 * s) * sp.exp(-2 * s)),
    },
)
