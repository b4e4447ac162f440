"""The options of `sgd-theorems escape` that ask for a simulation, and the simulation they ask for.

## Main definitions
* `simulation_options`: adds the options to the command.
* `simulation`: the simulation, with a bar on stderr; interrupted, it says what is kept.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.cli.manners import EXACT

if TYPE_CHECKING:
    from numerics.answers.escape import EscapeAnswer
    from numerics.answers.simulation import SimulationAnswer

FOLDER = click.Path(file_okay=False, path_type=Path)
PLANNED = ("paths", "relative_error", "seed", "device", "dt")
DONE_BY = ("workers", "cluster", "out")

OPTIONS = (
    click.option(
        "--simulate",
        type=click.Choice(["auto", "direct", "splitting"]),
        metavar="HOW",
        help="Simulate it, too: auto, direct or splitting; with",
    ),
    click.option("--paths", type=int, metavar="N", help="so many paths, or up to a"),
    click.option("--relative-error", type=EXACT, metavar="R", help="of the time, at 95 %; 0.05."),
    click.option("--seed", type=int, metavar="S", help="Of the random numbers; 0."),
    click.option("--dt", type=EXACT, metavar="T", help="Length of a step; chosen to fit the error."),
    click.option("--device", type=click.Choice(["cpu", "cuda"]), metavar="D", help="cpu or cuda; cpu."),
    click.option("--workers", type=int, metavar="K", help="Processes; one for each core."),
    click.option("--cluster", metavar="ADDRESS", help="Of a dask scheduler, in place of processes."),
    click.option("--out", type=FOLDER, metavar="DIR", help="Keep finished blocks, and go on from them."),
)


def simulation_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options, of which it is told by their names."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def require_sense(wishes: dict[str, Any]) -> None:
    """What can be refused before anything is computed.

    Raises:
        ValueError: if there are options of a simulation, but none is asked for, or the device is not there.
    """
    from numerics.paths.device import require_device

    given = [name for name in (*PLANNED, *DONE_BY) if wishes[name] is not None]
    if wishes["simulate"] is None and given:
        raise ValueError(f"--{given[0].replace('_', '-')} is for simulations: give --simulate, too")
    require_device(wishes["device"] or "cpu")


def simulation(answer: "EscapeAnswer", wishes: dict[str, Any]) -> "SimulationAnswer | None":
    """The simulation that was asked for, if one was."""
    if wishes["simulate"] is None:
        return None
    from ledger.progress import simulation_bar
    from numerics.answers.simulation import simulated
    from numerics.answers.simulation_plan import plan

    planned = {name: wishes[name] for name in PLANNED if wishes[name] is not None}
    by = {"workers": wishes["workers"], "cluster": wishes["cluster"] or "", "folder": wishes["out"]}
    made = plan(answer, wishes["simulate"], **planned)
    try:
        with simulation_bar() as told:
            return simulated(answer, made, progress=told, **by)
    except KeyboardInterrupt:
        kept = f"finished blocks are kept in {wishes['out']}, and the same command goes on from there"
        click.echo(f"Interrupted; {kept if wishes['out'] else 'with --out DIR it could go on'}.", err=True)
        sys.exit(130)
