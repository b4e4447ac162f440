import numpy as np
import pytest

from derivations.ball_mass import printed_mass
from derivations.zoo import THREE_MINIMA
from numerics.ball_formulas import formula_probability
from numerics.example_curves import ball_curve, curve, line_masses, printed_curve
from numerics.line.neighbourhoods import ball_probability


def test_curve_agrees_with_the_enclosure():
    (found,) = ball_curve(THREE_MINIMA, 1.0, 0.1, [10.0], (-1.5, 4.0))
    assert found == pytest.approx(float(ball_probability(THREE_MINIMA, 10, 1, "1/10").middle), rel=1e-9)


def test_ball_lies_in_the_span():
    with pytest.raises(ValueError, match=r"span=\(0.0, 1.0\): it has to hold the ball"):
        ball_curve(THREE_MINIMA, 1.0, 0.1, [10.0], (0.0, 1.0))


def test_curve_is_plain_data():
    assert curve("a", (1.0, 2.0), np.array([3.0, 4.0])).y == (3.0, 4.0)


def test_printed_curve_agrees_with_the_formula_in_balls():
    masses = line_masses(THREE_MINIMA, [200.0], (-1.5, 4.0))
    (found,) = printed_curve([4.5], 0.1, [200.0], masses)
    truth = formula_probability(printed_mass, THREE_MINIMA, 200, 1, "1/10")
    assert found == pytest.approx(float(truth.middle), rel=1e-9)
    assert found > 1
