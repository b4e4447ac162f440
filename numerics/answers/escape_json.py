"""An answer on escape times as JSON data.

Numbers are decimal strings: correctly rounded, all digits certain, or an interval from `low`, rounded down,
to `high`, rounded up. What is not known is null. `docs/escape.md` describes each field.

## Main definitions
* `told`: EscapeAnswer -> JSON data.
"""

from typing import Any

import sympy as sp

from ledger.bound import Bound
from numerics.answers.decimals import MOST, certain_digits, decimal_ends
from numerics.answers.escape import EscapeAnswer
from numerics.answers.sgd_clock import SgdClock
from numerics.bounds import closed_form
from numerics.terrain.spot import Spot


def told(
    answer: EscapeAnswer, formula: str, clock: SgdClock | None = None, digits: int = MOST
) -> dict[str, Any]:
    """The answer for the loss that was typed as `formula`; with a clock also the steps and epochs of SGD."""
    asked, kramers, most = answer.question, answer.kramers, max(digits, MOST)
    eta = asked.eta
    found: dict[str, Any] = {
        "potential": formula,
        "coordinates": [str(c) for c in asked.potential.coords],
        "eta": None if eta is None else _number(closed_form(eta), most),
        "eps0": _number(closed_form(asked.eps0), most),
        "beta": str(asked.noise),
        "start": _spot(answer.start, most) | {"minimum": _spot(kramers.start, most)},
        "target": _spot(answer.target, most)
        | {"minimum": _spot(kramers.target, most), "radius": _exact(asked.radius, most)},
        "saddles": [_spot(gate, most) for gate in kramers.gates],
        "barrier": _number(kramers.barrier, most),
        "eyring_kramers": {
            "time": _number(kramers.time, most),
            "prefactor": _number(kramers.prefactor, most),
            "correction": _number(kramers.correction, most),
            "law": kramers.law,
            "applies": answer.applies,
            "reasons": list(answer.reasons),
        },
        "mean_escape_time": _interval(answer.mean_escape_time),
        "spectral_gap": _interval(answer.spectral_gap),
        "warnings": list(answer.warnings),
    }
    return found | _clocked(answer.mean_escape_time, clock)


def _clocked(time: Bound | None, clock: SgdClock | None) -> dict[str, Any]:
    """Steps and epochs, as far as they were asked for."""
    if clock is None:
        return {}
    steps = None if time is None else clock.steps(time)
    epochs = None if time is None else clock.epochs(time)
    return {"steps": _interval(steps)} | ({"epochs": _interval(epochs)} if clock.samples else {})


def _spot(spot: Spot, most: int) -> dict[str, Any]:
    return {
        "at": [_number(c, most) for c in spot.at],
        "value": _number(spot.value, most),
        "hessian_eigenvalues": [_number(e, most) for e in spot.hessian_eigenvalues],
    }


def _exact(value: sp.Expr | None, most: int) -> str | None:
    return None if value is None else _number(closed_form(value), most)


def _number(value: Bound | None, most: int) -> str | None:
    return None if value is None else certain_digits(value, most)


def _interval(value: Bound | None) -> dict[str, str] | None:
    return None if value is None else {**decimal_ends(value), "method": value.method}
