"""One judge, asked in this process: a file of tests, a check, or a claim.

## Main definitions
* `objection`: what the judge found wrong; "" if nothing.

## Implementation notes
This runs in a process that was forked for one mutant and ends with it, so that nothing of a falsified module
is left anywhere. Properties are tried on the same examples each time.
"""

import os
import warnings
from typing import Any

import pytest

from tests.campaigns.mutation.dependents import MIRRORED, OTHER_TESTS, OWN_CHECKS, Judge

QUIETLY = (
    "-q",
    "-x",
    "--no-header",
    "--no-summary",
    "--capture=sys",
    "--assert=plain",
    "--hypothesis-profile=ci",
)
PLAINLY = ("-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider", "-o", "addopts=", "--doctest-modules")
BY_FIGURE = "a figure of"  # and nothing else: the outcome is as it was
CHOSEN = ("--hypothesis-profile=ci", "-m", "not slow and not gpu and not browser")


class FirstFailure:
    """A plugin of pytest that keeps the name of what failed first."""

    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.name:
            self.name = f"import by {report.nodeid}"


def objection(judge: Judge) -> str:
    """What `judge` finds wrong with the suite as it is imported here; "" if nothing."""
    kind, name = judge
    if kind in {MIRRORED, OTHER_TESTS}:
        return _failing_test(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _turned_check(name) if kind == OWN_CHECKS else _unexpected_verdict(name)
        except Exception as error:
            return f"{name}: {type(error).__name__}"


def _failing_test(file: str) -> str:
    found = FirstFailure()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    code = pytest.main([*QUIETLY, *PLAINLY, *CHOSEN, file], plugins=[found])
    harmless = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    return "" if code in harmless else found.name or f"pytest ended with {int(code)}"


def _turned_check(name: str) -> str:
    """The check, if it did not run, or its outcome or a figure is another one than is pinned."""
    from ledger import load
    from ledger.model import Setting
    from ledger.run import run
    from ledger.store import run_told
    from tests import pinned_figures

    if load.check(name).speed != "quick":
        return ""
    told = run_told(run(name, Setting()))
    if not told["evidence"] or pinned_figures.turned(name, told["evidence"]):
        return f"check {name}"
    return f"{BY_FIGURE} {name}" if pinned_figures.moved({name: told}) else ""


def _unexpected_verdict(claim: str) -> str:
    """The claim, if its verdict is another one than the ledger pins; quick checks only, as in the tests."""
    from ledger import engine, load
    from ledger.model import Setting
    from ledger.run import run

    (row,) = load.selected(load.claims(), [claim])
    names = [name for name in row.claim.checks if load.check(name).speed == "quick"]
    runs = {name: run(name, Setting()) for name in names}
    return f"claim {claim}" if engine.unexpected(engine.content([row], runs, Setting())) else ""
