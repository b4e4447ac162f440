import pytest
import sympy as sp

from derivations.parse import parse
from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL
from numerics.terrain.kramers_question import question


def doubts(noise):
    return question(DOUBLE_WELL, noise, 1, (-1,), (1,)).doubts


def test_a_positive_noise_is_proved_where_possible():
    assert doubts(sp.exp(w)) == ()
    assert doubts(w**4 - w**2 + 1) == ()
    assert "not proved that the noise" in doubts(2 + sp.tanh(w))[0]


def test_numbers_stay_exact():
    asked = question(DOUBLE_WELL, sp.S.One, "0.05", ("-1",), ("1/3",))
    assert (asked.eps0, asked.target) == (sp.Rational(1, 20), (sp.Rational(1, 3),))
    assert asked.near == [[-1.0], [1 / 3]]


def test_a_number_alone_is_a_place_on_the_line():
    assert question(DOUBLE_WELL, sp.S.One, 1, -1, 1).start == (-1,)


def test_a_noise_with_a_root_is_refused():
    with pytest.raises(ValueError, match="it is not positive for all w"):
        doubts(w**2 - 1)
    loss = parse("x**2 + y**2")
    with pytest.raises(ValueError, match="it is not a positive number at"):
        question(loss, loss.coords[0], 1, (0, 0), (1, 1))
