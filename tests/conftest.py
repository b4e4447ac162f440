"""A copy of the suite that a test may damage."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ledger", "derivations", "numerics", "nn_experiments")


@dataclass(frozen=True)
class SuiteCopy:
    """The packages of the suite in a folder of their own."""

    root: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ledger", *arguments]

    def run(self, *arguments: str, expect: Sequence[int] = (0,)) -> subprocess.CompletedProcess[str]:
        """Run `sgd-theorems` from the copy; its exit status must be among `expect`."""
        done = subprocess.run(
            self.command(*arguments), cwd=self.root, capture_output=True, text=True, check=False
        )
        assert done.returncode in expect, done.stdout + done.stderr
        return done

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the one occurrence of `old` in `file`."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {text.count(old)} times {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def only_claims(self, toml: str) -> None:
        """Make `toml` the whole ledger."""
        folder = self.root / "ledger" / "claims"
        for file in folder.glob("*_*.toml"):
            file.unlink()
        (folder / "0_test.toml").write_text(toml, encoding="utf-8")


@pytest.fixture
def suite(tmp_path) -> SuiteCopy:
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "records")
        shutil.copytree(ROOT / package, tmp_path / "copy" / package, ignore=ignored)
    return SuiteCopy(tmp_path / "copy")
