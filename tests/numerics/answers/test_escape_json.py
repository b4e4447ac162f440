from fractions import Fraction

import pytest

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from numerics.answers.escape import escape
from numerics.answers.escape_json import told
from numerics.answers.sgd_clock import SgdClock

FIELDS = {
    "potential",
    "coordinates",
    "eta",
    "eps0",
    "beta",
    "start",
    "target",
    "saddles",
    "barrier",
    "eyring_kramers",
    "mean_escape_time",
    "spectral_gap",
    "warnings",
}
POINT = {"at", "value", "hessian_eigenvalues"}


@pytest.fixture(scope="module")
def answer():
    return escape(DOUBLE_WELL, "-0.9", 1, eta=20)


def test_the_fields_are_those_of_the_page(answer):
    found = told(answer, "L")
    assert set(found) == FIELDS
    assert set(found["start"]) == POINT | {"minimum"}
    assert set(found["target"]) == POINT | {"minimum", "radius"}
    assert set(found["start"]["minimum"]) == set(found["saddles"][0]) == POINT
    assert set(found["mean_escape_time"]) == set(found["spectral_gap"]) == {"low", "high", "grade", "method"}
    assert set(found["eyring_kramers"]) == {"time", "prefactor", "correction", "law", "applies", "reasons"}


def test_numbers_are_strings(answer):
    found = told(answer, "L")
    assert found["start"]["at"] == ["-0.9"]
    assert found["start"]["hessian_eigenvalues"] == ["1.43"]
    assert found["eta"] == "20"
    assert found["eps0"] == "0.05"
    assert found["target"]["radius"] is None


def test_a_clock_adds_steps_and_samples_add_epochs(answer):
    without = told(answer, "L", SgdClock(Fraction(1, 10), 2))
    assert set(without) == FIELDS | {"steps"}
    with_samples = told(answer, "L", SgdClock(Fraction(1, 10), 2, 8))
    assert set(with_samples) == FIELDS | {"steps", "epochs"}
    assert float(with_samples["epochs"]["low"]) == pytest.approx(float(without["steps"]["low"]) / 4)


def test_noise_that_depends_on_the_place_has_no_eta():
    found = told(escape(DOUBLE_WELL, -1, 1, eps0="1/40", noise=1 + w**2), "L")
    assert found["eta"] is None
    assert (found["eps0"], found["beta"]) == ("0.025", "w**2 + 1")
