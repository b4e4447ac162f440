"""`sgd-theorems escape`: how long does SGD take from here to there in the landscape of my loss?"""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.escape_simulation import simulation_options
from ledger.cli.manners import EXACT, NAMES, POINT, FormulaCommand, answers_in_one_sentence

if TYPE_CHECKING:
    from numerics.answers.sgd_clock import SgdClock

EXAMPLES = """\b
sgd-theorems escape "(w**2-1)**2/4" --start -1 --target 1 --eta 20"""

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=FormulaCommand, epilog=EXAMPLES)
@click.argument("formula")
@click.option("--start", type=POINT, required=True, metavar="A", help="Where the process starts.")
@click.option(
    "--target",
    type=POINT,
    required=True,
    metavar="B",
    help="Where it is to arrive: a level in 1-D, a ball in 2-D.",
)
@click.option("--radius", type=EXACT, metavar="R", help="Of the target, a ball around B; needed from 2-D on.")
@click.option("--eta", type=EXACT, metavar="E", help="Inverse temperature; or else the next three:")
@click.option("--learning-rate", type=EXACT, metavar="G", help="gamma.")
@click.option("--batch-size", type=click.IntRange(1), metavar="M", help="Samples in a batch.")
@click.option("--beta", metavar="BETA", help="Noise of one sample: a number, or a formula like 1+w**2.")
@click.option("--samples", type=click.IntRange(1), metavar="N", help="Samples in all; gives the epochs.")
@click.option("--coords", type=NAMES, metavar="X,Y", help="Order of the coordinates; default: sorted.")
@click.option("--digits", type=click.IntRange(1, 1000), metavar="N", default=15, help="Certain in 1-D; 15.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--plot", type=FILE, metavar="FILE", help="Draw the answer: .svg, .pdf or .png.")
@simulation_options
@answers_in_one_sentence
def escape(
    formula: str,
    start: tuple[Fraction, ...],
    target: tuple[Fraction, ...],
    radius: Fraction | None,
    digits: int,
    as_json: bool,
    plot: Path | None,
    coords: tuple[str, ...] | None,
    eta: Fraction | None,
    learning_rate: Fraction | None,
    batch_size: int | None,
    beta: str | None,
    samples: int | None,
    **wishes: Any,
) -> None:
    """The mean time of SGD's diffusion from A to B in the loss FORMULA, beside Eyring and Kramers."""
    from derivations.parse import parse
    from ledger import files
    from ledger.cli.escape_lines import lines
    from ledger.cli.escape_simulation import require_sense, simulation
    from ledger.cli.temperature import temperature
    from numerics.answers.escape import escape as answer
    from numerics.answers.escape_json import told
    from numerics.answers.simulation_json import simulation_told

    require_sense(wishes)
    if plot:
        from numerics.pictures.escape import picture_of_escape, require_known_format

        require_known_format(plot)
    potential = parse(formula, coords)
    noise = temperature(potential, eta, learning_rate, batch_size, beta)
    clock = _clock(learning_rate, batch_size, samples)
    found = answer(potential, start, target, radius=radius, digits=digits, **noise)
    seen = simulation(found, wishes)
    if plot:
        picture_of_escape(found, plot, clock, seen)
    if as_json:
        data = told(found, formula.strip(), clock, digits)
        click.echo(files.as_json(data | ({"simulation": simulation_told(seen)} if seen else {})), nl=False)
    else:
        click.echo(lines(found, clock, digits, seen))


def _clock(learning_rate: Fraction | None, batch_size: int | None, samples: int | None) -> "SgdClock | None":
    """What tells steps and epochs, if the settings of SGD were given.

    Raises:
        ValueError: if the samples were given without the settings.
    """
    from numerics.answers.sgd_clock import SgdClock

    if learning_rate is not None and batch_size is not None:
        return SgdClock(learning_rate, batch_size, samples)
    if samples is not None:
        raise ValueError("--samples gives epochs: that needs --learning-rate, --batch-size and --beta")
    return None
