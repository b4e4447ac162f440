"""`sgd-theorems curvature`: how curved the loss is at the end of a run, and how its gradients vary."""

from datetime import UTC, datetime
from pathlib import Path

import click

from ledger.cli.manners import answers_in_one_sentence
from ledger.cli.train import told_command
from ledger.model import DEFAULT_SEED

KINDS = {"eval": "evaluation", "train": "training"}
BOTH = ",".join(KINDS)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="MNIST's folder.")
@click.option(
    "--probes", type=click.IntRange(2), default=100, show_default=True, help="Random vectors a norm."
)
@click.option(
    "--relative-error", type=click.FloatRange(0, min_open=True), help="More probes until so, at most tenfold."
)
@click.option(
    "--images", type=click.IntRange(4), help="The first N training images; those of the run if absent."
)
@click.option("--modes", default=BOTH, show_default=True, help="Of batch normalisation: eval, train or both.")
@click.option(
    "--noise", is_flag=True, help="Also the gradients of single images: isotropy, alignment, directions."
)
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all draws.")
@answers_in_one_sentence
def curvature(
    folder: Path,
    data: Path | None,
    probes: int,
    relative_error: float | None,
    images: int | None,
    modes: str,
    noise: bool,
    seed: int,
) -> None:
    """Measure the Hessians of the nets at the end of a run of `train`; kept in FOLDER/curvature.json.

    Norm, trace, scale-invariant norm, extreme eigenvalues. An interrupted one goes on with the same command.
    """
    from ledger.output import output_folder
    from ledger.progress import training_bar
    from ledger.provenance import provenance
    from nn_experiments.curvature.instrument import Instrument
    from nn_experiments.curvature.kept import FILE
    from nn_experiments.curvature.of_a_run import measure

    kinds = [*_kinds(modes), *(["noise"] if noise else [])]
    instrument = Instrument(probes, relative_error, images, seed)
    told = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "command": told_command(click.get_current_context()),
        "provenance": provenance(),
    }
    with output_folder(folder), training_bar("measurements") as progress:
        measure(folder, instrument, kinds, data=data, told=told, progress=progress)
    click.echo(folder / FILE)


def _kinds(modes: str) -> list[str]:
    """The kinds of measurement that `modes` lists.

    Raises:
        ValueError: if it lists something else.
    """
    words = [word.strip() for word in modes.split(",")]
    if bad := [word for word in words if word not in KINDS]:
        raise ValueError(f"--modes has {bad[0]!r}: eval, train or eval,train")
    return [KINDS[word] for word in words]
