"""What answers on the line cost, for the double well (w² − 1)²/4.

## Main definitions
* `PICTURES`: escape times over digits and barrier, gaps over the barrier, laws over cells and over time.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

from derivations.symbols import t, w
from derivations.zoo import DOUBLE_WELL
from numerics.costs.measure import Axes, Curve
from numerics.line import spectrum
from numerics.line.escape import mean_escape_time
from numerics.line.fokker_planck import evolved_density
from numerics.line.gauss_passage import mean_escape_time_in_doubles
from numerics.line.mpmath_passage import escape_time_by_mpmath

ETA = 10
DIGITS = (15, 30, 50, 100, 200, 300, 500, 1000)
ETAS = (4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000)
CELLS = (100, 200, 400, 800, 1600)
TIMES = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)
BELL = sp.exp(-25 * (w + sp.Rational(4, 5)) ** 2)


def _by_mpmath(digits: int) -> Any:
    """One pass of mpmath, the panels and their order chosen by hand for these digits."""
    points, panels, order = {
        15: ((-2.3, -1, 1), (2, 4), 20),
        30: ((-2.65, -1, 1), (2, 4), 40),
        50: ((-2.9, -1, 1), (2, 4), 64),
        100: ((-3.4, -1, 1), (3, 4), 120),
    }[digits]
    return escape_time_by_mpmath(DOUBLE_WELL, ETA, points, digits, panels, order)


def _certified(digits: int) -> Callable[[int], Any]:
    return lambda eta: mean_escape_time(DOUBLE_WELL, eta, -1, 1, digits)


def _gap(eta: int) -> Any:
    """Computed, not remembered."""
    spectrum._rates.cache_clear()
    return spectrum.spectral_gap(DOUBLE_WELL, eta)


def _barrier(eta: int) -> float:
    return eta / 4


def _law(eta: sp.Expr | int, cells: int, time: int) -> Any:
    return evolved_density(DOUBLE_WELL, BELL, [time], eta, cells=cells)


WARMING = 20 - 10 * sp.exp(-t)

PICTURES: dict[str, tuple[Axes, ...]] = {
    "cost_escape": (
        Axes(
            "certified digits, H/ε = 2.5",
            (
                Curve("one pass of mpmath, no proof", (15, 30, 50, 100), _by_mpmath),
                Curve("Taylor panels", DIGITS, lambda d: mean_escape_time(DOUBLE_WELL, ETA, -1, 1, d)),
            ),
        ),
        Axes(
            "barrier H/ε",
            (
                Curve("100 certified digits", ETAS, _certified(100), _barrier),
                Curve("15 certified digits", ETAS, _certified(15), _barrier),
                Curve(
                    "doubles",
                    ETAS[:8],
                    lambda eta: mean_escape_time_in_doubles(DOUBLE_WELL, eta, -1, 1),
                    _barrier,
                ),
            ),
        ),
    ),
    "cost_gap_and_evolution": (
        Axes("barrier H/ε", (Curve("spectral gap, 13 digits", ETAS[:8], _gap, _barrier),)),
        Axes(
            "cells",
            (
                Curve("law at t = 20, η rising from 10 to 20", CELLS[:4], lambda n: _law(WARMING, n, 20)),
                Curve("law at t = 20, η = 20", CELLS, lambda n: _law(20, n, 20)),
            ),
        ),
        Axes("time t, 200 cells", (Curve("law at t, η = 20", TIMES, lambda time: _law(20, 200, time)),)),
    ),
}
