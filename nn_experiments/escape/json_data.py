"""An estimate as JSON data.

A number is an interval from `low`, rounded down, to `high`, rounded up, as decimal strings, with its grade;
what is not known is null. `docs/own_loss.md` describes the fields.

## Main definitions
* `told`: EscapeEstimate -> JSON data.
"""

from typing import Any

from ledger.bound import Bound
from nn_experiments.escape.answer import EscapeEstimate
from nn_experiments.escape.remarks import remarks
from nn_experiments.escape.sample_noise import SampleNoise
from nn_experiments.escape.stationary_point import StationaryPoint
from numerics.answers.decimals import decimal_ends

SHOWN = 5
"""Eigenvalues from the lower end."""


def told(answer: EscapeEstimate) -> dict[str, Any]:
    """All that is known, without the places themselves."""
    gate, law, clock = answer.gate, answer.law, answer.question.clock
    return {
        "parameters": len(answer.start.at),
        "learning_rate": str(clock.learning_rate),
        "batch_size": clock.batch_size,
        "samples": clock.samples,
        "start": _point(answer.start),
        "target": _point(answer.target),
        "gate": None if gate is None else _point(gate.point),
        "gate_joins": None if gate is None else list(gate.joins),
        "path": None if gate is None else gate.path.values.tolist(),
        "noise": None if answer.noise is None else [_noise(place) for place in answer.noise.places],
        "eps": _interval(answer.eps),
        "barrier": _interval(None if law is None else law.barrier),
        "climb": _interval(None if law is None else law.climb),
        "log_determinants": _interval(None if law is None else law.log_determinants),
        "log_prefactor": _interval(None if law is None else law.log_prefactor),
        "log_time": _interval(None if law is None else law.log_time),
        "time": _interval(answer.time),
        "steps": _interval(answer.steps),
        "epochs": _interval(answer.epochs),
        "applies": answer.applies,
        "reasons": list(answer.reasons),
        "remarks": list(remarks(answer)),
    }


def _interval(number: Bound | None) -> dict[str, str] | None:
    return None if number is None else {**decimal_ends(number), "method": number.method}


def _point(point: StationaryPoint | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "value": _interval(point.value),
        "gradient_norm": point.rest.slope,
        "at_rest": point.rest.reached,
        "negative_eigenvalues": point.index,
        "zero_eigenvalues": point.zeros,
        "lowest_eigenvalues": point.curvatures[:SHOWN].tolist(),
        "lowest": _interval(point.lowest),
        "largest_eigenvalue": point.largest,
        "whole_hessian": point.whole,
        "log_determinant": point.determinant.value,
    }


def _noise(place: SampleNoise) -> dict[str, Any]:
    return {
        "beta": _interval(place.beta),
        "along_the_way": place.along,
        "anisotropy": place.anisotropy,
        "alignment": place.alignment,
    }
