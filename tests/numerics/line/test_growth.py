"""The logarithmic derivative of a mode's slope."""

import flint
import pytest
import sympy as sp

from derivations.symbols import w
from numerics.line.growth import Slope, grown


def way(force, eps, ends, rate, gap, falling=True):
    with flint.ctx.workprec(120):
        ends, numbers = tuple(map(flint.arb, ends)), (flint.arb(rate), flint.arb(gap))
        return grown(Slope(force, w, eps), ends, *numbers, flint.arb(2) ** -60, falling)


def test_slope_of_the_slowest_quadratic_mode_is_constant():
    found = way(w, sp.Rational(1, 20), (-3, 0), 0, 1)
    assert abs(found.rate) < 1e-20
    assert found.defect <= flint.arb(2) ** -60


def test_second_quadratic_mode_grows_like_its_own_logarithm():
    # f = w² − ε, g = 2w, r = 1/w; between two places on the right of 0.
    found = way(w, sp.Rational(1, 2), (1, 2), 1, 2)
    assert abs(found.rate - flint.arb(1) / 2) < 1e-15
    # g²p grows by 4 and by e^{−(L(2) − L(1))/ε} = e^{−3}.
    assert abs(found.rise - (flint.arb(4).log() - 3)) < 1e-15


def test_start_is_forgotten_on_the_way_in():
    ends = [way(w**3 - w, sp.Rational(1, 50), (-2.0, -0.5), rate, 1e-6).rate for rate in (0, -5)]
    assert abs(ends[0] - ends[1]) < 1e-12


def test_the_slow_tail_of_a_root_hides_what_lives_far_out():
    with pytest.raises(ValueError, match="no proof that the slowest mode does not live far out"):
        Slope(w / sp.sqrt(1 + w**2), w, sp.Integer(1)).tail(-3.0, flint.arb(1))


def test_tail_of_a_polynomial_is_proved():
    slope = Slope(w**3 - w, w, sp.Rational(1, 20))
    start, steep, rate = slope.tail(-2.0, flint.arb(1))
    assert start <= -2
    assert steep <= 6
    assert (steep - slope.eps.p * rate / slope.eps.q) * rate > 0


def test_a_singular_loss_is_refused():
    with pytest.raises(ValueError, match="L must be smooth there"):
        way(1 / (w + sp.Rational(1, 3)), sp.Rational(1, 20), (-1, 1), 0, 1)
