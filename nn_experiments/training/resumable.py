"""A run that is kept in a folder, and goes on where it was interrupted.

## Main definitions
* `train`: train and measure all arms of a protocol.
* `asked_protocol`: the protocol that the words of the command line name.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import torch

from ledger.model import DEFAULT_SEED
from ledger.output import output_folder
from nn_experiments.training import full_protocol
from nn_experiments.training.checkpoint import EVERY
from nn_experiments.training.curves import Run
from nn_experiments.training.digits_ladder import EPOCHS as LADDER_EPOCHS
from nn_experiments.training.digits_ladder import digits_ladder
from nn_experiments.training.memory import expect_enough_memory
from nn_experiments.training.protocol import DIGITS, Arm, Protocol
from nn_experiments.training.record import Cost, begin, expect_same_question, finish, question, recorded
from nn_experiments.training.train import Progress, curves_of, silent
from nn_experiments.training.workers import Dataset, Task, all_arms, images_of

SMALLEST_RATE, LARGEST_RATE = Fraction(1, 10**30), Fraction(10**38)
"""The nets are in single precision, and γ/M is multiplied by errors."""


def train(
    dataset: Dataset,
    protocol: Protocol,
    out: Path,
    *,
    data: Path | None = None,
    seed: int = DEFAULT_SEED,
    device: str = "cpu",
    workers: int | None = None,
    told: Mapping[str, Any] | None = None,
    progress: Progress = silent,
    every: float = EVERY,
) -> Run:
    """Train and measure all arms of `protocol`, and keep the run in a folder (`.record` tells how).

    Interrupted, it goes on with the same arguments; finished, it is read from the folder. On one machine's
    CPU equal arguments give equal arrays, however often it was interrupted and with any number of workers.

    Args:
        dataset: "digits", the embedded 8 × 8 images, or "mnist".
        protocol: what is trained, and what is measured when.
        out: the folder to write into; made if it is not there.
        data: the folder with the files of MNIST, for "mnist" only; without it they are downloaded once.
        seed: of everything random.
        device: "cpu" or "cuda".
        workers: how many arms are trained at a time on the CPU; None for one on each core.
        told: on what it runs, as JSON data; kept in `run.json`.
        progress: told (arm, epochs done, epochs in all, how it goes) after every epoch.
        every: seconds of training that an interruption may cost.

    A ValueError says that an argument is not as said, that there is not the memory for so many or so wide
    nets, or that the folder holds another run or a damaged checkpoint, or is another run's now; nothing has
    been trained or overwritten then.
    """
    _expect_sensible(dataset, data, device, workers)
    asked = question(dataset, protocol, seed, device)
    if expect_same_question(out, asked):
        return recorded(out)
    workers = workers or os.cpu_count() or 1
    expect_enough_memory(protocol, workers, device)
    images = images_of(dataset, data)
    with output_folder(out):
        if expect_same_question(out, asked):  # another run has finished meanwhile
            return recorded(out)
        task = Task(dataset, data, protocol, seed, device, out, every)
        return _run(task, images.name, asked, workers, told or {}, progress)


def _run(
    task: Task, name: str, asked: Mapping[str, Any], workers: int, told: Mapping[str, Any], progress: Progress
) -> Run:
    """The run in its folder, which nobody else has, from where it is to its end."""
    protocol, out = task.protocol, task.out
    for arm in protocol.arms:
        task.finished(arm)  # a damaged file is told before anything is written
    begin(out, asked)
    made = all_arms(task, workers, progress)
    run = Run(protocol, name, task.seed, {a: curves_of(made[a], protocol, a) for a in protocol.arms})
    date = datetime.now(UTC).strftime("%Y-%m-%d")
    costs = {arm: Cost(made[arm].seconds, made[arm].sources) for arm in protocol.arms}
    finish(out, run, asked, costs, {"date": date, "device_name": _name(task.device), **told})
    return run


def asked_protocol(
    dataset: Dataset,
    data: Path | None,
    kind: str,
    pairs: Sequence[tuple[str, int]],
    *,
    seeds: int = 10,
    epochs: int | None = None,
    width: int | None = None,
    ghost: int | None = None,
    replacement: bool = False,
    normalised: bool = True,
) -> Protocol:
    """The protocol of given `pairs` (γ as text, M) if `kind` is "pairs"; that of the "paper", or a "ladder".

    Raises:
        ValueError: if an argument is not as said in `nn_experiments.training.full_protocol.own`, or does not
        go
            with the others.
    """
    if min(number for number in (seeds, epochs, width) if number is not None) < 1:
        raise ValueError(f"seeds={seeds}, epochs={epochs}, width={width}: all are at least 1")
    if kind == "pairs":
        arms = [Arm(_rate(rate), batch, ghost, seeds, normalised=normalised) for rate, batch in pairs]
        asked = full_protocol.own(images_of(dataset, data), arms, epochs=epochs or 100, width=width)
    elif ghost is not None or not normalised:
        raise ValueError(f"protocol={kind!r} has its own normalisation; it goes with pairs of your own only")
    else:
        asked = _named(dataset, kind, seeds, epochs, width)
    return replace(asked, arms=tuple(replace(arm, replacement=replacement) for arm in asked.arms))


def _named(dataset: Dataset, kind: str, seeds: int, epochs: int | None, width: int | None) -> Protocol:
    """A protocol that has a name.

    Raises:
        ValueError: if there is none of this name for the data.
    """
    size = DIGITS.widths[1] if width is None else width
    long = full_protocol.PAPER_EPOCHS if epochs is None else epochs
    if (kind, dataset) == ("paper", "mnist"):
        return full_protocol.paper(size, seeds=seeds, epochs=long)
    if (kind, dataset) == ("ladder", "mnist"):
        return full_protocol.ladder(size, seeds=seeds, epochs=long)
    if (kind, dataset) == ("paper", "digits"):
        return full_protocol.paper_on_digits(size, seeds=seeds, epochs=epochs or DIGITS.epochs)
    if (kind, dataset) == ("ladder", "digits"):
        return digits_ladder(size, seeds=seeds, epochs=epochs or LADDER_EPOCHS)
    raise ValueError(f"protocol={kind!r}: pairs, paper or ladder")


def _rate(text: str) -> Fraction:
    """A learning rate, exact.

    Raises:
        ValueError: if it is no positive number, or none that single precision can tell from 0 and ∞.
    """
    wanted = f"learning rate {text!r}: a positive number is wanted, such as 0.1"
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(wanted) from error
    if not SMALLEST_RATE <= rate <= LARGEST_RATE:
        raise ValueError(f"{wanted}, from {float(SMALLEST_RATE):g} to {float(LARGEST_RATE):g}")
    return rate


def _expect_sensible(dataset: str, data: Path | None, device: str, workers: int | None) -> None:
    """Look at the arguments of `train`.

    Raises:
        ValueError: if one is not as said there.
    """
    if dataset not in {"digits", "mnist"}:
        raise ValueError(f"dataset={dataset!r}: digits or mnist")
    if data is not None and dataset != "mnist":
        raise ValueError(f"data={data}: the {dataset} are enclosed; a folder goes with dataset='mnist'")
    if device not in {"cpu", "cuda"}:
        raise ValueError(f"device={device!r}: cpu or cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise ValueError(f"device={device!r}: PyTorch finds no such device here; use cpu")
    if workers is not None and workers < 1:
        raise ValueError(f"workers={workers}: a positive number is wanted")


def _name(device: str) -> str:
    """The accelerator's name, "" on the CPU."""
    return torch.cuda.get_device_name() if device == "cuda" else ""
