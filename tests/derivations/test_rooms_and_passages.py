"""The bounded region without a Poincaré inequality."""

import sympy as sp

from derivations.rooms_and_passages import rooms_quotient, side, whole_area, width
from derivations.symbols import k


def test_area_is_the_sum_of_many_rooms_and_passages():
    parts = sum(
        (side(sp.Integer(i)) ** 2 + side(sp.Integer(i)) * width(sp.Integer(i)) for i in range(60)), sp.S.Zero
    )
    assert abs(float(whole_area() - parts)) < 1e-15


def test_passages_are_narrower_than_the_rooms_they_join():
    assert all(width(sp.Integer(i)) < side(sp.Integer(i + 1)) for i in range(20))


def test_quotients_halve_from_room_to_room():
    quotients = [rooms_quotient().subs(k, i) for i in (20, 21)]
    assert abs(float(quotients[0] / quotients[1]) - 2) < 1e-3
