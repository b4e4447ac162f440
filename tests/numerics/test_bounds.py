from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp

from ledger.bound import Grade, exact
from numerics.bounds import (
    closed_form,
    converged,
    counted,
    empirical,
    enclosed,
    exponential,
    logarithm,
    observed,
    sampled,
    sampled_quotient,
)


def test_a_ball_keeps_all_its_bits():
    with flint.ctx.workprec(400):
        ball = flint.arb.pi()
    bound = enclosed(ball)  # in a lower precision
    assert bound.grade is Grade.ENCLOSED
    assert 0 < bound.radius < Fraction(1, 10**115)


def test_a_ball_is_never_narrowed():
    for ball in (flint.arb(1, 0.25), flint.arb("0.1"), flint.arb.pi(), flint.arb(-3), flint.arb(0, 1e-30)):
        bound = enclosed(ball)
        ends = [flint.arb(flint.fmpq(end.numerator, end.denominator)) for end in (bound.low, bound.high)]
        assert ends[0].union(ends[1]).contains(ball)


@pytest.mark.parametrize("ball", [flint.arb.nan(), flint.arb.pos_inf(), flint.arb(0, float("inf"))])
def test_an_infinite_ball_is_refused(ball):
    with pytest.raises(ValueError, match="only a finite ball is a Bound"):
        enclosed(ball)


def test_a_closed_form_is_symbolic_and_keeps_its_latex():
    bound = closed_form(sp.sqrt(2) * sp.pi * sp.exp(5))
    assert bound.grade is Grade.SYMBOLIC
    assert bound.form == r"\sqrt{2} \pi e^{5}"
    assert abs(float(bound.middle) - 659.38229) < 1e-4
    assert bound.radius / bound.middle < Fraction(1, 10**70)


@pytest.mark.parametrize("rational", [sp.Integer(3), sp.Rational(1, 3), sp.Rational(-5, 7)])
def test_a_closed_form_of_a_rational_contains_it(rational):
    bound = closed_form(rational)
    assert bound.low <= Fraction(int(rational.p), int(rational.q)) <= bound.high


def test_a_closed_form_takes_no_float():
    with pytest.raises(TypeError, match="exact numbers only"):
        closed_form(sp.Float(0.5))


def test_a_closed_form_is_a_constant():
    with pytest.raises(ValueError, match=r"a constant is wanted, \['w'\] are free"):
        closed_form(sp.Symbol("w"))


def test_a_closed_form_is_finite():
    for expr in (sp.zoo, sp.oo, sp.nan):
        with pytest.raises(ValueError, match="finite"):
            closed_form(expr)


def test_convergence_is_the_difference_of_two_resolutions():
    bound = converged(coarse=1.5, fine=1.25)
    assert (bound.low, bound.high, bound.grade) == (1, Fraction(3, 2), Grade.NUMERICAL)


def test_student_intervals_cover_as_often_as_they_say():
    draws = np.random.default_rng(1).exponential(size=(2000, 60))
    intervals = [sampled(row, level=0.95) for row in draws]
    coverage = np.mean([bound.low <= 1 <= bound.high for bound in intervals])
    assert 0.90 < coverage < 0.96  # 60 exponential times: a little below the nominal 0.95
    assert intervals[0].grade is Grade.STATISTICAL


def test_what_a_test_on_runs_leaves_is_empirical():
    bound = observed(-1.5, 2.0, "sign flips")
    assert bound.grade is Grade.EMPIRICAL
    assert (bound.low, bound.high, bound.method) == (Fraction(-3, 2), 2, "sign flips")


def test_an_interval_without_ends_is_refused():
    with pytest.raises(ValueError, match=r"low=-inf, high=0\.0: both ends are finite"):
        observed(-np.inf, 0.0, "x")


def test_runs_are_empirical():
    assert empirical([1.0, 2.0, 4.0]).grade is Grade.EMPIRICAL
    assert "n = 3, level 99 %" in empirical([1.0, 2.0, 4.0]).method


