"""Bad input gets one sentence on stderr and exit status 2, never a traceback."""

import sys
from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import Any

import click

Command = Callable[..., None]


def answers_in_one_sentence(command: Command) -> Command:
    """Turn the errors of bad input into one sentence and exit status 2."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, TypeError, OSError, NotImplementedError) as error:
            raise click.UsageError(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Interrupted; the same command goes on from what is finished.", err=True)
            sys.exit(130)

    return careful


class ExactNumber(click.ParamType[Fraction]):
    """A decimal or a rational, kept exact: 0.1 is 1/10."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The number, or a sentence on what is allowed."""
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value!r} is not a decimal or a rational such as 0.1, 1e-3 or 1/3", param, ctx)


EXACT = ExactNumber()
