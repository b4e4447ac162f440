"""How large the report is: that of the last whole run, of `make verify` or of the tests, if there was one.

`make test` asks again when its tests have ended, with the evidence that they have found.
"""

from pathlib import Path

import pytest

from ledger import load
from ledger.report import files
from ledger.store import evidence_file
from tests.ledger.sample_evidence import sample

RUN = Path(__file__).resolve().parents[2] / "run"
WANTED = 2_900_000
"""Below the three millions that are promised, so that a few more claims fit."""


@pytest.mark.parametrize("of", ["evidence.json", "tested.json"])
def test_the_report_of_the_whole_paper_is_small_enough_to_send(tmp_path, of):
    if not (RUN / of).exists():
        pytest.skip(f"no run/{of}: the size of its report is NOT tested")
    evidence = evidence_file(RUN / of)
    if len(evidence["claims"]) < len(load.claims()):
        pytest.skip(f"run/{of} is not of the whole paper: the size of its report is NOT tested")
    (tmp_path / files.EXPLORER).touch()
    files.write(evidence, tmp_path)
    assert (tmp_path / "report.html").stat().st_size < WANTED < files.SENDABLE


def test_a_report_that_is_too_large_is_complained_of(tmp_path, monkeypatch):
    written = files.write(sample(), tmp_path)
    assert files.complaint(written) == ""
    monkeypatch.setattr(files, "SENDABLE", 100_000)
    assert files.complaint(written).endswith("MB: more than 0.1 MB are slow to send and to open")
    assert "report.html has 0." in files.complaint(written)
    assert "report.md" not in files.complaint(written)
