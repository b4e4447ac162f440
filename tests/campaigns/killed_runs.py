"""The runs that are killed: what they are, what they keep, and what they find.

Each is small, so that a kill at a random moment meets every part of it: imports, work, writing.
"""

import json
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from ledger.files import LEFT
from tests.ledger.own_ledger import own_ledger

OUT = "out"
CHECKS = 10
SUMS = '''
"""Sums of squares; each check takes some tenths of a second and notes that it was made."""

from pathlib import Path

from ledger.bound import exact
from ledger.compare import agree
from ledger.model import Check


def counted(number, last=2_000_000):
    def measure():
        with Path("visits").open("a", encoding="utf-8") as visits:
            visits.write(f"{number}\\n")
        return exact(sum(k * k for k in range(last + number)))

    def predict(shift=0):
        n = last + number + shift
        return exact((n - 1) * n * (2 * n - 1) // 6)

    return Check(
        tests="a sum of squares, term by term",
        measure=measure,
        predict=predict,
        compare=agree("0"),
        wrong={"one more": lambda: predict(1)},
    )


'''
TIMES = re.compile(rb"\d{4}-\d\d-\d\dT[\d:+]+|\d+(\.\d+)? s\b")
PASSING = ("times", "started", "date", "seconds", "digest")
EVERY_EPOCH = """
if __name__ == "__main__":  # the children import this file, too
    import nn_experiments.training.checkpoint as checkpoint

    checkpoint.EVERY = 0.0  # after each epoch, not every 20 s: kills meet checkpoints, and their writing

    from ledger.cli import main

    main()
"""


@dataclass(frozen=True)
class KilledRun:
    """A kind of run: how a folder is prepared and the command, given the workers.

    `kept` are the finished parts in the folder, by name, with a mark: it stays the same if the part is not
    made again, and only grows if parts `grow`. `found` is what the run found, without times.
    """

    name: str
    parts: str
    prepared: Callable[[Path], None]
    command: Callable[[int], list[str]]
    kept: Callable[[Path], Mapping[str, int]]
    found: Callable[[Path], Mapping[str, bytes]]
    grow: bool = False

    def lost(self, before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
        """The parts that were there before and are not, or were made again."""
        return [
            name
            for name, mark in before.items()
            if (after.get(name, -1) < mark if self.grow else after.get(name) != mark)
        ]


def marks(folder: Path, pattern: str) -> dict[str, int]:
    """The files, with the time of their last change."""
    return {str(f.relative_to(folder)): f.stat().st_mtime_ns for f in folder.glob(pattern)}


def without_times(content: bytes) -> bytes:
    """JSON without what differs between two equal runs."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in PASSING}
        return [plain(v) for v in value] if isinstance(value, list) else value

    return json.dumps(plain(json.loads(content))).encode()


def _ledger(folder: Path) -> None:
    names = [f"sums:c{k}" for k in range(CHECKS)]
    lines = "".join(f"c{k} = counted({k})\n" for k in range(CHECKS))
    own_ledger(folder / "mine", *names, modules={"sums.py": SUMS + lines})


def _verify(workers: int) -> list[str]:
    return ["-m", "ledger", "verify", "--ledger", "mine", "--workers", str(workers), "--out", OUT]


def _judged(folder: Path) -> dict[str, bytes]:
    out = folder / OUT
    found = {name: TIMES.sub(b"", (out / name).read_bytes()) for name in ("report.md", "report.html")}
    return found | {
        name: without_times((out / name).read_bytes()) for name in ("evidence.json", "report.json")
    }


def _train(workers: int) -> list[str]:
    sizes = ("--seeds", "1", "--width", "2", "--epochs", "12", "--workers", str(workers))
    return ["training.py", "train", "--pairs", "0.1,128;0.2,256", *sizes, "--out", OUT]


def _script(folder: Path) -> None:
    (folder / "training.py").write_text(EVERY_EPOCH, encoding="utf-8")


def _header(content: bytes) -> tuple[dict[str, Any], bytes]:
    """What a checkpoint tells, and its numbers; a ValueError if it is cut short."""
    size = int.from_bytes(content[:8], "little")
    told = json.loads(content[8 : 8 + size])
    end = max(t["data_offsets"][1] for name, t in told.items() if name != "__metadata__")
    if len(content) != 8 + size + end:
        raise ValueError("cut short")
    return told["__metadata__"], content[8 + size :]


def _epochs(folder: Path) -> dict[str, int]:
    files = (folder / OUT / "arms").glob("*.safetensors")
    return {file.name: int(_header(file.read_bytes())[0]["epoch"]) for file in files}


def _trained(folder: Path) -> dict[str, bytes]:
    out = folder / OUT
    numbers = {file.name: _header(file.read_bytes())[1] for file in sorted((out / "arms").iterdir())}
    told = without_times((out / "run.json").read_bytes())
    return numbers | {"run.json": told, "curves.npz": (out / "curves.npz").read_bytes()}


def _splitting(workers: int) -> list[str]:
    question = ("(w**2-1)**2/4", "--start", "-1", "--target", "1", "--eta", "40", "--dt", "0.01")
    how = ("--simulate", "splitting", "--paths", "102400", "--workers", str(workers))
    return ["-m", "ledger", "escape", *question, *how, "--json", "--out", OUT]


def _simulated(folder: Path) -> dict[str, bytes]:
    files = sorted(file for file in (folder / OUT).rglob("*") if file.is_file())
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    return found | {"stdout": (folder / "stdout").read_bytes()}


def unsound(folder: Path) -> tuple[int, list[str]]:
    """How many files a killed run has in its folder, and those that are not whole, .tmp files aside."""
    files = [f for f in (folder / OUT).rglob("*") if f.is_file() and not LEFT.fullmatch(f.name)]
    return len(files), [f"{f.name}: {why}" for f in files if (why := _why_not_whole(f))]


def _why_not_whole(file: Path) -> str:
    content = file.read_bytes()
    try:
        READERS[file.suffix](content)
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _read_npz(content: bytes) -> None:
    with np.load(BytesIO(content), allow_pickle=False) as archive:
        for name in archive.files:
            archive[name]


def _read_page(content: bytes) -> None:
    if not content.rstrip().endswith((b"</html>", b"</script>")):
        raise ValueError("the page does not end")


def _read_text(content: bytes) -> None:
    if not content.decode().endswith("\n"):
        raise ValueError("the last line does not end")


READERS: Mapping[str, Callable[[bytes], Any]] = {
    ".json": json.loads,
    ".npz": _read_npz,
    ".safetensors": _header,
    ".html": _read_page,
    ".md": _read_text,
}

VERIFY = KilledRun(
    "verify", "checks", _ledger, _verify, lambda f: marks(f, f"{OUT}/unfinished/*/*.json"), _judged
)
TRAIN = KilledRun("train", "checkpoints", _script, _train, _epochs, _trained, grow=True)
SPLITTING = KilledRun(
    "splitting", "blocks", lambda f: None, _splitting, lambda f: marks(f, f"{OUT}/*/block-*.npz"), _simulated
)
RUNS = (VERIFY, TRAIN, SPLITTING)
PYTHON = sys.executable
