from fractions import Fraction

import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w, x
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.answers.escape_question import question


def test_an_inverse_temperature_is_unit_noise_of_strength_one_over_it():
    asked = question(DOUBLE_WELL, -1, 1, eta="0.5")
    assert (asked.noise, asked.eps0, asked.eta) == (1, 2, sp.Rational(1, 2))
    assert (asked.start, asked.target) == ((-1,), (1,))


def test_constant_noise_has_an_inverse_temperature_and_other_noise_has_none():
    assert question(DOUBLE_WELL, -1, 1, eps0="1/60", noise=3).eta == 20
    assert question(DOUBLE_WELL, -1, 1, eps0="1/60", noise=1 + w**2).eta is None


@pytest.mark.parametrize(("start", "target", "level"), [(-1, 1, Fraction(3, 4)), (1, -1, Fraction(-3, 4))])
def test_on_the_line_the_near_end_of_the_ball_is_reached_first(start, target, level):
    assert question(DOUBLE_WELL, start, target, eta=20, radius="1/4").level == level


def test_a_target_without_radius_is_its_own_level():
    assert question(DOUBLE_WELL, -1, "0.9", eta=20).level == Fraction(9, 10)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((DOUBLE_WELL, -1, 1), {}, "give either eta, or eps0 and noise"),
        ((DOUBLE_WELL, -1, 1), {"eta": 1, "eps0": 1}, "give either eta, or eps0 and noise"),
        ((DOUBLE_WELL, -1, 1), {"eta": 1, "noise": 2}, "give either eta, or eps0 and noise"),
        ((DOUBLE_WELL, -1, 1), {"eta": 0}, "eta=0: a positive number"),
        ((DOUBLE_WELL, -1, 1), {"eps0": -1}, "eps0=-1: a positive number"),
        ((DOUBLE_WELL, -1, 1), {"eta": "inf"}, "eta='inf': a finite real number"),
        ((DOUBLE_WELL, -1, 1), {"eps0": 1, "noise": 0}, "noise=0: a positive number"),
        ((DOUBLE_WELL, -1, 1), {"eps0": 1, "noise": x}, r"noise=.*: .* is not among the coordinates"),
        (
            (DOUBLE_WELL, -1, 1),
            {"eps0": 1, "noise": w + 1},
            "start=-1: the noise is not positive there but 0",
        ),
        ((DOUBLE_WELL, -1, 1), {"eps0": 1, "noise": w**2}, r"noise=.*: it is not positive at 0"),
        ((DOUBLE_WELL, (-1, 0), 1), {"eta": 1}, "start=-1,0: a number for each of"),
        ((SHEARED_DOUBLE_WELL, -1, 1), {"eta": 1, "radius": 1}, "start=-1: a number for each of"),
        ((SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)), {"eta": 1}, "never hits a point"),
        ((SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)), {"eta": 1, "radius": 0}, "radius=0: a positive number"),
        (
            (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)),
            {"eta": 1, "radius": 3},
            "start=-1,-1: it lies in the target",
        ),
        ((DOUBLE_WELL, 1, 1), {"eta": 1}, "start=1: it lies in the target"),
        ((Potential(sp.log(w)), -1, 1), {"eta": 1}, "start=-1: the potential is not a finite real number"),
        ((Potential(1 / w), -1, 0), {"eta": 1}, "target=0: the potential is not a finite real number"),
        ((Potential(sp.Abs(w**2 - 1)), -1, 1), {"eta": 1}, r"it is not smooth, it has Abs\(w\*\*2 - 1\)"),
        ((DOUBLE_WELL, -1, 1), {"eps0": 1, "noise": 1 + sp.Abs(w)}, r"it is not smooth, it has Abs\(w\)"),
        ((DOUBLE_WELL, -1, 1), {"eta": 10**6}, "so low a temperature is not covered"),
    ],
)
def test_questions_without_an_answer_are_refused(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        question(*arguments, **options)


@pytest.mark.parametrize("options", [{"eta": 0.5}, {"eps0": 0.5}, {"eps0": 1, "noise": 0.5}])
def test_floats_are_refused(options):
    with pytest.raises(TypeError, match="an exact number is wanted"):
        question(DOUBLE_WELL, -1, 1, **options)


def test_a_height_far_from_zero_is_no_obstacle():
    lifted = Potential(DOUBLE_WELL.expr + 10**9)
    assert question(lifted, -1, 1, eta=20).eta == 20
