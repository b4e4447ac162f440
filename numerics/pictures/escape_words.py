"""What stands above the picture of an escape: the loss, the noise, the times.

## Main definitions
* `headline`: the lines.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from textwrap import shorten, wrap

import sympy as sp

from ledger.bound import exact
from numerics.answers.decimals import decimal_ends, readable
from numerics.answers.escape import EscapeAnswer
from numerics.answers.sgd_clock import SgdClock
from numerics.answers.simulation import SimulationAnswer

PLAIN_LAW = "Eyring-Kramers"
DIGITS = 6
FORMULA, LINE = 60, 88
"""Characters of a formula that is set as mathematics; of a line of text."""


def headline(answer: EscapeAnswer, clock: SgdClock | None, seen: SimulationAnswer | None = None) -> list[str]:
    """The loss and the noise in the first line, what is known of the time in the others."""
    return [_title(answer), *_times(answer, clock), *([_simulated(seen)] if seen else [])]


def _simulated(seen: SimulationAnswer) -> str:
    ends = decimal_ends(seen.time)
    low, high = (readable(exact(Fraction(ends[end])), DIGITS) for end in ("low", "high"))
    return f"simulated: from {low} to {high} ({100 * seen.level:g} %, {seen.plan.method}, {seen.paths} paths)"


def _title(answer: EscapeAnswer) -> str:
    asked = answer.question
    noise = f"ε₀ = {_plain(asked.eps0)},  β = {asked.noise}"
    if asked.eta is not None:
        noise = f"η = {_plain(asked.eta)}"
    return f"{_mathematics(asked.potential.expr)},   {noise}"


def _times(answer: EscapeAnswer, clock: SgdClock | None) -> Iterator[str]:
    """What is known, in lines.

    Yields:
        the lines.
    """
    time, kramers = answer.mean_escape_time, answer.kramers
    if time is not None:
        told = [f"mean escape time {readable(time, DIGITS)} ({time.grade.label})"]
        if clock is not None:
            told.append(f"{readable(clock.steps(time), DIGITS)} steps")
            if (epochs := clock.epochs(time)) is not None:
                told.append(f"{readable(epochs, DIGITS)} epochs")
        yield from wrap(" = ".join(told), LINE)
    whether = "applies" if answer.applies else f"does not apply: {answer.reasons[0]}"
    value = "" if kramers.time is None else readable(kramers.time, DIGITS)
    if not value or kramers.law == PLAIN_LAW:
        yield from wrap(f"{PLAIN_LAW} {value}{', ' if value else ''}{whether}", LINE)
    else:
        yield from wrap(f"{PLAIN_LAW} {whether}", LINE)
        yield f"{kramers.law} {value}"


def _plain(number: sp.Expr) -> str:
    return f"{float(number):.{DIGITS}g}"


def _mathematics(expr: sp.Expr) -> str:
    """The formula as mathematics, or as text if it is long."""
    tex = sp.latex(expr)
    letters = re.sub(r"\\[a-z]+|[{}^ ]", "", tex)
    return (
        f"$L = {tex}$" if len(letters) <= FORMULA else "L = " + shorten(str(expr), FORMULA, placeholder=" …")
    )
