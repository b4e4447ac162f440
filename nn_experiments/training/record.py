"""A run in a folder, small enough to be kept: what was asked, what was measured, and on what.

`run.json` tells the protocol, the last values, the seconds of each arm and what it ran on; `curves.npz` holds
all arrays, named by arm and quantity, of the shapes that `nn_experiments.training.curves.Curves` tells.

## Main definitions
* `Cost`: what an arm took.
* `question`: what decides the numbers of a run, as JSON data.
* `expect_same_question`: a folder is for one run.
* `begin`, `finish`: before and after the training.
* `recorded`: the run in a folder; `told_question`: what was asked.
* `enclosed`: a run that comes with the suite.

## Implementation notes
Equal arrays give equal bytes: the archive's time stamps are all the same. Records are read without PyTorch.
A finished `run.json` has a digest of all that it tells; one without, of an earlier version, is believed.
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ledger.files import as_json, write_atomically
from nn_experiments.training.curves import COLUMNS, Curves, Run, log_norm
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.question import protocol_from, told_of_arm, told_of_protocol
from numerics.blocks.archive import arrays

RECORDS = Path(__file__).parents[1] / "records"
JSON, ARRAYS = "run.json", "curves.npz"
DIGEST = "digest"
DEPTH = 6  # of compression
LAST = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that an arm took, and the digests of the sources that trained it."""

    seconds: float
    sources: tuple[str, ...]


def question(data: str, protocol: Protocol, seed: int, device: str) -> dict[str, Any]:
    """What decides the numbers of a run, as JSON data."""
    arms = [told_of_arm(arm) for arm in protocol.arms]
    return {"data": data, "seed": seed, "device": device, **told_of_protocol(protocol), "arms": arms}


def expect_same_question(folder: Path, asked: Mapping[str, Any]) -> bool:
    """Whether the folder holds the finished run; False if the run is not finished, or not begun.

    Raises:
        ValueError: if the folder is a file, holds a run with other arguments, or something else.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"out={folder}: a folder is wanted, this is a file")
    if not (folder / JSON).exists():
        if (folder / ARRAYS).exists():
            raise ValueError(f"out={folder}: it has {ARRAYS} but no {JSON}; name another folder")
        return False
    told = _told(folder)
    if other := [name for name in asked if told["question"].get(name) != asked[name]]:
        raise ValueError(
            f"out={folder}: it holds a run with other arguments ({', '.join(other)}); name another folder"
        )
    return bool(told["finished"])


def begin(folder: Path, asked: Mapping[str, Any]) -> None:
    """Say what the folder is for."""
    write_atomically(folder / JSON, as_json({"finished": False, "question": asked}))


def finish(
    folder: Path, run: Run, asked: Mapping[str, Any], costs: Mapping[Arm, Cost], told: Mapping[str, Any]
) -> None:
    """Write the record; `told` says on what it ran."""
    write_atomically(folder / ARRAYS, _archive(run))
    arms = [_last(curves, costs[arm]) for arm, curves in run.curves.items()]
    content = {"finished": True, "question": asked, "diverged": run.diverged, "arms": arms, **told}
    write_atomically(folder / JSON, as_json({**content, DIGEST: _digest(content)}))


def recorded(folder: Path) -> Run:
    """The run that is kept in `folder`.

    Raises:
        ValueError: if the folder has no finished run, or one that is damaged.
    """
    told = _told(folder)
    if not told["finished"]:
        raise ValueError(f"{folder / JSON}: the run is not finished; the same command goes on with it")
    try:
        asked = dict(told["question"])
        data, seed, _ = (asked.pop(name) for name in ("data", "seed", "device"))
        protocol, name = protocol_from(asked), {"mnist": "MNIST"}.get(data, data)
        steps = {arm: part["steps"] for arm, part in zip(protocol.arms, told["arms"], strict=True)}
    except (TypeError, LookupError, ArithmeticError, ValueError) as error:
        raise ValueError(f"{folder / JSON}: it does not tell of a run: {error}") from error
    try:
        archive = arrays((folder / ARRAYS).read_bytes())
        curves = {
            arm: _curves(archive, number, arm, protocol, taken)
            for number, (arm, taken) in enumerate(steps.items())
        }
    except (OSError, ValueError, KeyError) as error:
        why = shorten(str(error), 200)
        raise ValueError(f"{folder / ARRAYS}: the arrays are missing or damaged: {why}") from error
    return Run(protocol, name, seed, curves)


def told_question(folder: Path) -> dict[str, Any]:
    """What decides the numbers of the run in `folder`; ValueError if there is none."""
    return dict(_told(folder)["question"])


@cache
def enclosed(name: str) -> Run:
    """The run of this name in nn_experiments/records/.

    Raises:
        ValueError: if there is none, or a replica diverged; comparisons by seed need all of them.
    """
    run = recorded(RECORDS / name)
    if run.diverged:
        raise ValueError(f"record {name}: training diverged: {'; '.join(run.diverged)}")
    return run


def _told(folder: Path) -> dict[str, Any]:
    """What `run.json` says.

    Raises:
        ValueError: if there is none, or it is something else.
    """
    path, is_sound = folder / JSON, False
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        is_record = isinstance(told["question"], dict) and isinstance(told["finished"], bool)
        is_sound = told.pop(DIGEST, None) in {None, _digest(told)}
    except OSError as error:
        raise ValueError(f"{path}: there is no such record") from error
    except (ValueError, KeyError, TypeError):
        is_record = False
    if not is_record:
        raise ValueError(f"{path}: not the record of a run")
    if not is_sound:
        raise ValueError(f"{path}: the record is damaged or was changed")
    return dict(told)


def _digest(content: Mapping[str, Any]) -> str:
    return sha256(as_json(content)).hexdigest()


def _curves(
    archive: Mapping[str, NDArray[Any]], number: int, arm: Arm, protocol: Protocol, steps: int
) -> Curves:
    """The curves of an arm.

    Raises:
        ValueError: if an array does not have the shape that the protocol says.
    """
    shape = (arm.replicas, len(protocol.checkpoints))
    columns = {name: archive[f"{number}/{name}"] for name in COLUMNS}
    for name, column in columns.items():
        if column.shape != (shape if name != "squares" else (*shape, protocol.probes)):
            raise ValueError(f"{number}/{name} has the shape {column.shape}")
    return Curves(arm, protocol.checkpoints, steps, archive[f"{number}/diverged"], **columns)


def _archive(run: Run) -> bytes:
    """All arrays as a compressed npz archive whose bytes depend on the arrays alone."""
    arrays: dict[str, NDArray[Any]] = {"epochs": np.array(run.protocol.checkpoints)}
    for number, curves in enumerate(run.curves.values()):
        arrays |= {f"{number}/{name}": getattr(curves, name) for name in (*COLUMNS, "diverged")}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=DEPTH) as archive:
        for name, array in arrays.items():
            content = BytesIO()
            npy.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED, DEPTH)
    return buffer.getvalue()


def _last(curves: Curves, cost: Cost) -> dict[str, Any]:
    """What an arm cost, and its values after the last epoch by replica; what is not finite is null."""
    values = {name: getattr(curves, name)[:, -1] for name in LAST}
    values["log_norm"], values["log_norm_error"] = log_norm(curves.squares[:, -1])
    return {
        "label": curves.arm.label,
        "steps": curves.steps,
        "seconds": round(cost.seconds, 1),
        "sources": list(cost.sources),
        "diverged": curves.diverged.tolist(),
        **{name: [float(v) if np.isfinite(v) else None for v in row] for name, row in values.items()},
    }
