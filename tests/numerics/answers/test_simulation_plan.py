from fractions import Fraction

import pytest

from derivations.zoo import DOUBLE_WELL
from numerics.answers.escape import escape
from numerics.answers.simulation_plan import plan


@pytest.fixture(scope="module")
def answers():
    return {eta: escape(DOUBLE_WELL, -1, 1, eta=eta) for eta in (4, 20, 80, 3000)}


def test_rare_escapes_are_split_and_others_are_not(answers):
    assert [plan(answers[eta]).method for eta in (4, 20, 80, 3000)] == ["direct"] * 2 + ["splitting"] * 2
    assert plan(answers[20], "splitting").method == "splitting"


def test_a_number_of_paths_is_kept(answers):
    assert plan(answers[20], paths=500).first_paths == 500


def test_a_relative_error_says_how_many_paths_come_first(answers):
    assert plan(answers[20]).first_paths == 1614  # 1.05 · (1.96 · 20)²
    assert plan(answers[20], relative_error=Fraction(1, 3)).first_paths == 1000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"paths": 0}, "paths=0: from 100"),
        ({"paths": -5}, "paths=-5: from 100"),
        ({"paths": 10**9}, "paths=1000000000: from 100"),
        ({"relative_error": Fraction(0)}, "relative error 0: a number between 0 and 1"),
        ({"relative_error": Fraction(1)}, "relative error 1: a number between 0 and 1"),
        ({"relative_error": Fraction(1, 10**5)}, "more than 100000000 paths"),
        ({"paths": 100, "relative_error": Fraction(1, 2)}, "give either paths or a relative error"),
        ({"seed": -1}, "seed=-1: an integer that is at least 0"),
        ({"dt": Fraction(0)}, "dt=0: a positive number"),
        ({"dt": Fraction(3)}, "dt=3: beyond stability, the largest curvature on the way is 2,"),
        ({"method": "fast"}, "simulate=fast: known are auto, direct, splitting"),
        ({"device": "tpu"}, "device=tpu: known are cpu, cuda"),
    ],
)
def test_bad_input_is_refused(answers, change, message):
    with pytest.raises(ValueError, match=message):
        plan(answers[20], **change)


def test_a_direct_simulation_that_would_not_end_is_refused(answers):
    with pytest.raises(ValueError, match="steps would be needed; splitting is for that"):
        plan(answers[3000], "direct")


def test_a_gpu_is_for_direct_simulation(answers, monkeypatch):
    monkeypatch.setattr("numerics.answers.simulation_plan.require_device", lambda device: None)
    assert plan(answers[80], device="cuda").method == "direct"
    with pytest.raises(ValueError, match="device=cuda: splitting runs on the processor"):
        plan(answers[20], "splitting", device="cuda")


def test_without_a_gpu_none_is_pretended(answers, monkeypatch):
    monkeypatch.setattr("numerics.paths.device._cuda_works", lambda: False)
    with pytest.raises(ValueError, match="device=cuda: no CUDA device is at hand"):
        plan(answers[20], device="cuda")
