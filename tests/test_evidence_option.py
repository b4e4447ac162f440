"""pytest --evidence FILE keeps what the claims' tests found, from one worker or several."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = ("app-C-trace", "eq-E.1")


@pytest.mark.parametrize("workers", ["0", "2"])
def test_evidence_of_the_claims_that_ran_is_kept(tmp_path, workers):
    file = tmp_path / "evidence.json"
    file.write_text("old", encoding="utf-8")
    options = ["-q", "-n", workers, "-p", "no:cacheprovider", "--evidence", str(file)]
    cases = [f"tests/test_claims.py::test_claim[{claim}]" for claim in CLAIMS]
    command = [sys.executable, "-m", "pytest", *options, *cases]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [claim["id"] for claim in found["claims"]] == list(CLAIMS)
    assert {claim["status"] for claim in found["claims"]} == {"as expected"}
    assert all(check["evidence"]["has_teeth"] for check in found["checks"].values())
