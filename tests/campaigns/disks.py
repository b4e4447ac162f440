"""Disks that are full, files that may not grow, folders that cannot be written.

A full disk is a small file system in memory, which only root may mount; without it that part is left out, and
said to be.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.campaigns.killed_runs import OUT, RUNS, SPLITTING, TRAIN, VERIFY, KilledRun
from tests.campaigns.trials import Trial, broken, difference, ended, folder_of, sentence_missing

FULL = "No space left on device"
SIZES = {VERIFY: (8, 120, 300), TRAIN: (4, 20), SPLITTING: (8, 48)}
"""Kibibytes of the disk: from the first file to the last one that does not fit."""

LIMITS = {VERIFY: (1, 64), TRAIN: (8,), SPLITTING: (1, 2)}
"""Kibibytes that a file may have."""

THEN_WHOLE = "one sentence, all files whole; with room again the same command ends in the usual result"


def mount(folder: Path, options: str) -> bool:
    """Mount a file system in memory there; False if that is not allowed."""
    if os.geteuid() or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def disk(folder: Path, options: str) -> Generator[None]:
    """The folder as a disk of its own."""
    folder.mkdir()
    if not mount(folder, options):
        raise OSError(f"{folder}: no disk can be mounted there")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def full(run: KilledRun, size: int) -> Sequence[Trial]:
    """A run on a disk that is too small, and again with room."""
    with folder_of(run) as folder, disk(folder / OUT, f"size={size}k"):
        status = ended(run, folder)
        problem = "" if status == 0 else sentence_missing(folder, FULL) or _after_a_fault(run, folder, status)
        mount(folder / OUT, "remount,size=64m")
        problem = problem or _again(run, folder)
    return [Trial(f"{run.name} on a full disk", f"{size} KiB", THEN_WHOLE, problem)]


def limited(run: KilledRun, size: int) -> Sequence[Trial]:
    """A run whose files may not grow beyond a size, and again without this limit."""
    shell = ("sh", "-c", f'ulimit -f {2 * size}; exec "$@"', "sh")
    with folder_of(run) as folder:
        status = ended(run, folder, prefix=shell)
        problem = "" if status == 0 else sentence_missing(folder, "") or _after_a_fault(run, folder, status)
        problem = problem or _again(run, folder)
    return [Trial(f"{run.name}, files limited in size", f"{size} KiB", THEN_WHOLE, problem)]


def read_only(run: KilledRun) -> Sequence[Trial]:
    """A run on a disk that can only be read."""
    with folder_of(run) as folder, disk(folder / OUT, "ro"):
        status = ended(run, folder)
        problem = sentence_missing(folder, "Read-only file system") or (
            "" if status == 2 else f"ended with {status}"
        )
    return [Trial("a read-only disk", run.name, "one sentence", problem)]


def below_a_file(run: KilledRun) -> Sequence[Trial]:
    """A run whose folder is a file."""
    with folder_of(run) as folder:
        (folder / OUT).write_text("mine", encoding="utf-8")
        status = ended(run, folder)
        problem = sentence_missing(folder, "") or ("" if status == 2 else f"ended with {status}")
        problem = problem or ("" if (folder / OUT).read_text(encoding="utf-8") == "mine" else "overwritten")
    return [Trial("a file in place of the folder", run.name, "one sentence, the file as it was", problem)]


def _after_a_fault(run: KilledRun, folder: Path, status: int) -> str:
    return broken(folder) or ("" if status == 2 else f"ended with {status}")


def _again(run: KilledRun, folder: Path) -> str:
    status = ended(run, folder)
    return f"then ended with {status}" if status else broken(folder) or difference(run, folder)


def _can_mount() -> bool:
    with folder_of("disk") as folder:
        try:
            with disk(folder / OUT, "size=64k"):
                return True
        except (OSError, subprocess.SubprocessError):
            return False


def faults() -> list[Callable[[], Sequence[Trial]]]:
    """All of them."""
    found = [partial(limited, run, size) for run, sizes in LIMITS.items() for size in sizes]
    found += [partial(below_a_file, run) for run in RUNS]
    if _can_mount():
        found += [partial(full, run, size) for run, sizes in SIZES.items() for size in sizes]
        found += [partial(read_only, run) for run in RUNS]
    return found


def left_out() -> list[tuple[str, str]]:
    """What could not be tried."""
    return [] if _can_mount() else [("full and read-only disks", "not tried: only root may mount one")]
