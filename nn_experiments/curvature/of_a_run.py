"""Curvature and gradient noise at the end of a run, measured net by net and kept in its folder.

## Main definitions
* `measure`: all nets of a run.

## Implementation notes
Every net has random vectors of its own, a function of seed, pair, replica and kind: what is found does not
depend on what else is measured, nor on interruptions. The file is written after every net.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from ledger.files import as_json, write_atomically
from nn_experiments.curvature.instrument import Instrument
from nn_experiments.curvature.kept import (
    EVALUATION,
    FILE,
    KINDS,
    NOISE,
    TRAINING,
    Curvatures,
    recorded_curvature,
)
from nn_experiments.training.kept_nets import KeptNets, kept_nets
from nn_experiments.training.record import told_question
from nn_experiments.training.sources import sources
from nn_experiments.training.state import Progress, silent
from nn_experiments.training.train import threads

DIGITS = 8  # of the numbers that are kept
Piece = tuple[int, int, str]
"""The number of a pair, a replica, a kind."""


def measure(
    folder: Path,
    instrument: Instrument,
    kinds: Sequence[str],
    *,
    data: Path | None = None,
    told: Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Curvatures:
    """Measure the nets at the end of the run in `folder`, and keep what was found there.

    Interrupted, it goes on with the same instrument, and kinds that were measured before stay. Nets without
    batch normalisation know no modes: their curvature is measured once and called "evaluation".

    Args:
        folder: of a finished run, with its nets.
        instrument: how.
        kinds: some of "evaluation", "training", "noise".
        data: MNIST's folder, if the run is on MNIST; without it the files are downloaded once.
        told: date, command and machine, as JSON data.
        progress: told (pair, measurements done, measurements in all, which kind) after every net.

    Raises:
        ValueError: if a kind is unknown, the run or its nets are not there or not whole, it has fewer images,
            or the folder has a curvature that was measured otherwise.
    """
    if not kinds or set(kinds) - set(KINDS):
        raise ValueError(f"kinds={list(kinds)}: some of {', '.join(KINDS)}")
    nets = kept_nets(folder, data)
    images = nets.run.protocol.hessian_images if instrument.images is None else instrument.images
    if images > len(nets.labels):
        raise ValueError(f"images={images}: the run has {len(nets.labels)} training images")
    found = _begun(folder, {**asdict(instrument), "images": images, "run": _digest(folder)})
    with threads(1):
        for arm in range(len(nets.run.protocol.arms)):
            pieces = _pieces(nets, arm, kinds)
            for done, piece in enumerate(pieces, 1):
                if piece not in found.pieces:
                    net = _measured(nets, piece, instrument, images)
                    found = Curvatures(found.question, dict(told or {}), [*found.nets, net])
                    _keep(folder, found)
                progress(nets.run.protocol.arms[arm].label, done, len(pieces), piece[2])
    return found


def _pieces(nets: KeptNets, arm: int, kinds: Sequence[str]) -> list[Piece]:
    """What is to be measured of a pair."""
    normalised = nets.run.protocol.arms[arm].normalised
    own = {k if normalised or k == NOISE else EVALUATION for k in kinds}
    return [(arm, replica, kind) for kind in KINDS if kind in own for replica in nets.sound(arm)]


def _measured(nets: KeptNets, piece: Piece, instrument: Instrument, images: int) -> dict[str, Any]:
    """One measurement, as JSON data."""
    begun = monotonic()
    arm, replica, kind = piece
    net = nets.landscape(arm, replica, images, training=kind == TRAINING)
    stream = np.random.SeedSequence(instrument.seed, spawn_key=(arm, replica, KINDS.index(kind)))
    seed = int(stream.generate_state(1)[0])
    values = (instrument.noise if kind == NOISE else instrument.curvature)(net, seed)
    return {
        "arm": arm,
        "label": nets.run.protocol.arms[arm].label,
        "replica": replica,
        "kind": kind,
        "sources": sources(),
        "values": {name: _plain(found) for name, found in values.items()},
        "seconds": round(monotonic() - begun, 2),
    }


def _plain(found: Any) -> Any:
    """A number, or a list of them, of arrays with one net."""
    row = np.asarray(found)[0]
    numbers = [float(f"{number:.{DIGITS}g}") for number in np.atleast_1d(row)]
    return numbers if row.ndim else numbers[0]


def _digest(folder: Path) -> str:
    """Of the question of a run: its curvature goes with no other."""
    return sha256(as_json(told_question(folder))).hexdigest()[:16]


def _begun(folder: Path, asked: Mapping[str, Any]) -> Curvatures:
    """What was measured before, in the same way.

    Raises:
        ValueError: if it was measured in another way.
    """
    if not (folder / FILE).exists():
        return Curvatures(asked, {}, [])
    found = recorded_curvature(folder)
    if other := [name for name in asked if found.question.get(name) != asked[name]]:
        raise ValueError(
            f"{folder / FILE}: measured with another {', '.join(other)}; move it away to measure anew"
        )
    return found


def _keep(folder: Path, found: Curvatures) -> None:
    content = {"question": dict(found.question), **found.told, "nets": list(found.nets)}
    write_atomically(folder / FILE, as_json(content))
