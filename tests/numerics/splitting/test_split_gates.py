"""At weak coupling the rates over d gates add up. Margins and sizes were fixed before the runs.

For two sites the exact time is known, by finite volumes: what the law of parallel gates leaves out, ± M, is
the difference. For four sites with the same κ/κ₁ and the same height of the centre over the gates, in ε,
twice as much is allowed. A step makes less than 2 % of difference.
"""

from fractions import Fraction
from functools import lru_cache

import pytest
import sympy as sp

from derivations.coupled_chain import coupled_chain
from numerics.plane.escape import mean_escape_time_to_ball
from numerics.splitting.split_gates import RADIUS, bent_coordinate, parallel_gates_time, split_gates_escape
from numerics.terrain.kramers import kramers_answer

SHARE = sp.Rational(4, 5)
TWO, FOUR = (2, SHARE / 2, sp.Integer(100)), (4, SHARE, sp.Integer(50))
"""Size, coupling, eta: κ/κ₁ = 4/5, H/ε = 48, the centre 2ε above the gates."""
STEP_EFFECT = 0.02
OPTIONS = {"dt": Fraction(1, 100), "replicas": 200, "seed": 2018}


@lru_cache
def exact():
    size, coupling, eta = TWO
    ring = coupled_chain(size, coupling)
    found = mean_escape_time_to_ball(ring, 1, 1 / eta, (-1, -1), (1, 1), RADIUS, accuracy=1e-4)
    return float(found.middle)


def law(case):
    return float(parallel_gates_time(*case).evalf())


def left_out():
    return abs(exact() / law(TWO) - 1)


def test_the_law_is_that_of_any_potential():
    size, coupling, eta = TWO
    answer = kramers_answer(coupled_chain(size, coupling), sp.Integer(1), 1 / eta, (-1, -1), (1, 1))
    assert len(answer.gates) == 2
    assert float(answer.time.middle) == pytest.approx(law(TWO), rel=1e-12)


@pytest.mark.slow
def test_the_law_is_that_of_four_sites():
    size, coupling, eta = FOUR
    answer = kramers_answer(coupled_chain(size, coupling), sp.Integer(1), 1 / eta, (-1,) * 4, (1,) * 4)
    assert len(answer.gates) == 4
    assert float(answer.time.middle) == pytest.approx(law(FOUR), rel=1e-12)


def test_splitting_over_two_gates_takes_the_exact_time():
    found = split_gates_escape(*TWO, runs=128, **OPTIONS)
    assert abs(found.time / exact() - 1) < 3 * found.relative_error + STEP_EFFECT
    assert left_out() + 3 * found.relative_error < 0.5  # one gate alone would take twice the time


@pytest.mark.slow
def test_splitting_over_four_gates_takes_the_time_of_parallel_gates():
    found = split_gates_escape(*FOUR, runs=512, **OPTIONS)
    margin = 2 * left_out() + STEP_EFFECT + 3 * found.relative_error
    assert abs(found.time / law(FOUR) - 1) < margin < 0.75  # two gates would take twice the time


def test_the_coordinate_grows_away_from_the_diagonal_below_the_gate_and_falls_beyond():
    x, y = coords = sp.symbols("x y", real=True)
    bent = bent_coordinate(coords)
    low, middle, high = (bent.subs({x: s + sp.Rational(1, 4), y: s - sp.Rational(1, 4)}) for s in (-1, 0, 1))
    assert low > -1
    assert middle == 0
    assert high < 1


@pytest.mark.parametrize(
    ("size", "coupling", "message"),
    [
        (2, sp.Rational(1, 2), "coupling=1/2: strictly between 1/3 and 1/2"),
        (4, sp.Rational(1, 2), "coupling=1/2: strictly between 2/3 and 1"),
        (3, sp.Rational(1, 2), "size=3: 2 or 4 sites"),
    ],
)
def test_bad_input_is_refused(size, coupling, message):
    with pytest.raises(ValueError, match=message):
        parallel_gates_time(size, coupling, sp.Integer(10))
