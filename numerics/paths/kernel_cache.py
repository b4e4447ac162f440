"""Compiled kernels on disk: what was compiled once on this machine is there at once the next time.

A kernel is found again by a digest of all that its machine code depends on: the expressions that it was
generated from, the sources of the suite's kernels, the versions of Python and of the libraries, numba's
settings, the processor and its features, the types of the arguments.

## Main definitions
* `kept`: a kernel that is looked up before it is compiled.      * `cache_folder`: where.

## Implementation notes
Whoever can write to the folder can run code as the user. So nothing is read but files that belong to the
user, in a folder that belongs to the user, neither writable for others; a file that is cut off or altered
fails its digest and is made again. Files are whole or absent, so that processes may share the folder. What
was not used for a month is swept away. SGD_THEOREMS_KERNELS names another folder, or "off".
"""

import dataclasses
import os
import pickle
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import time
from typing import Any

import sympy as sp
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from ledger.files import write_atomically
from numerics.paths.bits import Function

SETTING, OFF = "SGD_THEOREMS_KERNELS", "off"
OURS = ("paths", "splitting")
THEIRS = ("llvmlite", "numba", "numpy", "sympy")
MONTH = 30 * 86400.0
DIGEST = 32
_rebuilt: Any = CompileResult._rebuild
_serialized: Any = dumps


def kept(kernel: Function, *parts: object) -> Function:
    """`kernel`, which was generated from `parts`; compiled code is taken from the folder, and left there."""
    if (folder := cache_folder()) is not None and hasattr(kernel, "_cache"):
        told = (kernel.__module__, kernel.__name__, *map(_told, parts))
        kernel._cache = _KernelCache(folder, repr(told))
    return kernel


def cache_folder() -> Path | None:
    """The folder for compiled kernels, of this user alone; None if there is none, or it is switched off."""
    named = os.environ.get(SETTING, "")
    if named == OFF:
        return None
    folder = Path(named) if named else _platform_folder() / "sgd-theorems" / "kernels"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_own(folder.stat()) else None
    except (OSError, RuntimeError):
        return None


def _platform_folder() -> Path:
    """Where programs keep what they can make again; RuntimeError is raised if the user has no home."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _is_own(found: os.stat_result) -> bool:
    """It belongs to the user, and nobody else may write to it; on Windows a user's own folders do."""
    return sys.platform == "win32" or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _told(part: object) -> str:
    """All of a part of a question, in words; symbols with their assumptions."""
    if isinstance(part, sp.Basic):
        return str(sp.srepr(part))
    if isinstance(part, tuple):
        return repr([_told(each) for each in part])
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = [(field.name, _told(getattr(part, field.name))) for field in dataclasses.fields(part)]
        return repr((type(part).__name__, fields))
    return repr(part)


@lru_cache(maxsize=1)
def _surroundings() -> str:
    """Digest of sources, versions and settings."""
    root = Path(__file__).parents[1]
    sources = [file.read_bytes() for part in OURS for file in sorted((root / part).rglob("*.py"))]
    settings = {k: v for k, v in os.environ.items() if k.startswith("NUMBA_") and "THREADS" not in k}
    versions = (sys.version, platform.platform(), *map(version, THEIRS), sorted(settings.items()))
    return sha256(repr(versions).encode() + b"".join(sources)).hexdigest()


class _KernelCache(NullCache):
    """The compiled forms of one kernel, in the manner of numba's own caches."""

    def __init__(self, folder: Path, told: str) -> None:
        self.folder, self.told = folder, told

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled code for arguments of these types; None if it is not there, or not sound."""
        target_context.refresh()
        file = self._file(sig, target_context.codegen())
        with suppress(Exception):  # whatever is wrong with a file, the kernel is compiled again
            with file.open("rb") as opened:
                content = opened.read() if _is_own(os.fstat(opened.fileno())) else b""
            if sha256(content[DIGEST:]).digest() == content[:DIGEST]:
                os.utime(file)
                return _rebuilt(target_context, *pickle.loads(content[DIGEST:]))
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Leaves the compiled code in the folder; a full or closed disk does no harm."""
        if data.library.has_dynamic_globals:
            return
        code = _serialized(data._reduce())
        with suppress(OSError):
            write_atomically(self._file(sig, data.codegen), sha256(code).digest() + code)
            for file in self._old():
                file.unlink(missing_ok=True)

    def _old(self) -> Iterator[Path]:
        return (file for file in self.folder.iterdir() if file.stat().st_mtime < time() - MONTH)

    def _file(self, sig: Any, codegen: Any) -> Path:
        key = repr((self.told, str(sig), codegen.magic_tuple(), _surroundings()))
        return self.folder / f"{sha256(key.encode()).hexdigest()[:40]}.kernel"
