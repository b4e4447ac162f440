"""`sgd-theorems train`: the experiment of Section 3 with pairs (gamma, M) of one's own."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from reprlib import repr as shortened
from typing import Literal

import click
from click.core import ParameterSource

from ledger.cli.manners import answers_in_one_sentence, exact_fraction
from ledger.model import DEFAULT_SEED

PAPER = "0.01,128;0.1,128;0.2,256"
PAIR = re.compile(r"\(?([^,()]+),\s*([0-9]{1,9})\s*\)?")


@click.command()
@click.option("--dataset", type=click.Choice(["digits", "mnist"]), default="digits", show_default=True)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="MNIST's folder.")
@click.option(
    "--protocol",
    "kind",
    type=click.Choice(["pairs", "paper", "ladder"]),
    default="pairs",
    show_default=True,
    help="Pairs of your own, the whole experiment of the paper, or pairs of one ratio.",
)
@click.option("--pairs", default=PAPER, show_default=True, help="gamma,M;gamma,M …")
@click.option("--seeds", type=click.IntRange(1), default=10, show_default=True, help="Replicas of each pair.")
@click.option("--epochs", type=click.IntRange(1), help="100; with --protocol 200, on the digits 800.")
@click.option("--width", type=click.IntRange(1), help="Of the three hidden layers; 64 if not given.")
@click.option("--replacement", is_flag=True, help="Batches are drawn with replacement.")
@click.option(
    "--ghost", type=click.IntRange(2), help="Images that are normalised together; a batch if absent."
)
@click.option("--unnormalised", is_flag=True, help="No batch normalisation.")
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all draws.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option(
    "--workers", type=click.IntRange(1), help="Pairs trained at a time; on every core one if absent."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder.")
@answers_in_one_sentence
def train(
    dataset: Literal["digits", "mnist"],
    data: Path | None,
    kind: str,
    pairs: str,
    seeds: int,
    epochs: int | None,
    width: int | None,
    replacement: bool,
    ghost: int | None,
    unnormalised: bool,
    seed: int,
    device: str,
    workers: int | None,
    out: Path,
) -> None:
    """Train the network of Section 3, measure the Hessian, keep the curves in a folder.

    An interrupted run goes on with the same command.
    """
    from ledger.progress import training_bar
    from ledger.provenance import provenance
    from nn_experiments.training.resumable import asked_protocol
    from nn_experiments.training.resumable import train as trained

    protocol = asked_protocol(
        dataset,
        data,
        kind,
        _pairs(pairs, kind),
        seeds=seeds,
        epochs=epochs,
        width=width,
        ghost=ghost,
        replacement=replacement,
        normalised=not unnormalised,
    )
    told = {"command": told_command(click.get_current_context()), "provenance": provenance()}
    with training_bar() as progress:
        run = trained(
            dataset,
            protocol,
            out,
            data=data,
            seed=seed,
            device=device,
            workers=workers,
            told=told,
            progress=progress,
        )
    if run.diverged:
        click.echo(_diverged(run.diverged), err=True)
    click.echo(f"{out / 'run.json'}\n{out / 'curves.npz'}")


def _diverged(replicas: Sequence[str]) -> str:
    lines = "\n".join(f"  {replica}" for replica in replicas)
    return f"diverged, in the epoch in which the loss ceased to be a number:\n{lines}"


def told_command(context: click.Context) -> str:
    """The command as it was given; of folders only their names."""
    words = ["sgd-theorems", str(context.command.name)]
    for given in context.command.params:
        if context.get_parameter_source(str(given.name)) is ParameterSource.COMMANDLINE:
            value = context.params[str(given.name)]
            words += given.opts[:1] if isinstance(given, click.Option) else []
            if value is not True:
                words.append(value.name if isinstance(value, Path) else str(value))
    return shlex.join(words)


def _pairs(text: str, kind: str) -> list[tuple[str, int]]:
    """The pairs (gamma, M) that `text` lists.

    Raises:
        ValueError: if a part of it is no pair, or the protocol has pairs of its own.
    """
    if kind != "pairs" and text != PAPER:
        raise ValueError(f"--protocol {kind} has pairs of its own: give --protocol or --pairs, not both")
    matches = [(part, PAIR.fullmatch(part.strip())) for part in text.split(";")]
    if bad := [part for part, match in matches if match is None]:
        raise ValueError(f"--pairs has {shortened(bad[0])}: pairs look like 0.1,128 with ; between them")
    pairs = [(match[1].strip(), int(match[2])) for _, match in matches if match]
    for rate, _ in pairs:
        exact_fraction(rate)  # before anything computes with it: 1e999999999 would take forever
    return pairs
