"""Files that are damaged: a bit changed, the end cut off, the file of something else in their place.

A reader must refuse the file in a sentence that names it, or take it for absent (then what it held is made
again), or find the very same in it. Files are read by the functions that the commands read them with.
"""

import gzip
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from ledger import store
from ledger.model import Setting
from ledger.run import Run, Status
from numerics.blocks.folder import BlockFolder
from numerics.blocks.work import digest
from tests.campaigns.killed_runs import OUT, TRAIN, VERIFY
from tests.campaigns.trials import Trial, ended, folder_of
from tests.ledger.test_store import CHECK
from tests.numerics.blocks.sample_work import Noise

SEED = 20261124
FLIPS, CUTS = 200, 60
FOREIGN = {
    "nothing": b"",
    "zeros": bytes(5000),
    "an archive": b"PK\x03\x04" + bytes(99),
    "a pickle": b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "a page": b"<html><body>not found</body></html>\n",
    "a list": b"[]\n",
    "an object": b"{}\n",
    "a link's text": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
}
WANTED = "refused in one sentence, or taken for absent, or harmless: never believed"


@dataclass(frozen=True)
class Kept:
    """A kind of file: `made` writes one below a folder, `read` is what a reader finds, None for nothing."""

    name: str
    made: Callable[[Path], Path]
    read: Callable[[Path], Any]


def _evidence(folder: Path) -> Path:
    VERIFY.prepared(folder)
    assert ended(VERIFY, folder) == 0
    return folder / OUT / "evidence.json"


def _read_evidence(file: Path) -> Any:
    return store.evidence_file(file)


def _page(folder: Path) -> Path:
    journal = store.Journal(folder, Setting())
    journal.keep(Run("derivations.x:y", Status.RAN, CHECK.run(Setting())))
    (page,) = journal.folder.glob("*.json")
    return page


def _read_page(file: Path) -> Any:
    return store.Journal(file.parents[1], Setting()).finished() or None


def _trained(name: str, folder: Path) -> Path:
    TRAIN.prepared(folder)
    assert ended(TRAIN, folder) == 0
    return folder / OUT / name


def _read_run(file: Path) -> Any:
    from nn_experiments.training.record import COLUMNS, recorded

    run = recorded(file.parent)
    columns = {f"{c.arm} {name}": getattr(c, name).tolist() for c in run.curves.values() for name in COLUMNS}
    others = [(c.steps, c.epochs, c.diverged.tolist()) for c in run.curves.values()]
    return repr((run.protocol, run.data, run.seed, others, columns))


def _checkpoint(folder: Path) -> Path:
    """Of an arm; what it is of, which the run would know, is kept beside it."""
    file = _trained("arms/arm-0.safetensors", folder)
    content = file.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    file.with_name("of").write_text(header["__metadata__"]["of"], encoding="utf-8")
    return file


def _read_checkpoint(file: Path) -> Any:
    from nn_experiments.training.checkpoint import CheckpointFile

    found = CheckpointFile(file, file.with_name("of").read_text(encoding="utf-8")).found()
    return found and (
        found.epoch,
        found.steps,
        found.seconds,
        found.sources,
        {name: tensor.numpy().tobytes() for name, tensor in found.tensors.items()},
    )


def _block(folder: Path) -> Path:
    (folder / "notes").mkdir()
    work = Noise(1, folder / "notes")
    kept = BlockFolder(folder / OUT, work)
    kept.keep(7, work.block(7))
    return next(kept.folder.glob("block-*.npz"))


def _read_block(file: Path) -> Any:
    found = BlockFolder(file.parents[1], Noise(1, file.parents[2] / "notes")).found(7)
    return found and digest({7: found})


def _data() -> dict[str, bytes]:
    dice = np.random.default_rng(SEED)
    shapes = {"train-images-idx3-ubyte": (20, 4, 4), "train-labels-idx1-ubyte": (20,)}
    shapes |= {name.replace("train", "t10k"): shape for name, shape in shapes.items()}
    return {
        name: struct.pack(f">BBBB{len(shape)}I", 0, 0, 8, len(shape), *shape)
        + dice.integers(0, 10, shape, dtype=np.uint8).tobytes()
        for name, shape in shapes.items()
    }


def _archive(folder: Path) -> Path:
    for name, content in _data().items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    return folder / "train-images-idx3-ubyte.gz"


def _read_archive(file: Path) -> Any:
    from nn_experiments.data.mnist import mnist

    found = mnist(
        file.parent, checksums={name: sha256(content).hexdigest() for name, content in _data().items()}
    )
    return found.train_images.tobytes(), found.train_labels.tobytes()


KINDS = (
    Kept("evidence file", _evidence, _read_evidence),
    Kept("kept check", _page, _read_page),
    Kept("kept block", _block, _read_block),
    Kept("checkpoint", _checkpoint, _read_checkpoint),
    Kept("record of a run", partial(_trained, "run.json"), _read_run),
    Kept("arrays of a run", partial(_trained, "curves.npz"), _read_run),
    Kept("data file", _archive, _read_archive),
)


def damaged(kind: Kept) -> Sequence[Trial]:
    """All kinds of damage to a kind of file.

    Raises:
        RuntimeError: if the sources are changed meanwhile, with which what is kept goes.
    """
    with folder_of(kind.name) as folder:
        file = kind.made(folder)
        whole, right = file.read_bytes(), kind.read(file)
        found = []
        for which, content in _damages(kind.name, whole):
            file.write_bytes(content)
            way, _, detail = which.partition(": ")
            found.append(Trial(f"{kind.name}: {way}", detail, WANTED, _problem(kind, file, right)))
        file.write_bytes(whole)
        if kind.read(file) != right:
            raise RuntimeError(f"{kind.name}: the sources were changed meanwhile")
    return found


def _damages(name: str, whole: bytes) -> list[tuple[str, bytes]]:
    dice = Random(f"{SEED} {name}")
    flips = [(dice.randrange(len(whole)), dice.randrange(8)) for _ in range(FLIPS)]
    cuts = [dice.randrange(len(whole)) for _ in range(CUTS)]
    return [
        *((f"a bit changed: byte {p}, bit {b}", flipped(whole, p, b)) for p, b in flips),
        *((f"cut off: after {size} of {len(whole)} bytes", whole[:size]) for size in cuts),
        *((f"something else: {told}", content) for told, content in FOREIGN.items()),
    ]


def flipped(whole: bytes, place: int, bit: int) -> bytes:
    """The same with one bit changed."""
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def _problem(kind: Kept, file: Path, right: Any) -> str:
    try:
        found = kind.read(file)
    except (ValueError, OSError) as error:
        told = str(error)
        return "" if file.stem.partition(".")[0] in told and len(told) < 1000 else f"said: {told[:200]}"
    except Exception as error:  # whatever it is, nobody has made a sentence of it
        return f"{type(error).__name__}: {str(error)[:200]}"
    return "" if found is None or found == right else "another content was believed"


def faults() -> list[Callable[[], Sequence[Trial]]]:
    """All of them."""
    return [partial(damaged, kind) for kind in KINDS]
