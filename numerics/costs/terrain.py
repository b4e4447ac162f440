"""What the Eyring–Kramers answer costs as the dimension grows.

The losses are chains Σ (w_i² − 1)²/4 + (k/2) Σ (w_i − w_{i+1})² of d sites. Held together stiffly (k = d²)
they have three critical points, loosely (k = 1/20) nearly 3^d.

## Main definitions
* `PICTURES`: CPU time over the number of coordinates.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import sympy as sp

from derivations.potential import Potential
from numerics.costs.measure import Axes, Curve
from numerics.terrain.basins import basins
from numerics.terrain.kramers import kramers_answer
from numerics.terrain.saddle_search import saddle_between

ETA = 40
LOOSE = sp.Rational(1, 20)
DIMENSIONS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)


def chain(d: int, coupling: sp.Expr) -> Potential:
    """The loss of d sites."""
    sites = sp.symbols(f"w1:{d + 1}", real=True)
    alone = sp.Add(*((w**2 - 1) ** 2 / 4 for w in sites))
    held = sp.Add(*(coupling * (u - w) ** 2 / 2 for u, w in pairwise(sites)))
    return Potential(alone + held, sites)


def _answer(d: int) -> Any:
    return kramers_answer(
        chain(d, sp.Integer(d * d)), sp.Integer(1), sp.Rational(1, ETA), (-1,) * d, (1,) * d
    )


def _gate(d: int) -> Any:
    return saddle_between(chain(d, sp.Integer(d * d)), -np.ones(d), np.ones(d))


def _all_wells(d: int) -> Any:
    return basins(chain(d, LOOSE), [[-1.0] * d, [1.0] * d])


PICTURES: dict[str, tuple[Axes, ...]] = {
    "cost_dimension": (
        Axes(
            "coordinates d",
            (
                Curve("all wells and gates, loose chain", (1, 2, 3, 4), _all_wells),
                Curve("Eyring–Kramers answer, stiff chain", DIMENSIONS, _answer),
                Curve("one gate, proved, stiff chain", DIMENSIONS, _gate),
            ),
            linear=True,
        ),
    ),
}
