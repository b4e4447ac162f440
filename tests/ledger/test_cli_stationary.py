"""`sgd-theorems stationary`: answers on stdout, one sentence on stderr and exit status 2 for bad input."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner

from ledger.cli.stationary import stationary

EXAMPLE_1 = "w**2*(w-1)**2*(w-5/2)**2"
BOWL = "x**2 + 3*y**2"


def answered(*arguments):
    return CliRunner().invoke(stationary, arguments)


def test_lines_tell_the_masses_of_every_minimum():
    told = answered(EXAMPLE_1, "--eta", "100", "--radius", "0.1").stdout
    assert told.count("mass of basin") == told.count("mass of ball") == 3
    assert "0.300796467728244" in told
    assert "(enclosed)" in told


def test_json_encloses_the_masses():
    data = json.loads(answered(EXAMPLE_1, "--eta", "100", "--digits", "30", "--json").stdout)
    low, high = (sum(Fraction(m["basin_mass"][end]) for m in data["minima"]) for end in ("low", "high"))
    assert low <= 1 <= high
    assert high - low < Fraction(1, 10**29)
    assert data["eta"] == "100"
    assert data["minima"][0]["ball_mass"] is None


def test_settings_of_sgd_stand_for_eta():
    sgd = ("--learning-rate", "0.1", "--batch-size", "20", "--beta", "5", "--json")
    first, second = (json.loads(answered(EXAMPLE_1, *how).stdout) for how in (sgd, ("--eta", "80", "--json")))
    assert first["eta"] == second["eta"] == "80"
    assert first["normaliser"] == second["normaliser"]


def test_noise_may_be_a_formula():
    told = answered(
        "(w**2-1)**2/4", "--learning-rate", "1", "--batch-size", "10", "--beta", "1+w**2/2", "--json"
    )
    data = json.loads(told.stdout)
    assert data["eta"] is None
    assert data["beta"] == "w**2/2 + 1"
    assert data["minima"][0]["basin_mass"]["grade"] == "enclosed"


def test_plane_is_answered_in_the_order_of_the_coordinates():
    data = json.loads(answered(BOWL, "--eta", "2", "--coords", "y,x", "--json").stdout)
    assert data["coordinates"] == ["y", "x"]
    assert data["minima"][0]["hessian_eigenvalues"] == ["2", "6"]
    assert float(data["normaliser"]["low"]) == pytest.approx(0.9068996821, rel=1e-9)


def test_picture_is_written(tmp_path):
    file = tmp_path / "wells.svg"
    assert answered(EXAMPLE_1, "--eta", "20", "--plot", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("w**2",), "give either --eta, or --learning-rate, --batch-size and --beta together"),
        (("w**2", "--eta", "1", "--beta", "2"), "give either --eta, or --learning-rate"),
        (("w**2", "--eta", "0"), "--eta=0: a positive number is wanted"),
        (("w**2", "--eta", "nan"), "'nan' is not a decimal or a rational"),
        (("w**2", "--eta", "1e300"), "a number between 10^-15 and 10^15 is wanted"),
        (("w**2", "--eta", "1", "--radius", "0"), "radius=0: a positive number is wanted"),
        (("w**2", "--eta", "1", "--radius", "-1"), "radius=-1: a positive number is wanted"),
        (("w**2", "--eta", "1", "--digits", "0"), "0 is not in the range 1<=x<=1000"),
        (("w**2", "--eta", "1", "--plot", "a.gif"), "the name of a picture ends in one of"),
        (("w**2", "--eta", "1", "--coords", "x"), "w is not among the coordinates x"),
        (("w**3", "--eta", "1"), "it has no minimum"),
        (("-w**2", "--eta", "1"), "it has no minimum"),
        (("w**3-w", "--eta", "1"), "no proof that the process does not run away"),
        (("sin(w)", "--eta", "1"), "no proof that it grows in both directions"),
        (("sqrt(w**2)", "--eta", "1"), "it is not smooth"),
        (("abs(w)", "--eta", "1"), "abs is no known function"),
        (("2", "--eta", "1"), "there is no coordinate in this formula"),
        (("x**2-y**2", "--eta", "1"), "add up to -1 instead of 1"),
        (("(x**2+y**2-1)**2", "--eta", "1"), "not finitely many isolated ones"),
        ((BOWL, "--eta", "1", "--digits", "40"), "in two coordinates at most 15 can be asked for"),
        (("x**2+y**2+z**2", "--eta", "1"), "it has 3 coordinates, masses are known for 1 and 2"),
        (
            ("w**2", "--learning-rate", "1", "--batch-size", "2", "--beta", "z"),
            "z is not among the coordinates w",
        ),
        (("w**2", "--learning-rate", "1", "--batch-size", "2", "--beta", "w"), "beta"),
        (
            ("w**2", "--learning-rate", "1", "--batch-size", "2", "--beta", "-1"),
            "a positive number is wanted",
        ),
    ],
)
def test_bad_input_gets_one_sentence(arguments, sentence):
    done = answered(*arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
