"""An arm's training so far, in a file from which it goes on as if it had never stopped.

The file is in the safetensors format: names, shapes and numbers, and nothing that could be run.

## Main definitions
* `Checkpoint`: nets, moments, random numbers and curves so far.
* `CheckpointFile`: the file of one arm; whole or absent, and only for the arm that it was made for.

## Implementation notes
The format notices a file that is cut short, but not a changed bit; a digest of all that is kept does.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from ledger.files import write_atomically

EVERY = 20.0
"""Seconds of training that an interruption may cost."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An arm after `epoch` epochs and `steps` steps.

    Args:
        epoch: epochs that are done.
        steps: steps that are done.
        seconds: of training and measuring so far.
        sources: digests of the sources that did it; more than one if they changed on the way.
        tensors: all numbers, by name.
    """

    epoch: int
    steps: int
    seconds: float
    sources: tuple[str, ...]
    tensors: Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    """Where the checkpoint of one arm is kept; `of` is the digest of all that decides its numbers."""

    path: Path
    of: str
    every: float = EVERY

    def keep(self, checkpoint: Checkpoint) -> None:
        """Write `checkpoint` in place of an earlier one."""
        told = {
            "of": self.of,
            "epoch": str(checkpoint.epoch),
            "steps": str(checkpoint.steps),
            "seconds": repr(checkpoint.seconds),
            "sources": ",".join(checkpoint.sources),
        }
        tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in checkpoint.tensors.items()}
        told["digest"] = _digest(told, tensors)
        write_atomically(self.path, save(tensors, told))

    def found(self) -> Checkpoint | None:
        """The checkpoint, None if there is none yet.

        Raises:
            ValueError: if the file is damaged, or belongs to another run.
        """
        if not self.path.exists():
            return None
        of, checkpoint = _contents(self.path)
        if of != self.of:
            raise ValueError(f"{self.path}: a checkpoint of another run; move it away or use another folder")
        return checkpoint


def _contents(path: Path) -> tuple[str, Checkpoint]:
    """What a checkpoint that is as it was written is of, and the checkpoint.

    Raises:
        ValueError: if it is not.
    """
    try:
        content = path.read_bytes() if path.is_file() else b""  # a pipe would be waited for
        tensors = load(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
        told = dict(header["__metadata__"])
        sound = told.pop("digest") == _digest(told, tensors)
        checkpoint = _checkpoint(told, tensors)
    except (SafetensorError, ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{path}: not a checkpoint, or cut short; delete it to train anew") from error
    if not sound:
        raise ValueError(f"{path}: the checkpoint is damaged; delete it to train anew")
    return told.get("of", ""), checkpoint


def _checkpoint(told: Mapping[str, str], tensors: Mapping[str, Tensor]) -> Checkpoint:
    epoch, steps, seconds = int(told["epoch"]), int(told["steps"]), float(told["seconds"])
    return Checkpoint(epoch, steps, seconds, tuple(told["sources"].split(",")), tensors)


def _digest(told: Mapping[str, str], tensors: Mapping[str, Tensor]) -> str:
    found = sha256(json.dumps(told, sort_keys=True).encode())
    for name in sorted(tensors):
        found.update(f"{name} {tensors[name].dtype} {tuple(tensors[name].shape)}".encode())
        found.update(tensors[name].numpy().tobytes())
    return found.hexdigest()
