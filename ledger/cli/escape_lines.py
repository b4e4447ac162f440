"""An answer on escape times as lines for a terminal."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.bound import exact
from ledger.cli.numbers import full, graded, place, short

if TYPE_CHECKING:
    from numerics.answers.escape import EscapeAnswer
    from numerics.answers.sgd_clock import SgdClock
    from numerics.answers.simulation import SimulationAnswer
    from numerics.terrain.spot import Spot

WIDTH, FULL = 18, 40
PLAIN_LAW = "Eyring-Kramers"


def lines(
    answer: "EscapeAnswer", clock: "SgdClock | None", digits: int, seen: "SimulationAnswer | None" = None
) -> str:
    """The answer, one fact a line, with what a simulation has `seen`."""
    facts = _facts(answer, clock, digits, seen)
    return "\n".join(f"{name:{WIDTH}} {fact}" if name else fact for name, fact in facts)


def _facts(
    answer: "EscapeAnswer", clock: "SgdClock | None", digits: int, seen: "SimulationAnswer | None"
) -> Iterator[tuple[str, str]]:
    """Name and fact of each line.

    Yields:
        the pairs.
    """
    kramers, radius = answer.kramers, answer.question.radius
    yield "from", _end(answer.start, kramers.start)
    yield "to", (f"within {radius} of " if radius else "") + _end(answer.target, kramers.target)
    yield from _times(answer, clock, digits)
    if seen is not None:
        yield "simulated", _simulated(seen)
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


def _simulated(seen: "SimulationAnswer") -> str:
    """The time with its interval, and how it was found."""
    from numerics.answers.decimals import decimal_ends, decimal_middle, readable

    ends = decimal_ends(seen.time)
    middle, low, high = (
        readable(exact(Fraction(end)), FULL) for end in (decimal_middle(seen.time), ends["low"], ends["high"])
    )
    how = f"{100 * seen.level:g} %, {seen.plan.method}, {seen.paths} paths, dt = {float(seen.plan.dt):g}"
    return f"{middle}, from {low} to {high}   ({how})"


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
    elif answer.applies and answer.mean_escape_time is not None and kramers.time is not None:
        yield "  time/formula", f"{float((answer.mean_escape_time / kramers.time).middle):.4g}"


def _end(spot: "Spot", well: "Spot") -> str:
    """The place, and the minimum of its well if it is another."""
    return place(spot.at) if spot == well else f"{place(spot.at)}, in the well of {place(well.at)}"
