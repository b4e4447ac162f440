import json
from fractions import Fraction

import pytest

from derivations.parse import parse
from derivations.zoo import THREE_MINIMA
from numerics.answers.stationary import stationary
from numerics.answers.stationary_json import stationary_told


@pytest.fixture(scope="module")
def data():
    answer = stationary(THREE_MINIMA, eta=100, radius="1/10", digits=30)
    return json.loads(json.dumps(stationary_told(answer, "w**2*(w-1)**2*(w-5/2)**2", 30)))


def test_fields_are_those_of_the_page(data):
    assert set(data) == {
        *("potential", "coordinates", "eta", "eps0", "beta", "radius"),
        *("normaliser", "kappa", "minima", "saddles", "warnings"),
    }
    assert set(data["minima"][0]) == {
        *("at", "value", "hessian_eigenvalues", "basin_mass", "ball_mass", "laplace")
    }
    assert [minimum["at"] for minimum in data["minima"]] == [["0"], ["1"], ["2.5"]]
    assert [minimum["hessian_eigenvalues"] for minimum in data["minima"]] == [["12.5"], ["4.5"], ["28.125"]]


def test_masses_of_basins_add_up_to_one_between_their_ends(data):
    low, high = (sum(Fraction(m["basin_mass"][end]) for m in data["minima"]) for end in ("low", "high"))
    assert low <= 1 <= high
    assert high - low < Fraction(1, 10**29)


def test_kappa_is_the_inverse_of_the_normaliser(data):
    low = Fraction(data["kappa"]["low"]) * Fraction(data["normaliser"]["low"])
    high = Fraction(data["kappa"]["high"]) * Fraction(data["normaliser"]["high"])
    assert low <= 1 <= high
    assert data["kappa"]["grade"] == "enclosed"


def test_what_is_not_known_is_null():
    loss = parse("w**4")
    found = stationary_told(stationary(loss, eta=1), "w**4")
    (minimum,) = found["minima"]
    assert minimum["ball_mass"] is None
    assert minimum["laplace"] == {"basin_mass": None, "ball_mass": None, "ball_law": None}
    assert found["radius"] is None
