"""The suite as a fresh clone has it, in a folder of its own: nothing compiled, nothing kept.

## Main definitions
* `fresh_copy`: the files that git knows, or the packages where there is no git.
* `run`: a command of it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("derivations", "ledger", "ledgers", "nn_experiments", "numerics", "tests")
LONGEST = 3600


def fresh_copy(folder: Path) -> Path:
    """The sources of the suite below `folder`, as they are now, committed or not."""
    for name in _files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def _files() -> list[str]:
    """Files of the working tree, relative to its root."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        asked = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return [name for name in told.split("\0") if name and (ROOT / name).is_file()]
    files = (file for name in PACKAGES for file in (ROOT / name).rglob("*") if file.is_file())
    return [str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts]


def run(copy: Path, arguments: Sequence[str], kept: Path) -> bytes:
    """What `sgd-theorems ARGUMENTS` of the copy prints; it runs in the folder `kept`, and compiles anew.

    Raises:
        RuntimeError: if it fails; the message has the end of what it says.
    """
    kept.mkdir(parents=True)
    given = {"PYTHONPATH": str(copy), "NUMBA_CACHE_DIR": str(copy / "compiled")}
    done = subprocess.run(
        [sys.executable, "-m", "ledger", *arguments],
        cwd=kept,
        env=os.environ | given,
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode not in {0, 1}:  # 1: a verdict is not the expected one
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout
