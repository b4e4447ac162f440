"""`sgd-theorems escape --simulate`: an interval beside the time, the same from any number of workers."""

import json
import shlex
import signal
import subprocess
import sys
import time
from decimal import Decimal

import pytest
from click.testing import CliRunner

from ledger import progress
from ledger.cli import main

WELL = "'(w**2-1)**2/4' --start -1 --target 1"
SHALLOW = f"{WELL} --eta 4 --simulate direct --paths 4000 --seed 3"


def escape(line):
    return CliRunner().invoke(main, ["escape", *shlex.split(line)])


def simulation(line):
    done = escape(f"{line} --json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["simulation"]


def test_the_interval_stands_beside_the_exact_time(tmp_path):
    found = simulation(f"{SHALLOW} --workers 1 --out {tmp_path}")
    assert Decimal(found["low"]) < Decimal("14.2777") < Decimal(found["high"])
    assert {key: found[key] for key in ("level", "paths", "method", "device", "dt", "seed")} == {
        "level": "0.95", "paths": "4000", "method": "direct", "device": "cpu", "dt": "0.005", "seed": "3"
    }  # fmt: skip
    assert int(found["steps"]) > 4000
    again = simulation(f"{SHALLOW} --workers 2 --out {tmp_path}")
    assert again == found
    shown = escape(f"{SHALLOW} --workers 1 --out {tmp_path}").stdout.splitlines()
    (line,) = [line for line in shown if line.startswith("simulated")]
    assert f"from {found['low']} to {found['high']}" in line
    assert "95 %, direct, 4000 paths, dt = 0.005" in line


def test_without_the_option_nothing_is_simulated():
    assert "simulation" not in json.loads(escape(f"{WELL} --eta 4 --json").stdout)


def test_the_picture_shows_paths_and_times(tmp_path):
    plain, picture = tmp_path / "plain.svg", tmp_path / "way.svg"
    assert escape(f"{WELL} --eta 4 --plot {plain}").exit_code == 0
    done = escape(f"{SHALLOW} --workers 1 --plot {picture}")
    assert done.exit_code == 0, done.stderr
    assert picture.stat().st_size > 1.5 * plain.stat().st_size


def test_elsewhere_than_on_a_terminal_a_plain_line_tells_the_estimate(capsys, monkeypatch):
    monkeypatch.setattr(progress, "PLAIN_ESTIMATE_EVERY", -1.0)
    with progress.simulation_bar() as told:
        told(0, 4, lambda: 1 / 0)
        told(3, 4, lambda: 729.67)
    assert capsys.readouterr().err == "3 of 4 blocks, mean so far 729.67\n"


BAD = {
    f"{WELL} --eta 4 --paths 500": "--paths is for simulations: give --simulate, too",
    f"{WELL} --eta 4 --out here": "--out is for simulations",
    f"{WELL} --eta 4 --simulate fast": "'fast' is not one of",
    f"{WELL} --eta 4 --simulate direct --paths 0": "paths=0: from 100",
    f"{WELL} --eta 4 --simulate direct --paths -7": "paths=-7: from 100",
    f"{WELL} --eta 4 --simulate direct --paths 1.5": "'1.5' is not a valid integer",
    f"{WELL} --eta 4 --simulate direct --relative-error 0": "relative error 0: a number between 0 and 1",
    f"{WELL} --eta 4 --simulate direct --relative-error 1": "relative error 1: a number between 0 and 1",
    f"{WELL} --eta 4 --simulate direct --relative-error nan": "'nan' is not a decimal",
    f"{WELL} --eta 4 --simulate direct --paths 200 --relative-error 0.1": "give either paths or",
    f"{WELL} --eta 4 --simulate direct --seed -1": "seed=-1: an integer that is at least 0",
    f"{WELL} --eta 4 --simulate direct --dt 3": "dt=3: beyond stability",
    f"{WELL} --eta 4 --simulate direct --dt -1": "dt=-1: a positive number",
    f"{WELL} --eta 4 --simulate direct --workers 0": "workers=0: a positive number",
    f"{WELL} --eta 4 --simulate direct --workers 2 --cluster here": "give either workers or cluster",
    f"{WELL} --eta 4000 --simulate direct": "splitting is for that",
    f"{WELL} --learning-rate 0.1 --batch-size 2 --beta -1 --simulate direct": "noise=-1: a positive",
}


@pytest.mark.parametrize(("line", "sentence"), BAD.items(), ids=BAD.keys())
def test_bad_input_gets_one_sentence(line, sentence):
    done = escape(line)
    assert done.exit_code == 2, done.output
    assert sentence in done.stderr
    assert done.stdout == ""


def test_without_a_gpu_none_is_pretended(monkeypatch):
    monkeypatch.setattr("numerics.paths.device._cuda_works", lambda: False)
    done = escape(f"{WELL} --eta 4 --simulate direct --device cuda")
    assert done.exit_code == 2
    assert "device=cuda: no CUDA device is at hand" in done.stderr


def test_interrupted_it_says_what_is_kept_and_goes_on(tmp_path):
    line = f"{WELL} --eta 20 --simulate direct --paths 16000 --dt 0.001 --workers 1 --json --out {tmp_path}"
    command = [sys.executable, "-m", "ledger", "escape", *shlex.split(line)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.rglob("block-*.npz")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert told.splitlines()[-1].startswith(
        f"Interrupted; finished blocks are kept in {tmp_path}, and the same"
    )
    kept = {file.name: file.read_bytes() for file in tmp_path.rglob("block-*.npz")}
    assert 1 <= len(kept) < 64
    shorter = line.replace("16000", str(256 * len(kept)))
    assert simulation(shorter)["paths"] == str(256 * len(kept))
    assert {file.name: file.read_bytes() for file in tmp_path.rglob("block-*.npz")} == kept
