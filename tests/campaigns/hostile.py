"""What is meant to do harm: the tests of hostile input, run and counted by kind.

An input is a case of a test that is given its input, or as many as the test itself says (its property
"inputs"); tests that have none count for nothing here, but are told if they fail.

## Main definitions
* `KINDS`: files of tests -> what they try, and what is wanted.      * `campaign`: the counts.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element, parse

from ledger.trust.campaign import Count, Found, Left, recorded
from tests.conftest import ROOT

TITLE = "Input that is meant to do harm"
ASKS = "Is everything that attacks, bites or lies refused in a sentence, or shown as mere text?"
KINDS = {
    "trust.test_hostile_formulas": ("formulas", "refused within 1 s, nothing run, imported or opened"),
    "trust.test_hostile_numbers": ("numbers, names and pairs in options", "refused in a sentence, status 2"),
    "ledger.test_hostile_ledgers": ("ledgers in TOML", "refused in a sentence, soon"),
    "trust.test_hostile_names": ("ledgers that name foreign code", "refused, nothing imported"),
    "trust.test_hostile_evidence": ("files that are no evidence", "refused in a sentence, nothing written"),
    "trust.test_every_field": ("fields of evidence with a script in them", "shown as text, or refused"),
    "trust.test_hostile_data": ("data files", "refused before anything is built"),
    "trust.test_hostile_archives": ("archives of arrays", "refused, no name leads out, no pickle opened"),
    "trust.test_hostile_checkpoints": ("checkpoints", "refused, no pickle opened"),
    "trust.test_no_pickles": ("sources, searched for what unpickles", "nothing that is read is unpickled"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A test that ran: its module, its name, how many inputs it had, and what it said if it failed."""

    module: str
    name: str
    inputs: int
    failure: str


def campaign() -> Found:
    """The counts by kind of input, and the tests that failed.

    Raises:
        RuntimeError: if the tests could not be run.
    """
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        files = [f"tests/{module.replace('.', '/')}.py" for module in KINDS]
        words = ["-q", "-n0", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}"]
        done = subprocess.run([sys.executable, "-m", "pytest", *words, *files], cwd=ROOT, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"the tests of hostile input could not be run (status {done.returncode})")
        cases = list(_cases(report))
    left = [Left(f"{case.module}: {case.name}: {case.failure}", "") for case in cases if case.failure]
    return [_count(module, cases) for module in KINDS], left


def _count(module: str, cases: Sequence[Case]) -> Count:
    mine = [case for case in cases if case.module == module]
    tried = sum(case.inputs for case in mine)
    return Count(KINDS[module][0], tried, sum(c.inputs for c in mine if not c.failure), KINDS[module][1])


def _cases(report: Path) -> Iterator[Case]:
    """The tests that ran, from a report in the manner of JUnit.

    Yields:
        each but those that were skipped.
    """
    for case in parse(report).getroot().iter("testcase"):
        if case.find("skipped") is None:
            name = case.get("name", "")
            module = case.get("classname", "").removeprefix("tests.")
            yield Case(module, ascii(name)[1:-1][:120], _inputs(case, name), _failure(case))


def _inputs(case: Element, name: str) -> int:
    told = [p.get("value", "") for p in case.iter("property") if p.get("name") == "inputs"]
    return int(told[0]) if told else int("[" in name)


def _failure(case: Element) -> str:
    said = [f"{child.tag}: {child.get('message', '')}" for child in case if child.tag in ("failure", "error")]
    return " ".join(said[0].split())[:200] if said else ""


def main(words: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns.hostile", description=ASKS)
    options.add_argument("--out", type=Path, help="folder of the record; by default the package's")
    given = options.parse_args(words)
    command = "python -m tests.campaigns.hostile"
    print(recorded("hostile", TITLE, ASKS, command, campaign, folder=given.out))


if __name__ == "__main__":
    main()
