"""Which version of the experiment's code made a record.

## Main definitions
* `sources`: a digest of all modules of this package.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def sources() -> str:
    """The first 16 digits of the SHA-256 of all nn_experiments/**/*.py, names included."""
    found, folder = sha256(), Path(__file__).parents[1]
    for file in sorted(folder.rglob("*.py")):
        found.update(f"{file.relative_to(folder).as_posix()}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]
