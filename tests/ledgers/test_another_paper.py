"""docs/another_paper.md: its ledger, written as it says, is judged as it says."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from ledger import compare
from ledger.model import Claim, Nature, Verdict

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "another_paper.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language):
    return [text for name, text in BLOCKS if name == language]


def command(line, cwd):
    program, *arguments = line.split()
    assert program == "sgd-theorems"
    return subprocess.run(
        [sys.executable, "-m", "ledger", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The ledger of the page in a folder, judged."""
    here = tmp_path_factory.mktemp("page")
    (here / "wells").mkdir()
    (paper, claims), (checks,) = blocks("toml"), blocks("python")
    for name, text in (("paper.toml", paper), ("claims.toml", claims), ("checks.py", checks)):
        assert f"`wells/{name}`" in PAGE
        (here / "wells" / name).write_text(text, encoding="utf-8")
    return here, command("sgd-theorems verify --ledger wells", here)


def test_the_ledger_of_the_page_is_judged_as_the_page_says(judged):
    here, done = judged
    assert done.returncode == 0, done.stdout + done.stderr
    (said,) = blocks("text")
    assert done.stdout.startswith(said)
    assert (here / "run" / "ledgers" / "wells" / "report.html").exists()


def test_the_commands_of_the_page_work():
    listed, _verified = blocks("console")[0].splitlines()
    done = command(listed, ROOT)
    assert done.returncode == 0
    assert "kramers" in done.stdout


def test_the_page_knows_all_fields_and_words():
    told = set(re.findall(r"`([\w ]+)`", PAGE))
    assert {field.name for field in fields(Claim)} <= told
    assert set(Nature) | set(Verdict) <= told
    rules = {"agree", "near", "at_most", "at_least", "tends_to", "ordered", "identical"}
    assert rules <= told
    assert all(callable(getattr(compare, rule)) for rule in rules)


def test_links_of_the_page_lead_somewhere():
    for target in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
