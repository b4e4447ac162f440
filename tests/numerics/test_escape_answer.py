import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL, THREE_MINIMA
from numerics.degenerate_gate import FLAT_GATE
from numerics.escape import mean_escape_time
from numerics.escape_answer import escape

IN_SERIES = Potential(w**6 / 6 - w**4 + 3 * w**2 / 2)


def test_a_double_well_is_answered_in_full():
    answer = escape(DOUBLE_WELL, 20, -1, 1)
    assert answer.formula_applies
    assert answer.warnings == ()
    assert answer.formula == sp.sqrt(2) * sp.pi * sp.exp(eta / 4)
    assert answer.prefactor.form == r"\sqrt{2} \pi"
    assert answer.climb == sp.Rational(1, 4)
    assert [gate.at for gate in answer.gates] == [(0,)]
    assert float(answer.formula_time.middle) == pytest.approx(659.38229)
    assert float(answer.time.middle) == pytest.approx(729.670691942)
    assert float(answer.correction.middle) == pytest.approx(3 / 40)


def test_the_correction_foretells_the_error():
    answer = escape(DOUBLE_WELL, 400, 1, -1)
    error = float(answer.time.middle / answer.formula_time.middle) - 1
    assert error == pytest.approx(float(answer.correction.middle), rel=0.02)


def test_the_digits_asked_for_are_given():
    answer = escape(DOUBLE_WELL, 10, -1, 1, digits=50)
    assert answer.time.radius < answer.time.middle / 10**50


@pytest.mark.parametrize(
    ("potential", "inverse", "start", "target", "reason"),
    [
        (DOUBLE_WELL, 10, -1, 1, "the barrier is less than 4 ε high"),
        (FLAT_GATE, 100, -1, 1, "the gate 0 is degenerate"),
        (DEEPER_WELL, 20, 0, "17/10", "the minimum -12/5, not higher than the start, can be visited before"),
        (THREE_MINIMA, 90, 1, 0, "the minimum 5/2, not higher than the start, can be visited before"),
        (IN_SERIES, 40, -sp.sqrt(3), sp.sqrt(3), "2 gates of one height stand in series"),
    ],
)
def test_what_forbids_the_formula_is_said(potential, inverse, start, target, reason):
    answer = escape(potential, inverse, start, target)
    assert not answer.formula_applies
    assert reason in answer.reasons[0]
    assert answer.time == mean_escape_time(potential, inverse, start, target)


@pytest.mark.parametrize("potential", [FLAT_GATE, IN_SERIES])
def test_where_there_is_no_formula_none_is_given(potential):
    minimum = potential.minima[-1].at[0]
    answer = escape(potential, 60, -minimum, minimum)
    assert answer.formula is answer.formula_time is answer.prefactor is answer.correction is None


def test_minima_behind_the_target_do_no_harm():
    assert escape(THREE_MINIMA, 90, 0, 1).formula_applies


def test_a_place_that_is_no_minimum_is_moved_with_a_warning():
    answer = escape(DOUBLE_WELL, 20, "-0.9", "1.2")
    assert [answer.start.at, answer.target.at] == [(-1,), (1,)]
    assert answer.warnings == (
        "start=-9/10 is no minimum; the nearest one, -1.000000000, is taken",
        "target=6/5 is no minimum; the nearest one, 1.000000000, is taken",
    )


def test_minima_that_are_roots_of_cubics_are_exact():
    tilted = Potential(w**4 / 4 - w**2 / 2 + w / 10)
    answer = escape(tilted, 40, -1, 1)
    assert answer.formula_applies
    error = float(answer.time.middle / answer.formula_time.middle) - 1
    assert error == pytest.approx(float(answer.correction.middle), rel=0.4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, 20, -1, 1), "it has 2 coordinates; exact escape times are known for one"),
        ((DOUBLE_WELL, 20, -1, "-0.8"), "the nearest minimum to both is -1"),
        ((QUADRATIC, 20, 0, 1), "the nearest minimum to both is 0"),
        ((DOUBLE_WELL, -1, -1, 1), "eta=-1: an inverse temperature is positive"),
        ((Potential(w**3 - w), 20, 1, 2), "the nearest minimum to both"),
    ],
)
def test_bad_questions_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        escape(*arguments)


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"eta=0\.5: an exact number is wanted"):
        escape(DOUBLE_WELL, 0.5, -1, 1)
