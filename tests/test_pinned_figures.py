"""The pinned figures: each check has some, one that moved is told, and the last bits may differ."""

import json
from copy import deepcopy

import pytest

from ledger import load
from ledger.model import DEFAULT_SEED, Setting
from ledger.run import run
from ledger.store import run_told
from tests import pinned_figures

CHECK = "numerics.relaxation:printed_rate_is_reached_when_eta_is_a_quarter"


@pytest.fixture(scope="module")
def checks():
    if not pinned_figures.comparable():
        pytest.skip("figures are not compared: they were pinned with other versions of the libraries")
    return {CHECK: run_told(run(CHECK, Setting()))}


def test_every_quick_check_is_pinned_and_nothing_else():
    names = {name for row in load.claims() for name in row.claim.checks if not name.startswith("nn_")}
    quick = {name for name in names if load.check(name).speed == "quick"}
    assert set(json.loads(pinned_figures.FILE.read_text(encoding="utf-8"))["figures"]) == quick


def test_what_is_pinned_has_not_moved(checks):
    assert pinned_figures.moved(checks) == []


@pytest.mark.parametrize(("factor", "moved"), [(1 + 1e-6, 0), (1 + 1e-3, 1)])
def test_numbers_may_differ_in_the_last_bits(checks, factor, moved):
    changed = deepcopy(checks)
    told = changed[CHECK]["evidence"]["predicted"]
    told["low"] = str(float(told["low"]) * factor)
    assert len(pinned_figures.moved(changed)) == moved


def test_another_outcome_is_told_apart(checks):
    changed = deepcopy(checks)
    changed[CHECK]["evidence"]["outcome"] = "supports"
    assert pinned_figures.moved(changed) == [f"{CHECK}: supports, pinned: refutes"]
    assert pinned_figures.turned(CHECK, changed[CHECK]["evidence"])
    assert not pinned_figures.turned(CHECK, checks[CHECK]["evidence"])


def test_a_figure_more_is_told(checks):
    changed = deepcopy(checks)
    predicted = changed[CHECK]["evidence"]["predicted"]
    changed[CHECK]["evidence"]["predicted"] = {"kind": "list", "items": [predicted, predicted]}
    assert pinned_figures.moved(changed) == [f"{CHECK}: 10 figures, pinned: 9"]


def test_a_check_without_pins_is_told(checks):
    assert pinned_figures.moved({"numerics.new:check": checks[CHECK]}) == [
        "numerics.new:check: 9 figures, pinned: 0"
    ]


def test_pins_are_those_of_a_run(checks, tmp_path):
    pinned_figures.pin(evidence_file(tmp_path, checks, DEFAULT_SEED), tmp_path / "pins.json")
    found = json.loads((tmp_path / "pins.json").read_text(encoding="utf-8"))
    assert found["figures"] == {CHECK: pinned_figures.figures(checks[CHECK]["evidence"])}
    assert found["figures"][CHECK][:3] == ["refutes", [2.0, 2.0], [4.0, 4.0]]
    assert found["figures"][CHECK][-2:] == ["twice C_P(η)/η", [2.0, 2.0]]


def test_a_run_with_another_seed_is_not_pinned(tmp_path):
    with pytest.raises(ValueError, match="its seed is 7, that of the tests is 2018"):
        pinned_figures.pin(evidence_file(tmp_path, {}, 7), tmp_path / "pins.json")
    assert not (tmp_path / "pins.json").exists()


def evidence_file(folder, checks, seed):
    file = folder / "evidence.json"
    file.write_text(json.dumps({"checks": checks, "setting": {"seed": seed}}), encoding="utf-8")
    return file
