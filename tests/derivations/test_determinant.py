"""Escape times of quadratic landscapes, and the readings of |ΔL|."""

import sympy as sp

from derivations.determinant import (
    AT_GATE,
    AT_WELL,
    HEIGHT,
    gaussian_escape_times,
    signs_under_the_root,
    with_absolute_determinant,
    with_determinant,
)
from derivations.kramers import eyring_kramers
from derivations.symbols import eta
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL


def test_the_double_well_is_a_special_case():
    values = {AT_WELL[0]: 2, AT_GATE[0]: 1, HEIGHT: sp.Rational(1, 4)}
    assert gaussian_escape_times()[0].subs(values) == eyring_kramers(DOUBLE_WELL, -1, 1)


def test_the_sheared_double_well_is_a_special_case():
    well, gate = (SHEARED_DOUBLE_WELL.critical_points[i].eigenvalues for i in (0, 1))
    values = dict(zip(AT_WELL, well, strict=False)) | {
        AT_GATE[0]: -gate[0],
        AT_GATE[1]: gate[1],
        HEIGHT: sp.Rational(1, 4),
    }
    expected = eyring_kramers(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1))
    assert sp.simplify(gaussian_escape_times()[1].subs(values) / expected) == 1


def test_times_are_positive():
    assert all(time.is_positive for time in gaussian_escape_times())


def test_the_two_readings_differ_by_the_imaginary_unit():
    for printed, meant in zip(with_determinant(), with_absolute_determinant(), strict=True):
        assert sp.simplify(printed / meant) == sp.I


def test_signs_do_not_depend_on_eta():
    assert eta not in {s for sign in signs_under_the_root().values() for s in sp.sympify(sign).free_symbols}
    assert set(signs_under_the_root().values()) == {-1}
