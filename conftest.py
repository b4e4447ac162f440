"""The options of the suite.

`--evidence FILE` keeps what the claims' checks found; `--device cuda` lets the benchmarks of paths run on a
GPU, and `--record FILE` keeps what they measured there. The options stand here and not under tests/, so that
pytest knows them before it looks at paths.
"""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flint
import mpmath
import pytest

PROPERTY = "sgd-theorems"  # evidence travels from the workers of xdist as one JSON string


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --evidence FILE, --device NAME and --record FILE."""
    group = parser.getgroup("terminal reporting")
    group.addoption("--evidence", metavar="FILE", help="write the evidence of the claims that ran to FILE")
    group.addoption("--device", choices=("cpu", "cuda"), default="cpu", help="where benchmarks of paths run")
    group.addoption("--record", metavar="FILE", help="write what was measured on a GPU to FILE (JSON)")


def pytest_configure(config: pytest.Config) -> None:
    """Collect in the controller only: workers of xdist send what they found."""
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # a shell's background job, whose children would be deaf
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--evidence") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(EvidenceFile(Path(config.getoption("--evidence"))), "evidence-file")


class EvidenceFile:
    """Collects what the claims' tests found, in the controller, and writes it when the session ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: dict[str, Any] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a claim's test found."""
        for name, value in report.user_properties:
            if name == PROPERTY:
                self.found |= json.loads(str(value))

    def pytest_sessionfinish(self) -> None:
        """Judge what was found and write the file; of the whole paper, if all that can be checked was."""
        from ledger import engine, files, load, store
        from ledger.model import Setting

        known = load.claims()
        whole = all(row.claim.id in self.found for row in known if row.claim.checks)
        rows = [row for row in known if whole or row.claim.id in self.found]
        runs = {run.check: run for kept in self.found.values() for run in map(store.run_recalled, kept)}
        content = engine.content(rows, runs, Setting())
        files.write_atomically(self.path, store.evidence_bytes(content))


@pytest.fixture(autouse=True)
def _fresh_precision() -> Iterator[None]:
    """Global precision is reset around every test."""
    bits, digits = flint.ctx.prec, mpmath.mp.dps
    yield
    flint.ctx.prec, mpmath.mp.dps = bits, digits
