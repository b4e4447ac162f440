"""What a command leaves behind, cut into parts that have to be the same bytes every time.

Times, dates, commands, and what is said of machine and versions are left out of files in JSON, and so is the
digest of a file that tells such things; arrays are compared by their bytes, each for itself; an evidence file
is cut into its checks and claims.

## Main definitions
* `parts`: of a folder and of what was printed.      * `differences`: of two such.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

Parts = dict[str, bytes]

ASIDE = frozenset({"times", "provenance", "seconds", "date", "command", "device_name"})
SHOWN = ("report.html", "report.md", "report.json", "errata.md")
"""They tell times and versions in their text; what they are made from is compared."""

RESUMED = ("arms", "journal")
"""Folders that hold what an interrupted run would go on with: times stand in them."""


def parts(folder: Path, printed: bytes) -> Parts:
    """By name: what was printed if it is JSON, and what lies in the folder."""
    found: Parts = {}
    if printed.lstrip().startswith(b"{"):
        found |= dict(_members("printed", json.loads(printed)))
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.is_file() and name.name.lower() not in SHOWN and not set(RESUMED) & set(name.parts):
            found |= dict(_file(str(name), file))
    return found


def _file(name: str, file: Path) -> Iterator[tuple[str, bytes]]:
    if file.suffix == ".npz":
        with np.load(file, allow_pickle=False) as arrays:
            for key in arrays.files:
                value = arrays[key]
                yield f"{name}: {key}", f"{value.dtype} {value.shape} ".encode() + value.tobytes()
    elif file.suffix == ".json":
        yield from _members(name, json.loads(file.read_bytes()))
    else:
        yield name, file.read_bytes()


def _members(name: str, data: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    aside = ASIDE | {"digest"} if ASIDE & data.keys() else ASIDE
    for key, value in data.items():
        if key in {"checks", "claims"}:
            members = value.items() if isinstance(value, dict) else ((claim["id"], claim) for claim in value)
            yield from ((f"{name}: {member}", _told(told)) for member, told in members)
        elif key not in aside:
            yield f"{name}: {key}", _told(value)


def _told(value: Any) -> bytes:
    return json.dumps(_without_times(value), ensure_ascii=False).encode()


def _without_times(value: Any) -> Any:
    """The value, without the members that are set aside, in its own order."""
    if isinstance(value, dict):
        return {key: _without_times(member) for key, member in value.items() if key not in ASIDE}
    if isinstance(value, list):
        return [_without_times(member) for member in value]
    return value


def differences(one: Parts, other: Parts) -> list[str]:
    """The names of the parts that are not the same, or not in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
