"""Copies of the suite that a process may falsify.

## Main definitions
* `copied`: a copy with bytecode that is compared with its source by content, and never by time.
* `fingerprint`: a digest of all sources and tests, so that what was judged is not judged again.
"""

import py_compile
import shutil
from hashlib import sha256
from pathlib import Path

BY_CONTENT = py_compile.PycInvalidationMode.CHECKED_HASH
ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("ledger", "derivations", "numerics", "nn_experiments", "tests", "ledgers", "docs")
FILES = (
    "conftest.py",
    "pyproject.toml",
    "constraints.txt",
    "references.bib",
    "Makefile",
    "LICENSE",
    "README.md",
    "ERRATA.md",
    "CHANGELOG.md",
)


def copied(to: Path) -> Path:
    """A copy of the suite in the new folder `to`."""
    for folder in FOLDERS:
        left_out = shutil.ignore_patterns("__pycache__", "generated", "*.tmp")
        shutil.copytree(ROOT / folder, to / folder, ignore=left_out)
    for name in FILES:
        shutil.copy(ROOT / name, to / name)
    for folder in FOLDERS[:5]:
        for file in (to / folder).rglob("*.py"):
            py_compile.compile(str(file), doraise=True, invalidation_mode=BY_CONTENT)
    return to


def fingerprint(root: Path = ROOT) -> str:
    """Digest of the packages and their tests."""
    digest = sha256()
    for folder in FOLDERS[:5]:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in {".py", ".toml"} or file.name == "pinned_figures.json":
                digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]
