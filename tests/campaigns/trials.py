"""One fault, made once, and what came of it."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaigns.killed_runs import KilledRun, unsound
from tests.campaigns.processes import Started

PYTHON = sys.executable
PATIENCE = 300.0


@dataclass(frozen=True)
class Trial:
    """`problem` is empty if it came out as wanted."""

    what: str
    which: str
    wanted: str
    problem: str = ""


@contextmanager
def folder_of(run: "KilledRun | str") -> Generator[Path]:
    """An empty folder, prepared for the run."""
    with TemporaryDirectory() as name:
        if isinstance(run, KilledRun):
            run.prepared(Path(name))
        yield Path(name)


def ended(
    run: KilledRun,
    folder: Path,
    changes: Mapping[str, str | None] | None = None,
    prefix: tuple[str, ...] = (),
) -> int:
    """The exit status of the run in the folder, in changed surroundings; -1 if it does not end."""
    started = Started([*prefix, PYTHON, *run.command(1)], folder, changes)
    if not started.ended_within(PATIENCE):
        started.lingering(0)
        return -1
    return started.process.returncode


def said(folder: Path) -> str:
    """What the run said on stderr."""
    return (folder / "stderr").read_text(encoding="utf-8", errors="replace")


def sentence_missing(folder: Path, sentence: str) -> str:
    """Why what was said is not one sentence with these words in it; "" if it is."""
    text = said(folder)
    lines = [line for line in text.splitlines() if line.startswith("Error: ")]
    if "Traceback" in text or len(lines) != 1 or sentence not in lines[0]:
        return f"said: {' '.join(text.split())[-300:]}"
    return ""


def broken(folder: Path) -> str:
    """The files of the run that are not whole, and what is left of writing; "" if there is nothing."""
    left = [file.name for file in folder.rglob("*.tmp")]
    return "; ".join([*unsound(folder)[1], *left])


@cache
def usual(run: KilledRun) -> Mapping[str, bytes]:
    """What the run finds when nothing fails.

    Raises:
        RuntimeError: if it does not come to a good end.
    """
    with folder_of(run) as folder:
        if status := ended(run, folder):
            raise RuntimeError(f"{run.name} ended with {status}: {said(folder)}")
        return run.found(folder)


def difference(run: KilledRun, folder: Path) -> str:
    """What the run found otherwise than usual; "" if nothing."""
    whole, found = usual(run), run.found(folder)
    return ", ".join(sorted(name for name in {*whole, *found} if whole.get(name) != found.get(name)))
