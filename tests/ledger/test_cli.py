"""The command line: answers on stdout, one clear sentence on stderr for bad input, exit status 0, 1 or 2."""

import json
import subprocess
import sys

import pytest

from ledger import load
from ledger.output import output_folder


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
        (("train", "--out", "x", "--pairs", "0.1,0"), "a batch has at least 1 image"),
        (("train", "--out", "x", "--pairs", "0.1,1"), "batch normalisation needs at least 2 images"),
        (("train", "--out", "x", "--pairs", "1e999999999,8"), "'1e999999999' is not a decimal or a rational"),
        (("train", "--out", "x", "--pairs", "1e400,8"), "learning rate '1e400': a positive number"),
        (("train", "--out", "x", "--pairs", "1e-400,8"), "a positive number is wanted, such as 0.1, from"),
        (("train", "--out", "x", "--pairs", "0.1,8", "--protocol", "paper"), "give --protocol or --pairs"),
        (("train", "--out", "x", "--protocol", "stairs"), "'stairs' is not one of"),
        (("curvature", "no-such-folder"), "'no-such-folder' does not exist"),
        (("curvature", "tests"), "there is no such record"),
        (("curvature", "tests", "--modes", "eval,both"), "--modes has 'both': eval, train or eval,train"),
        (("curvature", "tests", "--probes", "1"), "1 is not in the range x>=2"),
        (("curvature", "tests", "--relative-error", "0"), "0.0 is not in the range x>0"),
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


def test_curvature_is_kept_beside_the_run(tmp_path):
    out = tmp_path / "out"
    pairs = ("--pairs", "0.1,128", "--seeds", "2", "--epochs", "1", "--width", "3", "--out", str(out))
    assert command("train", *pairs).returncode == 0
    short = ("--probes", "3", "--images", "20", "--modes", "eval", "--noise")
    done = command("curvature", str(out), *short)
    assert done.stdout == f"{out / 'curvature.json'}\n"
    assert "(0.1, 128): 4 of 4 measurements, noise" in done.stderr
    told = json.loads((out / "curvature.json").read_text())
    assert told["command"] == f"sgd-theorems curvature out {' '.join(short)}"
    assert {net["kind"] for net in told["nets"]} == {"evaluation", "noise"}
    done = command("curvature", str(out), *short, "--data", str(tmp_path))
    assert done.returncode == 2
    assert "the run is on the digits, which are enclosed" in done.stderr


def test_a_replica_that_diverges_is_told_on_the_terminal(tmp_path):
    wild = ("--pairs", "1e38,128", "--seeds", "1", "--epochs", "1", "--out", str(tmp_path / "out"))
    done = command("train", *wild)
    assert done.returncode == 0
    assert "diverged, in the epoch in which the loss ceased to be a number:\n  (1e+38, 128)" in done.stderr


def test_one_folder_is_for_one_training_at_a_time(tmp_path):
    with output_folder(tmp_path / "out"):
        done = command("train", "--pairs", "0.1,128", "--epochs", "1", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "another run writes there" in done.stderr
