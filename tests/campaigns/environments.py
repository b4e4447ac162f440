"""The tests with the lowest versions that pyproject.toml allows, and with the newest that there are.

## Main definitions
* `lowest`: the lowest versions, as constraints.      * `record`: make both environments, run, write.

## Implementation notes
torch stays as pinned in both: other versions bring gigabytes of CUDA along where the index has no build for
processors. pip takes the newest of what pyproject.toml does not name, in both.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from xml.etree import ElementTree as ET

from packaging.requirements import Requirement

from ledger.trust.campaign import Count, Found, Left, recorded
from tests.campaigns.dependencies import ROOT, declared, pins

GROUPS = ("", "nn", "dev", "docs")
FIRST = ("line", "plane", "terrain", "valley", "paths", "splitting", "answers")
LAST = ("blocks", "costs", "explorer", "pictures", "simulated")
PARTS = ("derivations", *(f"numerics/{p}" for p in FIRST), "ledger", *(f"numerics/{p}" for p in LAST))
"""Of tests/, in the order in which they run: when the clock has run out none of them begins."""

TOLD = ("numpy", "scipy", "numba", "sympy", "mpmath", "python-flint", "matplotlib", "torch", "pytest")
TITLE = "Lowest and newest versions"
ASKS = "Do the tests pass with the lowest versions that are allowed, and with the newest that there are?"


def lowest() -> list[str]:
    """Constraints: each dependency at its lower bound."""
    bounds = [(d.name, Requirement(d.name + d.bound).specifier) for d in declared() if d.group in GROUPS]
    return [f"{name}=={s.version}" for name, bound in bounds for s in bound if s.operator == ">="]


@dataclass(frozen=True)
class Environment:
    """One in `folder`; `constraints` are the lines of its file of constraints."""

    name: str
    folder: Path
    constraints: Sequence[str]

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin" / "python")

    def make(self) -> None:
        """Install, unless it is there; torch first, so that nothing replaces it."""
        if (ready := self.folder / "ready").exists():
            return
        print(f"{self.name} versions: installing", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(self.folder)], check=True)
        file = self.folder / "constraints.txt"
        file.write_text("\n".join(self.constraints), encoding="utf-8")
        install = [self.python, "-m", "pip", "install", "--quiet", "--constraint", str(file)]
        subprocess.run([*install, "torch"], check=True)
        subprocess.run([*install, "--editable", f"{ROOT}[{','.join(GROUPS[1:])}]"], check=True)
        ready.touch()

    def versions(self) -> str:
        """Of the packages that matter most, in words."""
        ask = f"from importlib.metadata import version as v; print(', '.join(n + ' ' + v(n) for n in {TOLD}))"
        told = subprocess.run([self.python, "-c", ask], check=True, capture_output=True, text=True)
        return told.stdout.strip()

    def tested(self, until: float) -> Found:
        """The tests, once, part by part; no part begins after the time `until`."""
        tried, left = 0, []
        for part in PARTS:
            if monotonic() > until:
                left.append(
                    Left(f"tests/{part} with the {self.name} versions", "not run: the clock had run out")
                )
                continue
            print(f"{self.name} versions: tests/{part}", file=sys.stderr)
            count, bad = ran(self._run(part))
            tried += count
            left += [Left(f"{name} with the {self.name} versions", "") for name in bad]
        failed = sum(not entry.why for entry in left)
        what = f"tests with the {self.name} versions ({self.versions()})"
        return [Count(what, tried, tried - failed, "passed")], left

    def _run(self, part: str) -> Path:
        """What pytest writes of `part`."""
        stem = self.folder / part.replace("/", "-")
        file = stem.with_suffix(".xml")
        file.unlink(missing_ok=True)
        command = [self.python, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"--junitxml={file}"]
        with stem.with_suffix(".out").open("w", encoding="utf-8") as out:
            subprocess.run([*command, f"tests/{part}"], cwd=ROOT, stdout=out, stderr=out, check=False)
        return file


def ran(file: Path) -> tuple[int, list[str]]:
    """How many tests ran, by pytest's report `file`, and the names of those that did not pass.

    Raises:
        OSError: if pytest has not come to its end.
    """
    cases = [case for case in ET.parse(file).iter("testcase") if case.find("skipped") is None]
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return len(cases), [f"{case.get('classname')}::{case.get('name')}" for case in bad]


def campaign(folder: Path, workers: int, minutes: float) -> Found:
    """Both environments, made and tested in `folder`."""
    torch = f"torch=={pins()['torch']}"
    low = [line for line in lowest() if not line.startswith("torch==")]
    both = [
        Environment("lowest", folder / "lowest", [*low, torch]),
        Environment("newest", folder / "newest", [torch]),
    ]
    for environment in both:
        environment.make()
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(partial(Environment.tested, until=monotonic() + 60 * minutes), both))
    return [c for counts, _ in found for c in counts], [entry for _, left in found for entry in left]


def record(command: str, keep: Path | None, workers: int, minutes: float, out: Path | None) -> Path:
    """Run the campaign in a folder of its own, or in `keep`; the file of its record."""
    with TemporaryDirectory() as folder:
        run = partial(campaign, (keep or Path(folder)).resolve(), workers, minutes)
        return recorded("environments", TITLE, ASKS, command, run, folder=out)
