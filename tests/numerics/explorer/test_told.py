import json
from math import exp, log

import numpy as np
import pytest

from numerics.answers.escape import escape
from numerics.answers.stationary import stationary
from numerics.explorer.hypotheses import broken
from numerics.explorer.landscapes import MENU, typed
from numerics.explorer.told import told
from numerics.explorer.way import way_through
from tests.ledger.sample_tables import lands, tables


def test_the_names_are_for_addresses_and_all_formulas_are_read():
    assert len({land.name for land in MENU}) == len(MENU) == 7
    for land in MENU:
        assert land.name.replace("-", "").isalnum()
        assert len(land.potential.coords) == 1


@pytest.mark.parametrize("land", MENU, ids=lambda land: land.name)
def test_the_reasons_are_those_of_the_answer_itself(land):
    way = way_through(land)
    for height in (2, 5, 12):
        eta = round(height / way.barrier)
        answer = escape(land.potential, land.start, land.target, eta=eta)
        own = [reason for reason in answer.reasons if not reason.startswith("the formula gives")]
        assert list(way.reasons(eta)) == own
        case = way.case(eta)
        assert float(way.law_time(case)) == pytest.approx(float(answer.kramers.time.middle), rel=1e-12)
        assert way.kramers.law == answer.kramers.law


def test_the_plain_formula_is_that_of_theorem_2_2_also_where_it_must_not_be_used():
    way = way_through(lands()["deeper-well-aside"])
    well, gate = way.kramers.start, way.kramers.gates[0]
    bend, top = (float(spot.hessian_eigenvalues[0].middle) for spot in (well, gate))
    expected = 2 * np.pi / np.sqrt(bend * -top) * exp(7 * way.barrier)
    assert float(way.plain_time(way.case(7))) == pytest.approx(expected, rel=1e-12)
    flat = way_through(next(land for land in MENU if land.name == "flat-gate"))
    assert flat.plain_time(flat.case(7)) is None


def test_a_low_barrier_is_named_up_to_four_epsilon():
    reasons = {found["text"]: found["ranges"] for found in tables()[0]["reasons"]}
    low, high = next(ranges[0] for text, ranges in reasons.items() if "less than 4 ε high" in text)
    assert (low, high) == pytest.approx((0.8, 16), rel=1e-4)


def test_reasons_may_come_and_go():
    def reasons(eta):
        return [
            word for word, stands in (("cold", eta > 50), ("mild", 3 < eta < 20), ("ever", True)) if stands
        ]

    found = {one.reason: one.ranges for one in broken(reasons, log(1), log(100))}
    assert found["cold"] == (pytest.approx((50, 100), rel=1e-4),)
    assert found["mild"] == (pytest.approx((3, 20), rel=1e-4),)
    assert found["ever"] == (pytest.approx((1, 100), rel=1e-4),)


@pytest.mark.parametrize("number", [0, 1])
def test_the_curve_and_the_normaliser_give_the_density(number):
    data = tables()[number]
    land = lands()[data["name"]]
    places, values = map(np.array, (data["curve"]["places"], data["curve"]["values"]))
    assert (np.diff(places) > 0).all()
    assert values == pytest.approx([float(land.potential.at((p,))) for p in places], abs=1e-9)
    normaliser = float(stationary(land.potential, eta=30).normaliser.middle)
    assert np.trapezoid(np.exp(-30 * values) / normaliser, places) == pytest.approx(1, abs=2e-3)


def test_the_data_are_json_and_numbers_only_where_numbers_are_meant():
    for data in tables():
        text = json.dumps(data, allow_nan=False)
        assert len(text) < 60_000
        assert {len(rests) for rests in data["table"]["rests"].values()} == {
            len(data["table"]["rests"]["time"])
        }
        assert data["minima"][data["well"]]["at"] == pytest.approx(data["start"]["at"], abs=1e-3)


def test_a_typed_landscape_on_the_way_to_the_left():
    data = told(typed(" -w**2/2 + w**4/4 + w**3/10 ", "4/5", "-1"))
    assert data["formula"] == "-w**2/2 + w**4/4 + w**3/10"
    assert (data["start"]["at"], data["target"]["at"], data["coordinate"]) == (0.8, -1.0, "w")
    assert data["error"] < 1e-7


@pytest.mark.parametrize(
    ("formula", "start", "target", "complaint"),
    [
        ("x**2 + y**2", 0, 1, "it has 2 coordinates, the page is for losses of one"),
        ("w**2", 1, 1, "start=1, target=1: they have to differ"),
        ("w**2", 0, 1, "lie in the same basin"),
        ("-w**2", 0, 1, "not confining"),
        ("w**2 = 1", 0, 1, "right-hand side"),
    ],
)
def test_a_landscape_without_an_answer_is_refused(formula, start, target, complaint):
    with pytest.raises(ValueError, match=complaint):
        told(typed(formula, start, target))
