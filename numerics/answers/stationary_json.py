"""An answer on the stationary law as JSON data.

Numbers are decimal strings: correctly rounded, all digits certain, or an interval from `low`, rounded down,
to `high`, rounded up. What is not known is null. `docs/stationary.md` describes each field.

## Main definitions
* `stationary_told`: StationaryAnswer -> JSON data.
"""

from typing import Any

import sympy as sp

from ledger.bound import Bound, exact
from numerics.answers.decimals import MOST, certain_digits, decimal_ends
from numerics.answers.stationary import StationaryAnswer, Well
from numerics.bounds import closed_form
from numerics.terrain.spot import Spot


def stationary_told(answer: StationaryAnswer, formula: str, digits: int = MOST) -> dict[str, Any]:
    """The answer for the loss that was typed as `formula`."""
    most, varies = max(digits, MOST), answer.eta is None
    kappa = None if answer.normaliser is None or varies else exact(1) / answer.normaliser
    return {
        "potential": formula,
        "coordinates": [str(c) for c in answer.potential.coords],
        "eta": _exact(answer.eta, most),
        "eps0": _exact(answer.eps0, most),
        "beta": str(answer.noise),
        "radius": _exact(answer.radius, most),
        "normaliser": _interval(answer.normaliser),
        "kappa": _interval(kappa),
        "minima": [_spot(well.minimum, most) | _masses(well) for well in answer.wells],
        "saddles": [_spot(gate, most) for gate in answer.gates],
        "warnings": list(answer.warnings),
    }


def _masses(well: Well) -> dict[str, Any]:
    law = well.ball_law
    return {
        "basin_mass": _interval(well.basin_mass),
        "ball_mass": _interval(well.ball_mass),
        "laplace": {
            "basin_mass": None if well.basin_law is None else certain_digits(well.basin_law),
            "ball_mass": None if law is None else certain_digits(law.value),
            "ball_law": None if law is None else law.name,
        },
    }


def _spot(spot: Spot, most: int) -> dict[str, Any]:
    return {
        "at": [certain_digits(c, most) for c in spot.at],
        "value": certain_digits(spot.value, most),
        "hessian_eigenvalues": [certain_digits(e, most) for e in spot.hessian_eigenvalues],
    }


def _exact(value: sp.Expr | None, most: int) -> str | None:
    return None if value is None else certain_digits(closed_form(value), most)


def _interval(value: Bound | None) -> dict[str, str] | None:
    return None if value is None else {**decimal_ends(value), "method": value.method}
