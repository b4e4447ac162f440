"""The curvature of a run's nets, kept beside the run in `curvature.json`.

## Main definitions
* `Curvatures`: what was measured, by pair, kind and replica.
* `recorded_curvature`: from a folder.
* `EVALUATION`, `TRAINING`, `NOISE`: the kinds of measurement.

## Implementation notes
Read without PyTorch, as the runs themselves.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nn_experiments.training.curves import Floats

FILE = "curvature.json"
EVALUATION, TRAINING, NOISE = KINDS = ("evaluation", "training", "noise")
CURVATURE = (
    "log_norm",
    "log_norm_error",
    "trace",
    "trace_error",
    "log_scaled_norm",
    "log_scaled_norm_error",
    "slope",
    "probes",
    "scaled_probes",
    "largest",
    "largest_bounds",
    "smallest",
    "smallest_bounds",
)
OF_NOISE = ("size", "trace", "anisotropy", "directions", "alignment", "alignment_error", "shares")
NAMES: Mapping[str, tuple[str, ...]] = {EVALUATION: CURVATURE, TRAINING: CURVATURE, NOISE: OF_NOISE}


@dataclass(frozen=True, eq=False, slots=True)
class Curvatures:
    """Measurements of single nets.

    `question` is what decides the numbers, `told` the date, the command and the machine; `nets` tells of each
    measurement the number of the pair among those of the run ("arm"), its "label", the "replica", the "kind",
    the "seconds", the digest of the "sources" and the "values", by the names of `NAMES`.
    """

    question: Mapping[str, Any]
    told: Mapping[str, Any]
    nets: Sequence[Mapping[str, Any]]

    def rows(self, label: str, kind: str) -> list[Mapping[str, Any]]:
        """The measurements of a pair, by replica.

        Raises:
            ValueError: if there are none.
        """
        found = [net for net in self.nets if (net["label"], net["kind"]) == (label, kind)]
        if not found:
            raise ValueError(f"label={label!r}, kind={kind!r}: no net of it was measured")
        return sorted(found, key=lambda net: int(net["replica"]))

    def values(self, label: str, kind: str, name: str) -> Floats:
        """One quantity of a pair by replica, shape (nets,), or (nets, k) for eigenvalues and shares."""
        return np.array([net["values"][name] for net in self.rows(label, kind)], dtype=float)

    def replicas(self, label: str, kind: str) -> tuple[int, ...]:
        """The replicas that were measured, those that diverged are left out."""
        return tuple(int(net["replica"]) for net in self.rows(label, kind))

    @property
    def pieces(self) -> set[tuple[int, int, str]]:
        """Pair, replica and kind of all measurements."""
        return {(net["arm"], net["replica"], net["kind"]) for net in self.nets}


def recorded_curvature(folder: Path) -> Curvatures:
    """What `curvature.json` in `folder` tells.

    Raises:
        ValueError: if there is no such file, or it is something else.
    """
    path = folder / FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        question, nets = told.pop("question"), told.pop("nets")
        assert isinstance(question, dict)
        for net in nets:
            assert {"arm", "replica", "label", "kind"} <= set(net)
            assert set(NAMES[net["kind"]]) == set(net["values"])
    except OSError as error:
        raise ValueError(f"{path}: no curvature has been measured there") from error
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise ValueError(f"{path}: not the curvature of a run; move it away to measure anew") from error
    return Curvatures(question, told, nets)
