"""The folder into which a run writes: usable before anything is computed, and one run's at a time.

## Main definitions
* `output_folder`: the folder, while it is one's own.

## Implementation notes
The lock is on the folder itself: it leaves no file behind and ends with the process, however that ends.
Where a system or a file system has no such locks, there is none. Two locks of one process exclude each
other, too.
"""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from ledger.files import sweep

try:
    import fcntl
except ImportError:  # not every system has it
    fcntl = None  # type: ignore[assignment]


@contextmanager
def output_folder(folder: Path) -> Generator[Path]:
    """`folder`, made if it is not there, as this run's own.

    Yields:
        the folder.

    Raises:
        ValueError: if nothing can be written there, before the run or in the middle, or another run has it.
    """
    made: list[Path] = []
    try:
        made += [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        _remove_if_empty(made)
        raise ValueError(f"{folder}: nothing can be written there: {error.strerror}") from error
    descriptor = os.open(folder, os.O_RDONLY) if fcntl else -1
    try:
        if fcntl:
            _lock(descriptor, folder)
        sweep(folder)
        yield folder
    except BaseException as error:
        _remove_if_empty(made)
        if not isinstance(error, OSError):
            raise
        told = f"{folder}: {error.strerror or error}; what is finished is kept, and the same command goes on"
        raise ValueError(told) from error
    finally:
        if fcntl:
            os.close(descriptor)


def _remove_if_empty(folders: Sequence[Path]) -> None:
    """Remove the folders that were made for a run that has left nothing there, the innermost first."""
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _lock(descriptor: int, folder: Path) -> None:
    """Take the lock of the folder.

    Raises:
        ValueError: if another run has it.
    """
    try:
        with suppress(NotImplementedError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ValueError(f"{folder}: another run writes there; wait for it, or give --out") from error
    except OSError:
        pass  # this file system has no locks
