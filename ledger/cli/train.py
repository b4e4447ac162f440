"""`sgd-theorems train`: the experiment of Section 3 with pairs (gamma, M) of one's own."""

import re
from pathlib import Path
from typing import Literal

import click

from ledger.cli.manners import answers_in_one_sentence
from ledger.model import DEFAULT_SEED

PAIR = re.compile(r"\s*\(?\s*([0-9.eE+-]+)\s*,\s*([0-9]+)\s*\)?\s*")


@click.command()
@click.option("--dataset", type=click.Choice(["digits", "mnist"]), default="digits", show_default=True)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="MNIST's folder.")
@click.option("--pairs", default="0.01,128;0.1,128;0.2,256", show_default=True, help="gamma,M;gamma,M …")
@click.option("--seeds", type=click.IntRange(1), default=10, show_default=True, help="Replicas of each pair.")
@click.option("--epochs", type=click.IntRange(1), default=100, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all draws.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder.")
@answers_in_one_sentence
def train(
    dataset: Literal["digits", "mnist"],
    data: Path | None,
    pairs: str,
    seeds: int,
    epochs: int,
    seed: int,
    device: str,
    out: Path,
) -> None:
    """Train the batch-normalised network, measure the Hessian, keep the curves in a folder."""
    from ledger.progress import training_bar
    from ledger.provenance import provenance
    from nn_experiments.record import train as trained

    with training_bar() as progress:
        trained(
            dataset,
            _pairs(pairs),
            out,
            data=data,
            seeds=seeds,
            epochs=epochs,
            seed=seed,
            device=device,
            provenance=provenance(),
            progress=progress,
        )
    click.echo(f"{out / 'run.json'}\n{out / 'curves.npz'}")


def _pairs(text: str) -> list[tuple[str, int]]:
    """The pairs (gamma, M) that `text` lists.

    Raises:
        ValueError: if a part of it is no pair.
    """
    matches = [(part, PAIR.fullmatch(part)) for part in text.split(";")]
    if bad := [part for part, match in matches if match is None]:
        raise ValueError(f"--pairs has {bad[0]!r}: pairs look like 0.1,128 with ; between them")
    return [(match[1], int(match[2])) for _, match in matches if match]
