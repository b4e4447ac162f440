"""What a run ran on: versions, commit, machine."""

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RECORDS = ":(exclude)ledger/trust/records"
LIBRARIES = (
    "sympy",
    "mpmath",
    "python-flint",
    "numpy",
    "scipy",
    "numba",
    "torch",
    "safetensors",
    "joblib",
    "matplotlib",
)


def provenance() -> dict[str, Any]:
    """Versions of the suite and its libraries, the commit, Python, system, processor and number of cores."""
    return {
        "suite": _version("sgd-theorems"),
        "commit": commit(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "versions": {name: found for name in LIBRARIES if (found := _version(name))},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def commit() -> str:
    """The short commit of the suite's own repository, "with changes" if there are any; "" outside of one.

    Records of earlier runs are results: a campaign that has just written one has changed nothing.
    """
    if not (ROOT / ".git").exists():
        return ""
    head = _git("rev-parse", "--short", "HEAD")
    return f"{head} with changes" if head and _git("status", "--porcelain", "--", ".", RECORDS) else head


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    answer = subprocess.run([git, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _processor() -> str:
    """The processor's name; Linux tells it in a file, other systems through `platform`."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
