"""`sgd-theorems stationary`: where is SGD in the long run, and how likely near each minimum of my loss?"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ledger.cli.manners import EXACT, NAMES, FormulaCommand, answers_in_one_sentence

EXAMPLES = """\b
sgd-theorems stationary "w**2*(w-1)**2*(w-5/2)**2" --eta 100 --radius 0.1
sgd-theorems stationary "(1.1*x**2+0.01*y**2)*((x-1)**2+0.1*(y-1)**2)" --radius 0.1 \\
    --learning-rate 0.01 --batch-size 32 --beta 64 --plot wells.svg"""

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=FormulaCommand, epilog=EXAMPLES)
@click.argument("formula")
@click.option("--radius", type=EXACT, metavar="R", help="Of the balls around the minima.")
@click.option("--eta", type=EXACT, metavar="E", help="Inverse temperature; or else the next three:")
@click.option("--learning-rate", type=EXACT, metavar="G", help="gamma.")
@click.option("--batch-size", type=click.IntRange(1), metavar="M", help="Samples in a batch.")
@click.option("--beta", metavar="BETA", help="Noise of one sample: a number, or a formula like 1+w**2.")
@click.option("--coords", type=NAMES, metavar="X,Y", help="Order of the coordinates; default: sorted.")
@click.option(
    "--digits", type=click.IntRange(1, 1000), default=15, show_default=True, help="Certain ones, 1-D."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the answer: .svg, .pdf or .png.")
@answers_in_one_sentence
def stationary(
    formula: str,
    radius: Fraction | None,
    digits: int,
    as_json: bool,
    plot: Path | None,
    coords: tuple[str, ...] | None,
    **options: Any,
) -> None:
    """The stationary law of SGD's diffusion in the loss FORMULA: the masses around its minima.

    FORMULA has one or two coordinates; numbers are decimals or rationals and stay exact. The mass of each
    basin of attraction and, with a radius, of the ball around each minimum; in 1-D they are enclosed. Beside
    them stand the formulas of Theorem 2.5 and (2.7), corrected.
    """
    from derivations.parse import parse
    from ledger import files
    from ledger.cli.stationary_lines import lines
    from ledger.cli.temperature import temperature
    from numerics.answers.stationary import stationary as answer
    from numerics.answers.stationary_json import stationary_told

    if plot:
        from numerics.pictures.stationary import picture_of_wells, require_known_format

        require_known_format(plot)
    potential = parse(formula, coords)
    found = answer(potential, **temperature(potential, **options), radius=radius, digits=digits)
    if plot:
        picture_of_wells(found, plot)
    data = stationary_told(found, formula.strip(), digits)
    click.echo(files.as_json(data).decode() if as_json else lines(found, digits), nl=not as_json)
