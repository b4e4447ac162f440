"""An answer on escape times as lines for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.cli.numbers import full, graded, place, short

if TYPE_CHECKING:
    from numerics.answers.escape import EscapeAnswer
    from numerics.answers.sgd_clock import SgdClock
    from numerics.terrain.spot import Spot

WIDTH = 18
PLAIN_LAW = "Eyring-Kramers"


def lines(answer: "EscapeAnswer", clock: "SgdClock | None", digits: int) -> str:
    """The answer, one fact a line."""
    facts = _facts(answer, clock, digits)
    return "\n".join(f"{name:{WIDTH}} {fact}" if name else fact for name, fact in facts)


def _facts(answer: "EscapeAnswer", clock: "SgdClock | None", digits: int) -> Iterator[tuple[str, str]]:
    """Name and fact of each line.

    Yields:
        the pairs.
    """
    kramers, radius = answer.kramers, answer.question.radius
    yield "from", _end(answer.start, kramers.start)
    yield "to", (f"within {radius} of " if radius else "") + _end(answer.target, kramers.target)
    yield from _times(answer, clock, digits)
    yield from _formula(answer)
    yield "barrier", f"{short(kramers.barrier)}   at {'; '.join(place(gate.at) for gate in kramers.gates)}"
    if answer.spectral_gap is not None:
        yield "spectral gap", graded(answer.spectral_gap, digits)
    yield from (("note", warning) for warning in answer.warnings)


def _times(answer: "EscapeAnswer", clock: "SgdClock | None", digits: int) -> Iterator[tuple[str, str]]:
    """The time itself, in the time of the diffusion and of SGD.

    Yields:
        name and fact.
    """
    if (time := answer.mean_escape_time) is None:
        yield "mean escape time", "not computed"
        return
    yield "mean escape time", graded(time, digits)
    if clock is not None:
        yield "in steps of SGD", full(clock.steps(time), digits)
        if (epochs := clock.epochs(time)) is not None:
            yield "in epochs", full(epochs, digits)


def _formula(answer: "EscapeAnswer") -> Iterator[tuple[str, str]]:
    """What theory says at low temperature, and whether it may be used.

    Yields:
        name and fact.
    """
    kramers = answer.kramers
    value = "no such formula" if kramers.time is None else short(kramers.time)
    is_plain = kramers.law in {"", PLAIN_LAW}
    verdict = "applies" if answer.applies else "does not apply:"
    yield PLAIN_LAW, f"{value}   {verdict}" if is_plain else verdict
    yield from (("", f"  - {reason}") for reason in answer.reasons)
    if not is_plain:
        yield kramers.law, value
    if kramers.correction is not None and answer.applies:
        yield "  next term", f"{float(100 * kramers.correction.middle):+.2g} %"


def _end(spot: "Spot", well: "Spot") -> str:
    """The place, and the minimum of its well if it is another."""
    return place(spot.at) if spot == well else f"{place(spot.at)}, in the well of {place(well.at)}"
