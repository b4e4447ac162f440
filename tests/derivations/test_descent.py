"""From saddles to minima."""

import pytest
import sympy as sp

from derivations.descent import Landscape
from derivations.potential import Potential
from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL, TWO_GATES


@pytest.mark.parametrize("potential", [SHEARED_DOUBLE_WELL, TWO_GATES], ids=lambda p: p.name)
def test_both_minima_lie_below_each_saddle(potential):
    landscape = Landscape(potential)
    for saddle in potential.saddles:
        assert set(landscape.valleys(saddle)) == {0, 1}


def test_a_narrow_curved_valley_is_followed():
    landscape = Landscape(Potential(10**4 * (x**2 - y) ** 2 + (x**2 - 1) ** 2 / 4, (x, y)))
    (saddle,) = landscape.potential.saddles
    assert set(landscape.valleys(saddle)) == {0, 1}


def test_homes_are_convex_and_hold_their_minimum():
    landscape = Landscape(TWO_GATES)
    hessian = sp.lambdify(TWO_GATES.coords, TWO_GATES.hessian.tolist())
    for home, minimum in zip(landscape.homes, TWO_GATES.minima, strict=True):
        assert all(a < value < b for (a, b), value in zip(home, minimum.at, strict=True))
        for px in home[0]:
            for py in home[1]:
                (a, b), (_, d) = hessian(px, py)
                assert a > 0
                assert a * d > b**2


def test_a_fall_without_end_is_refused():
    cubic = Potential(x**3 / 3 - x + y**2 / 2, (x, y))
    (saddle,) = cubic.saddles
    with pytest.raises(ValueError, match=r"no minimum was found below the saddle; .* may fall without end"):
        Landscape(cubic).valleys(saddle)


def test_a_way_down_that_ends_at_a_saddle_goes_on_beside_it():
    # y = 0 leads from the gate (0, 0) to the saddles (±1, 0), each of them between two minima
    pairs = Potential((x**2 - 1) ** 2 / 4 + y**4 / 4 - x**2 * y**2 / 8 + y**2 / 100, (x, y))
    gate = next(p for p in pairs.saddles if p.at == (0, 0))
    sides = {int(sp.sign(pairs.minima[n].at[0])) for n in Landscape(pairs).valleys(gate)}
    assert sides == {-1, 1}
