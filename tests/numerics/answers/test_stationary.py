import pytest
import sympy as sp

from derivations.parse import parse
from derivations.recovered_losses import TWO_VALLEYS
from derivations.zoo import DOUBLE_WELL, QUADRATIC, THREE_MINIMA
from ledger.bound import Grade
from numerics.answers.stationary import stationary


def test_answer_on_the_line_is_enclosed():
    answer = stationary(THREE_MINIMA, eta=1000, radius="1/10")
    flat = answer.wells[1]
    assert [well.minimum.middle for well in answer.wells] == [(0,), (1,), (2.5,)]
    assert flat.basin_mass.grade is Grade.ENCLOSED
    assert float(flat.basin_mass.middle) == pytest.approx(0.5, abs=1e-10)
    assert flat.ball_law.name == "whole well"
    assert answer.eta == 1000
    assert answer.warnings == ()


def test_learning_rate_and_batch_size_say_the_same_as_eta():
    # γ = 1/10, M = 20, β = 5: η = 2M/(γβ) = 80
    first = stationary(THREE_MINIMA, eta=80).wells[0].basin_mass
    second = stationary(THREE_MINIMA, eps0="1/400", noise=5).wells[0].basin_mass
    assert first.low <= second.high
    assert second.low <= first.high


def test_answer_in_the_plane_has_both_valleys():
    answer = stationary(TWO_VALLEYS, eta=300, radius="1/10")
    ratio = answer.wells[0].basin_mass / answer.wells[1].basin_mass
    assert float(ratio.middle) == pytest.approx(3.04, abs=0.05)
    assert all(well.basin_mass.grade is Grade.NUMERICAL for well in answer.wells)


def test_noise_of_the_place_has_no_gibbs_law():
    (w,) = DOUBLE_WELL.coords
    answer = stationary(DOUBLE_WELL, eps0="1/20", noise=(1 + w**2) / 2, radius="1/10")
    assert answer.eta is None
    assert all(well.basin_law is None and well.ball_law is None for well in answer.wells)


def test_wide_ball_and_degenerate_minimum_are_noted():
    assert "reaches beyond its basin, over 0" in stationary(DOUBLE_WELL, eta=3, radius=2).warnings[0]
    assert "is degenerate" in stationary(parse("w**4"), eta=3).warnings[0]


def test_digits_are_those_asked_for():
    mass = stationary(DOUBLE_WELL, eta=20, radius="1/10", digits=40).wells[0].ball_mass
    assert mass.radius < mass.middle / 10**40


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({}, "give either eta, or eps0 and noise"),
        ({"eta": 1, "eps0": 1}, "give either eta, or eps0 and noise"),
        ({"eta": 1, "noise": 2}, "give either eta, or eps0 and noise"),
        ({"eta": 0}, "eta=0: a positive number is wanted"),
        ({"eps0": -1}, "eps0=-1: a positive number is wanted"),
        ({"eps0": 1, "noise": -2}, "noise=-2: a positive number is wanted"),
        ({"eps0": 1, "noise": sp.Symbol("z")}, "noise=z: z is not among the coordinates"),
        ({"eta": 10**20}, r"eta=1e\+20: a number between 10\^-15 and 10\^15 is wanted"),
        ({"eta": 1, "radius": 0}, "radius=0: a positive number is wanted"),
        ({"eta": 1, "digits": 0}, "digits=0: 1 to 10000 are allowed"),
        ({"eta": "x"}, "eta='x': a finite real number is wanted"),
    ],
)
def test_bad_question_is_refused(question, problem):
    with pytest.raises(ValueError, match=problem):
        stationary(QUADRATIC, **question)


def test_float_is_refused():
    with pytest.raises(TypeError, match=r"eta=0\.5: an exact number is wanted"):
        stationary(QUADRATIC, eta=0.5)


def test_many_digits_in_the_plane_are_refused():
    with pytest.raises(ValueError, match="digits=16: in two coordinates at most 15"):
        stationary(TWO_VALLEYS, eta=1, digits=16)


def test_three_coordinates_are_refused():
    with pytest.raises(ValueError, match="it has 3 coordinates, masses are known for 1 and 2"):
        stationary(parse("x**2 + y**2 + z**2"), eta=1)
