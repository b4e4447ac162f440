"""Bad input gets one sentence on stderr and exit status 2, never a traceback.

## Main definitions
* `answers_in_one_sentence`: around every command.
* `mend_streams`: before any command, so that no closed or narrow stream ends it.
* `EXACT`, `POINT`, `NAMES`: options that are exact numbers, points such as -1,0, and names such as x,y.
* `FormulaCommand`: a command whose arguments may begin with a minus sign.
"""

import os
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from reprlib import repr as shortened
from typing import Any, TextIO

import click

Command = Callable[..., None]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?(/\d+)?", re.ASCII | re.IGNORECASE)
LONGEST = 2000
NOBODY_READS = 141  # what a shell says of a program that a broken pipe has ended
TOO_LONG = ("Exceeds the limit", "too many digits")  # in the words of Python and of GMP


def answers_in_one_sentence(command: Command) -> Command:
    """Turn the errors of bad input into one sentence and exit status 2."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            sys.stdout = _nowhere()  # or Python would complain of it once more at the end
            sys.exit(NOBODY_READS)
        except (ValueError, TypeError, OSError, ArithmeticError, NotImplementedError) as error:
            raise click.UsageError(_sentence(error)) from error
        except MemoryError as error:
            raise click.UsageError(f"there is not enough memory: {error}") from error
        except KeyboardInterrupt:
            click.echo("Interrupted; the same command goes on from what is finished.", err=True)
            sys.exit(130)

    return careful


def mend_streams() -> None:
    """Let a stream that is closed swallow what it is told, and write escapes for characters it does not have.

    Without this, words for a closed stderr would go to stdout, and a result would be lost for a minus sign.
    """
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _sentence(error: Exception) -> str:
    """What the error says, in words that are about the question."""
    said = str(error)
    if said.startswith(TOO_LONG):
        return "a number of this question, or one that is made of them, has thousands of digits: too many"
    return said


def exact_fraction(text: str) -> Fraction:
    """The number that `text` writes, exactly.

    Raises:
        ValueError: if it is not a decimal or a rational of sensible length.
    """
    plain = text.strip()
    if len(plain) <= LONGEST and NUMBER.fullmatch(plain) and not ("e" in plain.lower() and "/" in plain):
        try:
            return Fraction(plain)
        except ZeroDivisionError:
            pass
    raise ValueError(f"{shortened(plain)} is not a decimal or a rational such as 0.1, 1e-3 or 1/3")


class ExactNumber(click.ParamType[Fraction]):
    """A decimal or a rational, kept exact: 0.1 is 1/10."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The number, or a sentence on what is allowed."""
        try:
            return exact_fraction(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class ExactPoint(click.ParamType[tuple[Fraction, ...]]):
    """Coordinates, exact, with commas between them."""

    name = "point"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Fraction, ...]:
        """The coordinates, or a sentence on what is allowed."""
        try:
            return tuple(exact_fraction(part) for part in value.split(","))
        except ValueError as error:
            self.fail(f"{error}; coordinates have commas between them", param, ctx)


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between them."""

    name = "names"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names; whether they are usable is seen where they are used."""
        return tuple(part.strip() for part in value.split(","))


class FormulaCommand(click.Command):
    """A command whose formula or points may begin with a minus sign, as in "-w**2+w**4" or "-1,0".

    Long options have two of them, and -h is the only short one; anything else with one is a value.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the minus sign behind a space, which no value minds."""
        return super().parse_args(ctx, [f" {a}" if re.match(r"-[^-]", a) and a != "-h" else a for a in args])


EXACT = ExactNumber()
POINT = ExactPoint()
NAMES = Names()
