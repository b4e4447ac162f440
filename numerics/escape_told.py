"""An answer on escape times as JSON data: numbers as decimal strings with all certain digits.

## Main definitions
* `told`: EscapeAnswer -> JSON data.
"""

from fractions import Fraction
from typing import Any

import sympy as sp

from derivations.critical import CriticalPoint
from ledger.bound import Bound, exact
from ledger.describe import describe
from numerics.escape_answer import EscapeAnswer


def told(
    answer: EscapeAnswer, formula: str, eta: Fraction, learning_rate: Fraction | None = None
) -> dict[str, Any]:
    """The answer for `formula` at inverse temperature `eta`; with a learning rate also the steps of SGD.

    Points and their values are exact; `at` has one entry per coordinate.
    """
    kramers, prefactor = answer.formula_time, answer.prefactor
    found = {
        "potential": formula,
        "eta": str(eta),
        "start": _point(answer.start),
        "target": _point(answer.target),
        "saddles": [_point(gate) for gate in answer.gates],
        "barrier": _exact(answer.climb),
        "eyring_kramers": {
            "time": None if kramers is None else _number(kramers),
            "prefactor": None if prefactor is None else _number(prefactor),
            "applies": answer.formula_applies,
            "reasons": list(answer.reasons),
        },
        "mean_escape_time": _number(answer.time),
        "warnings": list(answer.warnings),
    }
    if learning_rate is not None:
        found["steps"] = _number(answer.time / exact(learning_rate))
    return found


def _number(bound: Bound) -> dict[str, str]:
    """Both ends, how sure they are, and how they were found."""
    return {key: text for key, text in describe(bound).items() if key != "form"}


def _point(point: CriticalPoint) -> dict[str, Any]:
    return {"at": [_exact(c) for c in point.at], "value": _exact(point.value), "index": point.index}


def _exact(value: sp.Expr) -> str:
    """The number itself if it is short, 15 digits of it otherwise."""
    text = str(value)
    return text if len(text) <= 24 else str(sp.N(value, 15))
