"""Surroundings that a run must not notice: languages, time zones, homes, terminals, hash seeds, streams."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp

from tests.campaigns.killed_runs import RUNS, SPLITTING, TRAIN, VERIFY, KilledRun
from tests.campaigns.trials import Trial, broken, difference, ended, folder_of, said

CACHES = {"XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None, "MPLCONFIGDIR": None, "NUMBA_CACHE_DIR": None}
SURROUNDINGS: dict[str, dict[str, str | None]] = {
    "the C locale, without UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no language at all": {"LC_ALL": None, "LANG": None, "LC_CTYPE": None},
    "stdout in Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "a zone ahead of the date": {"TZ": "Pacific/Kiritimati"},
    "a zone that is none": {"TZ": "Nowhere/Never"},
    "no home": {"HOME": None, **CACHES},
    "a home that cannot be written": {"HOME": "/proc/nowhere", **CACHES},
    "no cache folder": {"XDG_CACHE_HOME": "/proc/nowhere", "SGD_THEOREMS_KERNELS": "/proc/nowhere"},
    "no cache": {"SGD_THEOREMS_KERNELS": "off"},
    "no folder for temporary files": {"TMPDIR": "/nowhere"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4294967295": {"PYTHONHASHSEED": "4294967295"},
    "a terminal of 20 columns": {"COLUMNS": "20", "LINES": "2"},
    "a dumb terminal": {"TERM": "dumb", "NO_COLOR": "1"},
    "four threads for each library": {
        "OMP_NUM_THREADS": "4",
        "OPENBLAS_NUM_THREADS": "4",
        "MKL_NUM_THREADS": "4",
    },
}
FEW = {
    TRAIN: ("no home", "four threads for each library"),
    SPLITTING: (
        "no language at all",
        "no cache folder",
        "no cache",
        "hash seed 1",
        "four threads for each library",
    ),
}
"""For runs of which every start takes seconds."""

STREAMS = {"stdout closed": ">&-", "stderr closed": "2>&-", "both closed": ">&- 2>&-", "stdin closed": "<&-"}


@cache
def turkish() -> dict[str, str | None] | None:
    """The surroundings of a language in which i is no I; None if they cannot be had."""
    folder = Path(mkdtemp())
    if shutil.which("localedef") is None:
        return None
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    done = subprocess.run(command, capture_output=True, check=False)
    made = done.returncode == 0 and (folder / "tr_TR.UTF-8").is_dir()
    return {"LOCPATH": str(folder), "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"} if made else None


def surrounded(run: KilledRun, name: str, changes: dict[str, str | None]) -> Sequence[Trial]:
    """A run in these surroundings."""
    with folder_of(run) as folder:
        status = ended(run, folder, changes)
        problem = f"ended with {status}: {said(folder)[-200:]}" if status else broken(folder)
        problem = problem or difference(run, folder)
    return [Trial(f"{run.name} in other surroundings", name, "the same result, byte for byte", problem)]


def without_stream(run: KilledRun, name: str, closed: str) -> Sequence[Trial]:
    """A run whose stream is closed; what it would have written there does not count."""
    with folder_of(run) as folder:
        status = ended(run, folder, prefix=("sh", "-c", f'exec "$@" {closed}', "sh"))
        problem = f"ended with {status}: {said(folder)[-200:]}" if status else broken(folder)
        if "stdout" in name or "both" in name:
            other = {file for file in difference(run, folder).split(", ") if file} - {"stdout"}
        else:
            other = {file for file in difference(run, folder).split(", ") if file}
        problem = problem or ", ".join(sorted(other))
    return [Trial("a closed stream", f"{run.name}, {name}", "the same files", problem)]


def faults() -> list[Callable[[], Sequence[Trial]]]:
    """All of them."""
    all_of_them = SURROUNDINGS | ({"Turkish": found} if (found := turkish()) else {})
    several = [
        partial(surrounded, run, name, changes)
        for run in RUNS
        for name, changes in all_of_them.items()
        if name in FEW.get(run, all_of_them)
    ]
    return [
        *several,
        *(partial(without_stream, run, *told) for run in (VERIFY, SPLITTING) for told in STREAMS.items()),
    ]


def left_out() -> list[tuple[str, str]]:
    """What could not be tried."""
    return (
        [] if turkish() else [("a Turkish locale", "not tried: there is none, and localedef cannot make one")]
    )
