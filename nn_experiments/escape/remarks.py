"""What a reader of an estimate should know besides: what was not looked at, and what the error bar is.

## Main definitions
* `remarks`: sentences.
"""

import math
from collections.abc import Iterator

from nn_experiments.escape.answer import EscapeEstimate

WIDE = math.log(2)


def remarks(answer: EscapeEstimate) -> Iterator[str]:
    """Yields: sentences, none of them a reason not to use the formula."""
    point = None if answer.gate is None else answer.gate.point
    if point is not None and answer.law is not None:
        yield (
            "one gate was looked at: n gates of the same rate make the stay n times shorter, and units that"
            " may be permuted or change sign bring some; nothing was proved about other wells and gates, or"
            " that the loss confines"
        )
        yield _error(answer)
        if len(point.curvatures) > 1:
            yield f"beside the negative one, the lowest eigenvalue at the gate is {_second(answer):.4g}"
    if answer.law is not None and answer.law.log_time is not None:
        factor = math.exp(min(float(answer.law.log_time.radius), 700.0))
        if math.log(factor) > WIDE:
            yield f"the time is known up to a factor of {factor:.3g} only, by the error bar alone"
    yield from _noise(answer)


def _second(answer: EscapeEstimate) -> float:
    assert answer.gate is not None
    assert answer.gate.point is not None
    return float(answer.gate.point.curvatures[1])


def _error(answer: EscapeEstimate) -> str:
    parts = ["places and determinants"]
    if answer.noise is not None and answer.noise.places[0].beta.grade.label == "statistical":
        parts.append("β, from some of the samples")
    return (
        f"the error bar is that of {' and of '.join(parts)}; the formula's own relative error, of order ε,"
        " and that of the hypotheses that do not hold are not in it"
    )


def _noise(answer: EscapeEstimate) -> Iterator[str]:
    """Yields: what the noise along the way alone would say, and what is in the loss but in no sample."""
    if answer.noise is None:
        return
    if len(answer.noise.places) > 1 and answer.law is not None:
        along = answer.noise.climb_over_noise / float(answer.question.clock.eps0)
        if math.isfinite(along):
            yield f"if only the noise along the way out counted, H/ε would be about {along:.3g}"
    rest = answer.noise.values[0] - answer.noise.places[0].mean_loss
    if abs(rest) > 1e-9 * max(abs(answer.noise.values[0]), 1e-300):
        yield f"{rest:.4g} of the loss at the minimum is in no sample, as weight decay: a part without noise"
