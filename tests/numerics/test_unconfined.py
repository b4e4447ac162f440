from math import pi, sqrt

import pytest
import sympy as sp

from numerics.unconfined import PLATEAU, escape_time_with_wall


def test_the_plateau_is_bounded_and_has_two_minima():
    assert [(p.at[0], p.kind) for p in PLATEAU.critical_points] == [
        (-1, "minimum"),
        (0, "maximum"),
        (1, "minimum"),
    ]
    (w,) = PLATEAU.coords
    assert sp.limit(PLATEAU.expr, w, -sp.oo) == 4


def test_with_a_near_wall_the_time_is_about_the_formula():
    formula = 2 * pi * sqrt(17 / 32) * 2.718281828459045**2
    assert float(escape_time_with_wall(100).middle) == pytest.approx(formula, rel=0.4)


def test_more_room_takes_longer():
    assert escape_time_with_wall(100).high < escape_time_with_wall(10**15).low
