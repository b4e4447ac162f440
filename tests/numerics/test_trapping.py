import pytest
import sympy as sp

from derivations.symbols import eta
from numerics.trapping import SHARP_AND_FLAT, relaxed_share


def test_the_two_minima_are_equally_deep_and_differ_in_sharpness():
    assert [(m.at[0], m.value, m.determinant) for m in SHARP_AND_FLAT.minima] == [(0, 0, 8), (1, 0, 2)]


@pytest.mark.parametrize(("time", "share"), [(0, sp.Rational(1, 5)), (10**9, sp.Rational(1, 3))])
def test_shares_go_from_the_start_to_the_limit(time, share):
    found = relaxed_share(2, time, sp.Rational(1, 5), sp.Rational(1, 3), 1 / eta)
    assert float(found) == pytest.approx(float(share))
