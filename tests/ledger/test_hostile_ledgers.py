"""Whatever stands in a ledger's folder, the answer is one clear sentence, and it comes soon."""

import os
import subprocess
import sys
import time

import pytest

from ledger import load, toml_file
from ledger.load import LedgerError
from tests.ledger.own_ledger import PAPER, ROW, own_ledger

SOON = 5.0  # seconds; each takes well under one on an idle machine

HOSTILE = {
    "megabytes": ("#" + "x" * 9_000_000, "claims.toml: it has 9000001 bytes, .* at most 1000000"),
    "ten megabytes": ("#" + "x" * 10_000_000, "bytes of TOML are in the ledger's folder; 10000000 are"),
    "a key of many parts": (".".join(["a"] * 300_000) + " = 1", "a dotted name has more than 64 parts"),
    "a header of many parts": ("[" + ".".join(["a"] * 300_000) + "]", "a dotted name has more than 64 parts"),
    "a quoted key of many parts": ('"a".' * 100_000 + "a = 1", "a dotted name has more than 64 parts"),
    "a nested key of many parts": ("x = {" + "a." * 300_000 + "a = 1}", "a dotted name has more than 64"),
    "deep nesting": ("a = " + "[" * 500_000, "it is nested too deeply"),
    "deep tables": ("a = " + "{a = " * 150_000, "it is nested too deeply"),
    "a long number": ("a = " + "9" * 900_000, "no TOML: "),
    "one word": ("x" * 900_000, "no TOML: "),
    "quotes": ('"' * 900_000, "no TOML: |unknown key"),
    "many keys": ("\n".join(f"a{i} = 1" for i in range(70_000)), r"unknown key \['a0', 'a1', .*\.\.\.\]"),
    "many empty claims": ("[[claim]]\n" * 90_000, r"claim '\?': missing field"),
    "the null byte": ("a = '\0'", "no TOML: "),
    "claims that are no tables": ("claim = [1]", r"a claim is a table that begins with \[\[claim\]\], not 1"),
    "claims that are no list": ("claim = 1", "section is a text, and claims begin"),
    "a section that is no text": ("section = 1", "section is a text"),
    "an id that is no text": ("[[claim]]\nid = 1", "claim 1: missing field"),
    "no claim": ("", "no claim in it"),
}


def refusal(folder, message):
    """The sentence with which the folder is refused; it came soon."""
    start = time.monotonic()
    with pytest.raises(LedgerError, match=message) as refused:
        load.ledger(folder)
    assert time.monotonic() - start < SOON
    assert len(str(refused.value)) < 600
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(tmp_path, text, message):
    own_ledger(tmp_path)
    (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
    refusal(tmp_path, message)


def test_text_that_is_not_utf_8_is_refused(tmp_path):
    own_ledger(tmp_path)
    (tmp_path / "claims.toml").write_bytes(b"section = '\xe9t\xe9'")
    refusal(tmp_path, r"claims.toml: it is not UTF-8 text \(byte 11\)")


def test_ids_that_appear_twice_are_refused(tmp_path):
    own_ledger(tmp_path, "checks:good")
    (tmp_path / "more.toml").write_text((tmp_path / "claims.toml").read_text(), encoding="utf-8")
    refusal(tmp_path, "these ids appear twice: c0")


def test_claims_that_rest_on_one_another_are_refused(tmp_path):
    own_ledger(tmp_path)
    rows = [
        ROW.format(id=f"c{i}", check="checks:good") + f'needs = ["c{(i + 1) % 900}"]\n' for i in range(900)
    ]
    (tmp_path / "claims.toml").write_text("".join(rows), encoding="utf-8")
    refusal(tmp_path, r"claims rest on themselves: c\d+ needs c\d+ needs .* needs …")


def test_a_need_of_another_ledger_is_refused(tmp_path):
    own_ledger(tmp_path, "checks:good")
    with (tmp_path / "claims.toml").open("a", encoding="utf-8") as file:
        file.write('needs = ["thm-2.2-core"]\n')
    refusal(tmp_path, "claim 'c0' needs 'thm-2.2-core', which is no claim of this ledger")


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        ("", r"paper.toml: missing key \['authors', 'title', 'year'\]"),
        (
            PAPER + "doi = 1",
            r"paper.toml: unknown key \['doi'\]; allowed are title, authors, year, source, pack",
        ),
        (PAPER.replace("2000", '"2000"'), "paper.toml: year = '2000', but a whole number is wanted"),
        (PAPER.replace("2000", "true"), "paper.toml: year = True, but a whole number is wanted"),
        (PAPER + "packages = 'os'", "packages = 'os', but a list of names is wanted"),
        (PAPER + "packages = [1]", r"packages = \[1\], but a list of names is wanted"),
        ("title", "paper.toml: no TOML: "),
        (PAPER.replace('"T"', '"\\u001b[2J"'), "title = .*, but a text without control characters is wanted"),
    ],
)
def test_a_paper_that_cannot_be_taken_is_refused(tmp_path, paper, message):
    refusal(own_ledger(tmp_path, "checks:good", paper=paper), message)


def test_a_folder_without_paper_is_no_ledger(tmp_path):
    refusal(tmp_path, "there is no paper.toml, which says what a ledger is about")


def test_a_pipe_is_not_waited_for(tmp_path):
    own_ledger(tmp_path, "checks:good")
    os.mkfifo(tmp_path / "pipe.toml")
    refusal(tmp_path, "pipe.toml: no plain file in the ledger's folder")


@pytest.mark.parametrize("name", ["claims.toml", "paper.toml"])
def test_a_link_out_of_the_folder_is_not_read(tmp_path, name):
    mine = own_ledger(tmp_path / "mine", "checks:good")
    (mine / name).rename(tmp_path / name)
    (mine / name).symlink_to(tmp_path / name)
    refusal(mine, f"{name}: no plain file in the ledger's folder")


def test_a_folder_that_calls_itself_a_file_is_refused(tmp_path):
    own_ledger(tmp_path, "checks:good")
    (tmp_path / "more.toml").mkdir()
    refusal(tmp_path, "more.toml: no plain file")


def test_many_large_files_are_refused_together(tmp_path, monkeypatch):
    monkeypatch.setattr(toml_file, "LARGEST_FOLDER", 1000)
    own_ledger(tmp_path, "checks:good")
    (tmp_path / "more.toml").write_text("#" * 1000, encoding="utf-8")
    refusal(tmp_path, r"bytes of TOML are in the ledger's folder; 1000 are allowed")


def test_hidden_files_are_left_alone(tmp_path):
    own_ledger(tmp_path, "checks:good")
    (tmp_path / ".#claims.toml").write_text("lock", encoding="utf-8")
    assert len(load.ledger(tmp_path).rows) == 1


@pytest.mark.parametrize("command", ["verify", "claims"])
def test_the_command_says_it_in_one_sentence(tmp_path, command):
    own_ledger(tmp_path, "os:system")
    done = subprocess.run(
        [sys.executable, "-m", "ledger", command, "--ledger", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: claims.toml, claim 'c0': check 'os:system': os belongs to Python's" in done.stderr
    assert "Traceback" not in done.stderr
