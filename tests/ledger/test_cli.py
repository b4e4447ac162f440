"""The command line: answers on stdout, one clear sentence on stderr for bad input, exit status 0, 1 or 2."""

import json
import subprocess
import sys

import pytest

from ledger import load


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "ledger", *arguments], capture_output=True, text=True, check=False
    )


def test_claims_are_listed_with_what_they_are_checked_by():
    listed = json.loads(command("claims", "--json").stdout)
    assert [row["id"] for row in listed] == [row.claim.id for row in load.claims()]
    assert set(listed[0]) == {"id", "where", "nature", "expect", "checks"}


def test_one_claim_is_verified_and_told_in_full():
    done = command("verify", "thm-2.2-core")
    assert done.returncode == 0, done.stderr
    for word in ("holds when corrected", "enclosed", "measured", "rejected"):
        assert word in done.stdout


def test_json_is_alone_on_stdout():
    done = command("verify", "app-C-trace", "--json")
    assert json.loads(done.stdout)["claims"][0]["id"] == "app-C-trace"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("verify", "nothing-like-this"), "no claim matches 'nothing-like-this'"),
        (("verify", "--workers", "0"), "0 is not in the range x>=1"),
        (("verify", "--seed", "-1"), "-1 is not in the range x>=0"),
        (("verify", "--data", "no-such-folder"), "'no-such-folder' does not exist"),
        (("report", "no-such-file"), "'no-such-file' does not exist"),
        (("report", "pyproject.toml"), "pyproject.toml: not an evidence file"),
        (("verfy",), "No such command 'verfy'"),
        (("train", "--out", "x", "--pairs", "0.1"), "--pairs has '0.1': pairs look like 0.1,128"),
        (("train", "--out", "x", "--pairs", "0.1,0"), "batches of at least 2 images"),
        (("train", "--out", "x", "--pairs", "0.1,8", "--protocol", "paper"), "give --protocol or --pairs"),
        (("train", "--out", "x", "--protocol", "stairs"), "'stairs' is not one of"),
    ],
)
def test_bad_input_gets_one_sentence(arguments, sentence):
    done = command(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_training_keeps_its_curves(tmp_path):
    pairs = ("--pairs", "0.1,128", "--seeds", "2", "--epochs", "1", "--out", str(tmp_path / "out"))
    assert command("train", *pairs).returncode == 0
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    assert told["question"]["arms"][0]["batch"] == 128
    assert told["command"] == "sgd-theorems train --pairs 0.1,128 --seeds 2 --epochs 1 --out out"
    assert (tmp_path / "out" / "curves.npz").exists()


def test_a_replica_that_diverges_is_told_on_the_terminal(tmp_path):
    wild = ("--pairs", "1e38,128", "--seeds", "1", "--epochs", "1", "--out", str(tmp_path / "out"))
    done = command("train", *wild)
    assert done.returncode == 0
    assert "diverged, in the epoch in which the loss ceased to be a number:\n  (1e+38, 128)" in done.stderr
