"""A researcher's own run: any pairs of learning rate and batch size, kept with what it ran on.

## Main definitions
* `train`: train and measure, write `run.json` and `curves.npz` into a folder.
* `checkpoints`: when a run of some length is measured.
* `own_protocol`: the protocol of given pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from io import BytesIO
from math import lcm
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from ledger.files import as_json, write_atomically
from ledger.model import DEFAULT_SEED
from nn_experiments.curves import Curves, Run, log_norm
from nn_experiments.data import Images, digits
from nn_experiments.mnist import mnist
from nn_experiments.protocol import DIGITS, Arm, Protocol
from nn_experiments.run import experiment
from nn_experiments.train import Progress, silent

EVENLY = 20  # checkpoints at equal distances, beside those at 1, 2, 5, 10, 20, 50 …
LARGEST_HESSIAN = 2048  # images


def train(
    dataset: Literal["digits", "mnist"],
    pairs: Sequence[tuple[str, int]],
    out: Path,
    *,
    data: Path | None = None,
    seeds: int = 10,
    epochs: int = 100,
    seed: int = DEFAULT_SEED,
    device: str = "cpu",
    provenance: Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Run:
    """Train the network of Section 3 with each pair (γ, M), and write what was measured into a folder.

    `run.json` tells the protocol, the last values and what it ran on; `curves.npz` holds all arrays, named
    by arm and quantity, of the shapes that `nn_experiments.curves.Curves` tells. Each file is either whole
    or absent. Equal arguments give equal arrays on the same machine.

    Args:
        dataset: "digits", the embedded 8 × 8 images, or "mnist".
        pairs: learning rates, as decimal text so that they stay exact, and batch sizes.
        out: the folder to write into; made if it is not there.
        data: the folder with the files of MNIST; without it they are downloaded once.
        seeds: the number of replicas of each pair.
        epochs: for all pairs.
        seed: of everything random.
        device: "cpu" or "cuda".
        provenance: what it runs on, as JSON data; kept in `run.json`.
        progress: told (pair, epochs done, epochs in all) after every epoch.

    Raises:
        ValueError: if an argument is not as said; nothing has been trained then.
    """
    if dataset not in {"digits", "mnist"}:
        raise ValueError(f"dataset={dataset!r}: digits or mnist")
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError(f"device={device!r}: PyTorch finds no such device here; use cpu")
    images = digits() if dataset == "digits" else mnist(data)
    protocol = own_protocol(images, pairs, seeds, epochs)
    run = experiment(images, protocol, seed, device=device, progress=progress)
    write_atomically(out / "curves.npz", _arrays(run))
    write_atomically(
        out / "run.json", as_json({**_told(run), "device": device, "provenance": dict(provenance or {})})
    )
    return run


def own_protocol(images: Images, pairs: Sequence[tuple[str, int]], seeds: int, epochs: int) -> Protocol:
    """The protocol of given pairs (γ, M) on `images`, as many of them as all batch sizes divide.

    Raises:
        ValueError: if a number is not positive, a pair appears twice, or no multiple of all batch sizes is
            as small as the number of images.
    """
    if not pairs or len(set(pairs)) != len(pairs):
        raise ValueError(f"pairs={list(pairs)}: at least one, each once")
    if seeds < 1 or epochs < 1:
        raise ValueError(f"seeds={seeds}, epochs={epochs}: both are at least 1")
    arms = tuple(Arm(_rate(rate), batch, replicas=seeds) for rate, batch in pairs)
    available = len(images.train_labels)
    if min(arm.batch for arm in arms) < 2:
        raise ValueError(f"pairs={list(pairs)}: batch normalisation needs batches of at least 2 images")
    together = lcm(*(arm.batch for arm in arms))
    if together > available:
        raise ValueError(
            f"pairs={list(pairs)}: the batch sizes divide {together} and its multiples only,"
            f" {images.name} has {available} training images"
        )
    used = available - available % together
    hidden = DIGITS.widths[1:-1]
    return Protocol(
        images=used,
        widths=(images.train_images.shape[1], *hidden, int(images.train_labels.max()) + 1),
        epochs=epochs,
        checkpoints=checkpoints(epochs),
        probes=DIGITS.probes,
        hessian_images=min(used, LARGEST_HESSIAN),
        arms=arms,
    )


def _rate(text: str) -> Fraction:
    """A learning rate, exact.

    Raises:
        ValueError: if it is no positive number.
    """
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"learning rate {text!r}: a positive number is wanted, such as 0.1") from error
    if rate <= 0:
        raise ValueError(f"learning rate {text!r}: a positive number is wanted, such as 0.1")
    return rate


def checkpoints(epochs: int) -> tuple[int, ...]:
    """The epochs 1, 2, 5, 10, 20, 50 … and twenty at equal distances, up to `epochs`."""
    decades = (digit * 10**power for power in range(len(str(epochs))) for digit in (1, 2, 5))
    evenly = (epochs * part // EVENLY for part in range(1, EVENLY + 1))
    return tuple(sorted({epoch for epoch in (*decades, *evenly) if 1 <= epoch <= epochs}))


def _arrays(run: Run) -> bytes:
    """All arrays as an uncompressed npz archive."""
    buffer = BytesIO()
    arrays = {
        f"{number}/{name}": array
        for number, curves in enumerate(run.curves.values())
        for name, array in _named_arrays(curves).items()
    }
    np.savez(buffer, epochs=np.array(run.protocol.checkpoints), **arrays)
    return buffer.getvalue()


def _named_arrays(curves: Curves) -> dict[str, Any]:
    found = {field.name: getattr(curves, field.name) for field in fields(curves)}
    return {name: array for name, array in found.items() if isinstance(array, np.ndarray)}


def _told(run: Run) -> dict[str, Any]:
    """The run as JSON data: what was asked for, and what came out last."""
    protocol = run.protocol
    return {
        "data": run.data,
        "seed": run.seed,
        "images": protocol.images,
        "widths": list(protocol.widths),
        "checkpoints": list(protocol.checkpoints),
        "probes": protocol.probes,
        "hessian_images": protocol.hessian_images,
        "diverged": run.diverged,
        "pairs": [_last(curves) for curves in run.curves.values()],
    }


def _last(curves: Curves) -> dict[str, Any]:
    """The values of an arm after the last epoch, by replica; what is not finite is null."""
    values = {
        name: getattr(curves, name)[:, -1]
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    }
    values["log_norm"], values["log_norm_error"] = log_norm(curves.squares[:, -1])
    return {
        "rate": str(curves.arm.rate),
        "batch": curves.arm.batch,
        "replicas": curves.arm.replicas,
        **{name: [float(v) if np.isfinite(v) else None for v in row] for name, row in values.items()},
    }
