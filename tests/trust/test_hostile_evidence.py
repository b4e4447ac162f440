"""Evidence from anywhere: what is no evidence is refused in a sentence, what is brings no markup."""

import json
import re

import pytest
from click.testing import CliRunner

from ledger.cli import main
from tests.ledger.sample_evidence import sample
from tests.ledger.test_report import Elements, hostile

WHOLE = json.dumps(sample())
FOREIGN = {
    "nothing": b"",
    "half": WHOLE[: len(WHOLE) // 2].encode(),
    "a byte too many": WHOLE.encode() + b"}",
    "no text": b"\xff\xfe\x00" * 99,
    "an archive": b"PK\x03\x04" + b"\0" * 99,
    "a pickle": b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "a page": b"<html><script>alert(1)</script></html>",
    "a list": b"[]",
    "null": b"null",
    "another schema": json.dumps(sample() | {"schema": 99}).encode(),
    "a schema and no more": b'{"schema": 1}',
    "claims that are none": json.dumps(sample() | {"claims": [1, "x", None]}).encode(),
    "claims that are a number": json.dumps(sample() | {"claims": 7}).encode(),
    "checks that are none": json.dumps(sample() | {"checks": {"a:b": 3}}).encode(),
    "no provenance": json.dumps(sample() | {"provenance": None}).encode(),
    "no times": json.dumps(sample() | {"times": "now"}).encode(),
    "deep": b'{"schema": 1, "claims": ' + b"[" * 10**5 + b"]" * 10**5 + b"}",
    "a long number": b'{"schema": ' + b"9" * 10**5 + b"}",
}


def report(tmp_path, content):
    path = tmp_path / "evidence.json"
    path.write_bytes(content)
    return CliRunner().invoke(main, ["report", str(path), "--out", str(tmp_path / "out")])


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_evidence_is_refused_in_a_sentence(tmp_path, content):
    done = report(tmp_path, content)
    assert done.exit_code == 2, (done.exit_code, done.exception)
    assert "not an evidence file" in done.stderr
    assert len(done.stderr) < 1000
    assert not (tmp_path / "out").exists()


def test_the_report_of_hostile_evidence_is_free_of_its_markup(tmp_path):
    evidence = hostile(sample())
    done = report(tmp_path, json.dumps(evidence).encode())
    assert done.exit_code == 0, done.exception
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    elements = Elements(page)
    assert len(elements.all("script")) == 2
    assert not elements.all("img")
    assert "alert('x')</script>" not in page
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "<" not in re.sub(r"`[^`]*`", "", text)  # in code it is shown as it is
