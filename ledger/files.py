"""Files that are either whole or absent, and one way to write JSON.

## Main definitions
* `write_atomically`: a file that nobody sees half-written.
* `sweep`: removes what writers that were killed have left.      * `as_json`: equal data, equal bytes.

## Implementation notes
A file is written beside its place, under a name that ends in .tmp, and then renamed. While its writer lives
the temporary file is locked; a lock ends with its process, so what can be locked has been left.
"""

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from typing import Any

try:
    import fcntl
except ImportError:  # not every system has it
    fcntl = None  # type: ignore[assignment]

LEFT = re.compile(r".+\.(gz|html|json|md|npz|safetensors)[a-z0-9_]{8}\.tmp")
"""The names of what may have been left; no other file is touched."""

SECOND, HOUR = 1.0, 3600.0


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`: a reader, or a crash, sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".tmp", delete=False) as file:
        temporary = Path(file.name)
        try:
            with suppress(BlockingIOError):  # a sweeper is looking at it
                _locked(file.fileno())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def sweep(folder: Path) -> None:
    """Remove from `folder` what writers that were killed have left there."""
    for file in folder.glob("*.tmp"):
        if LEFT.fullmatch(file.name):
            with suppress(OSError):  # it has a writer, another sweeper was quicker, or it is not ours
                _remove_if_left(file)


def _remove_if_left(file: Path) -> None:
    """Remove a temporary file without a writer: a new one may not be locked yet, one without locks is old."""
    with file.open("rb") as opened:
        age = time() - file.stat().st_mtime
        if age > (SECOND if _locked(opened.fileno()) else HOUR):
            file.unlink()


def _locked(descriptor: int) -> bool:
    """Whether the file is locked now, by us; False if there are no locks here.

    Raises:
        BlockingIOError: if somebody else has it.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except (OSError, AttributeError):
        return False
    return True


def as_json(data: Any) -> bytes:
    """`data` as JSON text: one way to write it, so that equal data gives equal bytes."""
    return (json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