@pytest.mark.parametrize("values", [[1.0], [[1.0, 2.0]], [1.0, float("nan")], [1.0, float("inf")]])
def test_a_mean_needs_two_finite_numbers(values):
    with pytest.raises(ValueError, match="at least two finite numbers"):
        sampled(values)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(ValueError, match="a level lies between 0 and 1"):
        sampled([1.0, 2.0], level=level)


@pytest.mark.parametrize("value", [1, 2, Fraction(1, 10**400), 10**400])
def test_logarithms_are_enclosed(value):
    found = logarithm(exact(value))
    digits = {
        1: 0.0,
        2: 0.6931471805599453,
        Fraction(1, 10**400): -921.0340371976183,
        10**400: 921.0340371976183,
    }
    assert float(found.middle) == pytest.approx(digits[value], abs=1e-12)
    assert found.radius < Fraction(1, 10**30)


def test_the_logarithm_is_wide_where_the_number_is():
    wide = logarithm(exact(1) / exact(1) + (exact(1) - exact(1)))
    assert wide.low <= 0 <= wide.high


def test_a_logarithm_is_no_better_known_than_its_number():
    assert logarithm(converged(1.0, 2.0)).grade is Grade.NUMERICAL
    assert logarithm(exact(2)).grade is Grade.ENCLOSED


@pytest.mark.parametrize("value", [Fraction(-900), Fraction(1, 3), Fraction(5000)])
def test_the_exponential_undoes_the_logarithm(value):
    found = exponential(exact(value))
    assert found.low > 0
    assert logarithm(found).low <= value <= logarithm(found).high
    assert float(logarithm(found).radius) < 1e-30
    assert exponential(converged(1.0, 2.0)).grade is Grade.NUMERICAL


def test_zero_has_no_logarithm():
    with pytest.raises(ValueError, match="only a positive number has a logarithm"):
        logarithm(exact(0))


def test_a_share_is_known_also_where_nothing_was_seen():
    nothing, all_of_them = counted(0, 1000), counted(1000, 1000)
    assert nothing.grade is Grade.STATISTICAL
    assert nothing.low == 0
    assert all_of_them.high == 1
    assert abs(float(nothing.high) - (1 - (0.00005) ** (1 / 1000))) < 1e-12
    assert abs(float(all_of_them.low + nothing.high) - 1) < 1e-12


def test_a_share_is_covered_at_its_level():
    seen = np.random.default_rng(1).binomial(50, 0.1, 4000)
    bounds = {n: counted(int(n), 50, level=0.9) for n in set(seen)}
    covered = np.mean([bounds[n].low <= Fraction(1, 10) <= bounds[n].high for n in seen])
    assert covered >= 0.9  # exact intervals cover at least so often


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="0 to runs hits are wanted"):
        counted(*counts)


def test_a_share_has_a_level_between_0_and_1():
    with pytest.raises(ValueError, match="a level lies between 0 and 1"):
        counted(1, 2, level=1.0)


def test_a_sampled_quotient_is_symmetric_on_the_logarithmic_scale():
    bound = sampled_quotient(3.0, 0.1, 50, 0.95)
    assert float(bound.low * bound.high) == pytest.approx(9)
    assert float(bound.high) == pytest.approx(3 * np.exp(2.009575 * 0.1), rel=1e-6)
    assert bound.grade is Grade.STATISTICAL


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.0, 0.1, 50), "middle=0.0, relative=0.1, samples=50: positive numbers, two samples"),
        ((1.0, 0.0, 50), "relative=0.0"),
        ((1.0, 0.1, 1), "samples=1"),
        ((1.0, 0.1, 5, 1.0), "level=1.0: a level lies between 0 and 1"),
    ],
)
def test_bad_quotients_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        sampled_quotient(*arguments)
