"""`sgd-theorems escape`: answers on stdout, one sentence on stderr for bad input, exit status 0 or 2."""

import json
import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.cli import main

DOUBLE_WELL = "'(w**2-1)**2/4'"
SHEARED = "'(x**2-1)**2/4+(y-x)**2/2'"
PAGE = Path(__file__).parents[2] / "docs" / "escape.md"
SGD = "--learning-rate 0.1 --batch-size 2"


def escape(line):
    return CliRunner().invoke(main, ["escape", *shlex.split(line)])


def answer(line):
    done = escape(f"{line} --json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def holds(interval, number):
    return Decimal(interval["low"]) <= Decimal(number) <= Decimal(interval["high"])


def overlap(told, found):
    return all(Decimal(a["low"]) <= Decimal(b["high"]) for a, b in ((told, found), (found, told)))


def test_an_escape_time_is_enclosed():
    found = answer(f"{DOUBLE_WELL} --start -1 --target 1 --eta 20")
    time = found["mean_escape_time"]
    assert holds(time, "729.67069194232279882")
    assert Decimal(time["high"]) - Decimal(time["low"]) < Decimal("1e-12")
    assert time["grade"] == "enclosed"
    assert found["eta"] == "20"
    assert found["barrier"] == "0.25"
    assert found["coordinates"] == ["w"]
    assert found["saddles"] == [{"at": ["0"], "value": "0.25", "hessian_eigenvalues": ["-1"]}]
    assert found["start"]["hessian_eigenvalues"] == ["2"]
    assert found["eyring_kramers"]["applies"] is True
    assert found["eyring_kramers"]["time"].startswith("659.3822923750")
    assert found["eyring_kramers"]["prefactor"].startswith("4.442882938")
    assert holds(found["spectral_gap"], "0.002776140636572728")
    assert "steps" not in found


def test_at_a_barrier_of_a_hundred_it_is_still_an_enclosure():
    time = answer(f"{DOUBLE_WELL} --start -1 --target 1 --eta 400")["mean_escape_time"]
    assert time["grade"] == "enclosed"
    assert Decimal(time["high"]) / Decimal(time["low"]) - 1 < Decimal("1e-15")


def test_fifty_digits_are_fifty_digits():
    line = f"{DOUBLE_WELL} --start -1 --target 1 --eta 20 --digits 50"
    time = answer(line)["mean_escape_time"]
    assert Decimal(time["high"]) - Decimal(time["low"]) < Decimal("1e-47")
    low, high = (re.sub(r"\D", "", time[end])[:50] for end in ("low", "high"))
    assert low == high
    assert re.search(r"729\.6706919423\d{37}", escape(line).stdout)


def test_the_start_is_the_start_itself():
    there = answer(f"{DOUBLE_WELL} --start -0.9 --target 1 --eta 20")
    assert there["start"]["at"] == ["-0.9"]
    assert there["start"]["value"] == "0.009025"
    assert there["start"]["minimum"]["at"] == ["-1"]
    assert Decimal(there["mean_escape_time"]["high"]) < Decimal("729.2")
    assert there["eyring_kramers"]["time"].startswith("659.38")


def test_learning_rate_batch_size_and_noise_give_the_temperature_the_steps_and_the_epochs():
    line = "--start -1 --target 1 --learning-rate 0.01 --batch-size 2 --beta 20 --samples 100"
    found = answer(f"{DOUBLE_WELL} {line}")
    assert found["eta"] == "20"
    assert found["eps0"] == "0.0025"
    assert holds(found["steps"], "72967.069194232279882")
    assert holds(found["epochs"], "1459.34138388464559764")


def test_noise_may_depend_on_the_place():
    found = answer(f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta '1+w**2'")
    assert found["eta"] is None
    assert found["beta"] == "w**2 + 1"
    assert found["mean_escape_time"]["grade"] == "enclosed"
    assert "epochs" not in found


@pytest.mark.parametrize("start", ["--start -1,-1", "--start=-1,-1", "--start ' -1, -1'"])
def test_points_may_begin_with_a_minus_sign(start):
    found = answer(f"{SHEARED} {start} --target 1,1 --radius 0.3 --eta 8")
    assert found["start"]["at"] == ["-1", "-1"]
    assert found["target"]["radius"] == "0.3"
    assert found["mean_escape_time"]["grade"] == "numerical"
    assert float(found["eyring_kramers"]["prefactor"]) == pytest.approx(7.18876, rel=1e-5)  # 2π/(λ*√2)


def test_a_formula_may_begin_with_a_minus_sign():
    found = answer("'-w**2/2+w**4/4+1/4' --start -1 --target 1 --eta 20")
    assert holds(found["mean_escape_time"], "729.67069194232279882")
    assert found["potential"] == "-w**2/2+w**4/4+1/4"


def test_what_is_seen_but_not_proved_is_numerical():
    found = answer("'sqrt(w**2+1)+3*exp(-w**2)' --start -1 --target 1 --eta 3")
    assert found["mean_escape_time"]["grade"] == "numerical"
    assert holds(found["mean_escape_time"], "629.53253364418")
    assert any("is not enclosed" in warning for warning in found["warnings"])


def test_coordinates_stand_in_the_order_asked_for():
    found = answer(f"{SHEARED} --coords y,x --start -1,-1 --target 1,1 --radius 0.3 --eta 8")
    assert found["coordinates"] == ["y", "x"]


def test_from_three_coordinates_on_only_the_formula_is_given():
    found = answer("'(x**2-1)**2/4+y**2/2+z**2' --start -1,0,0 --target 1,0,0 --radius 0.3 --eta 30")
    assert found["mean_escape_time"] is None
    assert found["eyring_kramers"]["time"] is not None
    assert any("is not computed" in warning for warning in found["warnings"])


def test_a_low_barrier_is_named_as_a_reason_against_the_formula():
    shown = escape(f"{DOUBLE_WELL} --start -1 --target 1 --eta 1").stdout
    assert "does not apply" in shown
    assert "barrier" in shown


def test_a_terminal_gets_one_fact_a_line():
    shown = escape(f"{DOUBLE_WELL} --start -0.9 --target 1 {SGD} --beta 2 --samples 10").stdout.splitlines()
    names = ["from", "to", "mean escape time", "in steps of SGD", "in epochs", "Eyring-Kramers"]
    assert [line[:18].strip() for line in shown[: len(names)]] == names
    assert shown[0].split(maxsplit=1)[1] == "−0.9, in the well of −1"
    assert "(enclosed)" in shown[2]


def test_help_fits_a_screen_and_has_examples():
    shown = CliRunner().invoke(main, ["escape", "-h"]).stdout.splitlines()
    assert len(shown) <= 46
    assert max(map(len, shown)) <= 80
    assert any(line.strip().startswith("sgd-theorems escape") for line in shown)


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_a_picture_is_drawn(tmp_path, suffix):
    picture = tmp_path / f"way.{suffix}"
    done = escape(f"{DOUBLE_WELL} --start -1 --target 1 --eta 20 --plot {picture}")
    assert done.exit_code == 0, done.stderr
    assert picture.stat().st_size > 5000
    assert list(tmp_path.iterdir()) == [picture]


def test_the_example_of_the_page_is_true():
    line, text = re.search(
        r"`sgd-theorems escape (.*?) --json`.*?```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    ).groups()
    told, found = json.loads(text), answer(line)
    for name in ("mean_escape_time", "spectral_gap", "steps", "epochs"):  # the width depends on the method
        assert overlap(told.pop(name), found.pop(name))
    assert told == found


WAY = "--start -1 --target 1 --eta 20"
BALL = "--start -1,-1 --target 1,1 --radius 0.3 --eta 20"

BAD = {
    # no well, no gate
    f"{DOUBLE_WELL} --start 0 --target 1 --eta 20": "start=0 is a critical point that is no",
    f"{DOUBLE_WELL} --start -1 --target 0 --eta 20": "target=0 is a critical point",
    f"{DOUBLE_WELL} --start -1 --target -0.5 --eta 20": "lie in the same basin",
    f"w**2 {WAY}": "lie in the same basin",
    f"'x**2+2*y**2' {BALL}": "lie in the same basin",
    f"{SHEARED} --start 0,0 --target 1,1 --eta 20 --radius 0.3": "start=(0, 0) is a critical point",
    "w**3-w --start 1 --target -2 --eta 20": "ends at no nondegenerate minimum",
    f"{DOUBLE_WELL} --start -1 --target -1 --eta 20": "it lies in the target, the escape time is 0",
    f"{DOUBLE_WELL} {WAY} --radius 2": "it lies in the target",
    f"{SHEARED} --start -1,-1 --target 1,1 --eta 20 --radius 3": "it lies in the target",
    # not confining
    f"w**3-w {WAY}": "is not confining",
    f"w {WAY}": "is not confining",
    f"-w**4+w**2 {WAY}": "is not confining",
    f"'cos(w)' {WAY}": "is not confining",
    f"'exp(-w**2)' {WAY}": "is not confining",
    f"'x**2-y**2' {BALL}": "is not confining",
    f"'(x**2-1)**2' --coords x,y {BALL}": "is not confining",
    # undefined, complex
    f"'log(w)' {WAY}": "start=-1: the potential is not a finite real number there",
    f"'sqrt(w)+w**2' {WAY}": "start=-1: the potential is not a finite real number there",
    f"'1/w**2+w**2' {WAY}": "saddle was found that joins",
    f"'log(x)+y**2' {BALL}": "start=-1,-1: the potential is not a finite real number there",
    f"'w**2+sqrt(-1)' {WAY}": "this is not a real number",
    f"'w**2/0' {WAY}": "this is a division by zero",
    # a point in the plane
    f"{SHEARED} --start -1,-1 --target 1,1 --eta 20": "never hits a point",
    # numbers
    f"{DOUBLE_WELL} --start -1 --target 1 --eta 0": "--eta=0: a positive number",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta -2": "--eta=-2: a positive number",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta inf": "'inf' is not a decimal",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta nan": "'nan' is not a decimal",
    f"{DOUBLE_WELL} --start nan --target 1 --eta 20": "'nan' is not a decimal",
    f"{DOUBLE_WELL} --start x --target 1 --eta 20": "'x' is not a decimal",
    f"{DOUBLE_WELL} --start 1/0 --target 1 --eta 20": "'1/0' is not a decimal",
    f"{DOUBLE_WELL} --start '' --target 1 --eta 20": "'' is not a decimal",
    f"{DOUBLE_WELL} --start -1 --target 1e999999999 --eta 20": "'1e999999999' is not a decimal",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta 1e14": "so low a temperature is not covered",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta 1e300": "eta=1e+300: a number between 10^-15 and 10^15",
    f"{DOUBLE_WELL} --start -1 --target 1 --eta 1e-400": "eta=1e-400: a number between",
    f"{SHEARED} --start -1,-1 --target 1,1 --radius 0.3 --eta 1e6": "so low a temperature is not covered",
    f"{DOUBLE_WELL} {WAY} --radius 0": "radius=0: a positive number",
    f"{DOUBLE_WELL} {WAY} --digits 0": "0 is not in the range",
    f"{SHEARED} --start -1,-1 --target 1,1 --eta 20 --radius 1e-30": "too small a ball for doubles",
    # dimensions and names
    f"{DOUBLE_WELL} --start -1,0 --target 1 --eta 20": "start=-1,0: a number for each of w is",
    f"{SHEARED} --start -1,-1 --target 1 --radius 1 --eta 20": "target=1: a number for each of x, y",
    f"{DOUBLE_WELL} {WAY} --coords x": "w is not among the coordinates x",
    f"{DOUBLE_WELL} {WAY} --coords w,w": "different names",
    # noise
    f"{DOUBLE_WELL} --start -1 --target 1": "give either --eta, or --learning-rate",
    f"{DOUBLE_WELL} {WAY} --beta 3": "give either --eta, or --learning-rate",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD}": "give either --eta, or --learning-rate",
    f"{DOUBLE_WELL} {WAY} --samples 10": "--samples gives epochs",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta 1 --samples 1": "batch_size=2: a batch has",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta 0": "noise=0: a positive number",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta -1": "noise=-1: a positive number",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta w": "start=-1: the noise is not positive there",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta 'w**2'": "noise=w**2: it is not positive at 0",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta 1+x": "x is not among the coordinates w",
    f"{DOUBLE_WELL} --start -1 --target 1 {SGD} --beta 'sqrt(w)'": "the noise is not a finite real number",
    f"{DOUBLE_WELL} --start -1 --target 1 --learning-rate 0 --batch-size 2 --beta 1": "--learning-rate=0",
    # formula and picture
    f"w^2 {WAY}": "powers are written **",
    f"'' {WAY}": "the formula is empty",
    f"'foo(w)' {WAY}": "foo is no known function",
    f"'__import__(1)' {WAY}": "__import__ is no known function",
    f"3 {WAY}": "there is no coordinate in this formula",
    f"{DOUBLE_WELL} {WAY} --plot way.gif": "plot=way.gif: the name of a picture",
    f"{DOUBLE_WELL} {WAY} --plot way": "the name of a picture ends in",
}


@pytest.mark.parametrize(("line", "sentence"), BAD.items(), ids=BAD.keys())
def test_bad_input_gets_one_sentence(line, sentence):
    done = escape(line)
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert sentence in done.stderr
    assert done.stdout == ""
