import sympy as sp

from derivations.kramers import one_gate_eyring_kramers
from derivations.symbols import inverse_temperature
from derivations.two_wells import (
    FLAT,
    GATE,
    HEIGHT,
    SHARP,
    START,
    TIME,
    escape_rate,
    resting_share,
    share_of_sharp,
)
from derivations.zoo import DOUBLE_WELL


def test_rate_is_one_over_the_time_of_theorem_2_2():
    time = one_gate_eyring_kramers(DOUBLE_WELL, -1, 0).subs(
        sp.Symbol("eta", positive=True), inverse_temperature()
    )
    rate = escape_rate(sp.Integer(2)).subs({GATE: 1, HEIGHT: sp.Rational(1, 4)})
    assert sp.simplify(rate * time) == 1


def test_share_starts_where_it_is_put():
    assert sp.simplify(share_of_sharp(SHARP, FLAT).subs(TIME, 0) - START) == 0


def test_resting_share_stays():
    moved = sp.diff(share_of_sharp(SHARP, FLAT), TIME).subs({START: resting_share(), TIME: 0})
    assert sp.simplify(moved) == 0


def test_equal_wells_share_equally():
    assert resting_share().subs(SHARP, FLAT) == sp.S.Half
