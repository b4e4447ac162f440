"""An estimate for a reader.

## Main definitions
* `text`: EscapeEstimate -> lines.
"""

import math
from collections.abc import Iterator

from ledger.bound import Bound
from nn_experiments.escape.answer import EscapeEstimate
from nn_experiments.escape.remarks import remarks
from nn_experiments.escape.stationary_point import StationaryPoint

WIDTH = 28


def text(answer: EscapeEstimate) -> str:
    """What was found, then the broken hypotheses, then remarks; a line each."""
    return "\n".join(
        [*_found(answer), *_listed("does not hold", answer.reasons), *_listed("note", remarks(answer))]
    )


def _listed(word: str, sentences: object) -> Iterator[str]:
    assert isinstance(sentences, tuple | Iterator)
    for sentence in sentences:
        yield f"{word}: {sentence}"


def _found(answer: EscapeEstimate) -> Iterator[str]:
    yield from _point("minimum of the start", answer.start)
    yield from _point("minimum of the target", answer.target)
    if answer.gate is not None and answer.gate.point is not None:
        yield from _point("gate", answer.gate.point)
    if answer.noise is not None:
        here = answer.noise.places[0]
        yield _line("β at the minimum", shown(here.beta))
        yield _line("U (anisotropy)", f"{here.anisotropy:.4g}")
        if here.alignment is not None:
            yield _line("A (alignment with H)", f"{here.alignment:.4g}")
    if answer.eps is not None:
        yield _line("ε = γβ/(2M)", shown(answer.eps))
    if answer.law is None:
        yield _line("mean escape time", "no number: see what does not hold")
        return
    yield _line("barrier H", shown(answer.law.barrier))
    if answer.law.climb is not None:
        yield _line("H/ε", shown(answer.law.climb))
    yield _line("ln(|det|/det)", shown(answer.law.log_determinants))
    yield from _times(answer)


def _times(answer: EscapeEstimate) -> Iterator[str]:
    assert answer.law is not None
    if answer.law.log_time is None:
        yield _line("mean escape time", "infinite: there is no noise")
        return
    yield _line("ln E τ", shown(answer.law.log_time))
    for name, value in (
        ("mean escape time", answer.time),
        ("steps", answer.steps),
        ("epochs", answer.epochs),
    ):
        if value is not None:
            yield _line(name, shown(value))


def _point(name: str, point: StationaryPoint) -> Iterator[str]:
    ends = f"from {float(point.curvatures[0]):.4g} to {point.largest:.4g}"
    yield _line(name, f"L = {float(point.value.middle):.8g}, ‖∇L‖ = {point.rest.slope:.1e}, λ {ends}")


def _line(name: str, value: str) -> str:
    return f"{name:<{WIDTH}}{value}"


def shown(number: Bound) -> str:
    """Six digits, the error bar if it is seen in them, and the grade."""
    middle, radius = number.middle, number.radius
    digits = _six(middle)
    seen = f" ± {_six(radius)}" if middle and radius > abs(middle) / 10**6 else ""
    return f"{digits}{seen} ({number.grade.label})"


def _six(value: object) -> str:
    from fractions import Fraction

    assert isinstance(value, Fraction)
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if math.isfinite(found) and (found or not value):
        return f"{found:.6g}"
    power = len(str(abs(value.numerator) // value.denominator)) - 1
    return f"{float(value / 10**power):.4g}e{power}"
