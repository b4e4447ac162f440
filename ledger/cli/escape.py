"""`sgd-theorems escape`: how long does the process stay in this minimum of my loss?"""

from fractions import Fraction
from typing import Any

import click

from ledger.cli.manners import EXACT, answers_in_one_sentence


@click.command()
@click.argument("formula")
@click.option("--start", type=EXACT, required=True, help="A minimum; where the process starts.")
@click.option("--target", type=EXACT, required=True, help="The minimum to be reached.")
@click.option("--eta", type=EXACT, help="Inverse temperature 2M/(gamma beta).")
@click.option("--learning-rate", type=EXACT, help="gamma, in place of --eta.")
@click.option("--batch-size", type=click.IntRange(1), help="M, in place of --eta.")
@click.option("--beta", type=EXACT, help="Variance of one sample's gradient, in place of --eta.")
@click.option("--digits", type=click.IntRange(1, 1000), default=15, show_default=True, help="Certain digits.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@answers_in_one_sentence
def escape(
    formula: str,
    start: Fraction,
    target: Fraction,
    eta: Fraction | None,
    learning_rate: Fraction | None,
    batch_size: int | None,
    beta: Fraction | None,
    digits: int,
    as_json: bool,
) -> None:
    """The mean time in which SGD's diffusion goes from one minimum of FORMULA to another.

    FORMULA is a loss in one coordinate, such as "(w**2-1)**2/4"; numbers are decimals or rationals and stay
    exact. The exact time is enclosed; beside it stands the Eyring-Kramers formula and whether it applies.
    """
    from derivations.parse import parse
    from ledger import files
    from numerics.escape_answer import escape as answer
    from numerics.escape_told import told

    steps = (learning_rate, batch_size, beta)
    inverse = _inverse_temperature(eta, *steps)
    found = told(answer(parse(formula), inverse, start, target, digits), formula, inverse, learning_rate)
    click.echo(files.as_json(found).decode() if as_json else _lines(found), nl=not as_json)


def _inverse_temperature(
    eta: Fraction | None, learning_rate: Fraction | None, batch_size: int | None, beta: Fraction | None
) -> Fraction:
    """Eta as given, or 2M/(gamma beta).

    Raises:
        ValueError: if both ways are used, or neither is complete, or a number is not positive.
    """
    given = [value is not None for value in (learning_rate, batch_size, beta)]
    if (eta is not None) == any(given) or (any(given) and not all(given)):
        raise ValueError("give either --eta, or --learning-rate, --batch-size and --beta together")
    for name, value in (("--eta", eta), ("--learning-rate", learning_rate), ("--beta", beta)):
        if value is not None and value <= 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    if learning_rate is None or batch_size is None or beta is None:
        assert eta is not None  # by the first test
        return eta
    return 2 * batch_size / (learning_rate * beta)


def _lines(found: dict[str, Any]) -> str:
    """The answer for a terminal."""
    from ledger.report.numbers import plain

    formula, time = found["eyring_kramers"], found["mean_escape_time"]
    lines = [
        f"mean escape time   {plain(time)}   ({time['grade']})",
        *([f"steps of SGD       {plain(found['steps'])}"] if "steps" in found else []),
        f"from the minimum   {found['start']['at'][0]}   to   {found['target']['at'][0]}",
        f"barrier            {found['barrier']}   at {', '.join(s['at'][0] for s in found['saddles'])}",
        f"Eyring-Kramers     {plain(formula['time']) if formula['time'] else 'no such formula'}",
        f"the formula        {'applies' if formula['applies'] else 'does not apply:'}",
        *(f"  - {reason}" for reason in formula["reasons"]),
        *(f"note: {warning}" for warning in found["warnings"]),
    ]
    return "\n".join(lines)
