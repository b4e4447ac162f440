"""A TOML file of a ledger, read without trusting it.

Whatever stands in the file, the answer is its content or one sentence, and it comes soon.

## Main definitions
* `toml_content`: the content of a file.      * `toml_files`: the files of a folder.

## Implementation notes
`tomllib` takes a time that grows like the square of the number of parts of a dotted key and a stack as deep
as the nesting: keys of very many parts are refused before, and nesting that is too deep afterwards.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from ledger.refusal import LedgerError, shown

LARGEST = 1_000_000  # bytes
LARGEST_FOLDER = 10_000_000
MOST_PARTS = 64
KEY_PART = r"""(?:(?<![\w-])[\w-]+|"[^"\n]*"|'[^'\n]*')"""
LONG_KEY = re.compile(rf"(?:{KEY_PART}[ \t]*\.[ \t]*){{{MOST_PARTS}}}")


def toml_files(folder: Path) -> tuple[Path, ...]:
    """The TOML files of a ledger but paper.toml, in the order of their names, which is the paper's.

    Raises:
        LedgerError: if the folder cannot be read or has too much in it.
    """
    try:
        names = [p for p in folder.iterdir() if p.suffix == ".toml" and not p.name.startswith(".")]
        size = sum(path.stat().st_size for path in names)
    except OSError as error:
        raise LedgerError(f"{shown(str(folder))}: the ledger cannot be read: {error.strerror}") from error
    if size > LARGEST_FOLDER:
        raise LedgerError(f"{size} bytes of TOML are in the ledger's folder; {LARGEST_FOLDER} are allowed")
    return tuple(sorted(path for path in names if path.name != "paper.toml"))


def toml_content(file: Path) -> dict[str, Any]:
    """The content of a TOML file of the ledger in its folder.

    Raises:
        LedgerError: if it is no plain file in the folder, too large, no UTF-8 or no TOML.
    """
    where = shown(file.name)[1:-1]
    if not file.resolve().is_relative_to(file.parent.resolve()) or not file.is_file():
        raise LedgerError(f"{where}: no plain file in the ledger's folder")
    if (size := file.stat().st_size) > LARGEST:
        raise LedgerError(f"{where}: it has {size} bytes, a file of a ledger at most {LARGEST}")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LedgerError(f"{where}: it is not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise LedgerError(f"{where}: it cannot be read: {error.strerror}") from error
    if LONG_KEY.search(text):
        raise LedgerError(f"{where}: a dotted name has more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise LedgerError(f"{where}: it is nested too deeply") from error
    except ValueError as error:  # of TOML, or of a number that Python does not take
        raise LedgerError(f"{where}: no TOML: {error}") from error
