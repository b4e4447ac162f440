"""What is proved of the Fokker–Planck equation in time holds for random losses, starts and schedules η(t)."""

from itertools import pairwise

import numpy as np
import pytest
import sympy as sp
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from derivations.alternating_temperature import variance_after
from derivations.changing_rates import SLOPE, sde_moments_after
from derivations.potential import Potential
from derivations.symbols import M, gamma, sigma, t, w
from derivations.zoo import QUADRATIC
from numerics.line.fokker_planck import evolved_density
from numerics.line.spectrum import spectral_gap
from tests.trust.landscapes import on_the_line, rationals
from tests.trust.schedules import bells, schedules, shared_interval

few = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)
TIMES, CELLS = ["1/10", "1/2", 2], 100


def evolved(loss, initial, eta, interval, times=TIMES, cells=CELLS):
    return evolved_density(loss, initial, times, eta, interval=interval, cells=cells)


def of(journey, schedule):
    """η(t) in units in which the barrier is of order 1."""
    return schedule.factor * journey.eta * schedule.limit / 6


def masses(found):
    return found.densities * (found.places[1] - found.places[0])


def distance(one, other):
    return np.abs(masses(one) - masses(other)).sum(1)


@few
@given(on_the_line(), schedules(), bells)
def test_no_mass_is_lost_and_no_density_is_negative(journey, schedule, bell):
    found = evolved(journey.loss, bell.of(journey), of(journey, schedule), shared_interval(journey))
    assert found.densities.min() >= 0
    assert masses(found).sum(1) == pytest.approx(1, abs=1e-12)


@few
@given(on_the_line(), schedules(), bells, bells, st.fractions(0, 1, max_denominator=9))
def test_the_equation_is_linear(journey, schedule, one, other, share):
    eta, interval = of(journey, schedule), shared_interval(journey)
    starts = [bell.of(journey) for bell in (one, other)]
    weights = [sp.Rational(float(sp.Integral(start, (w, *interval)).evalf())) for start in starts]
    shares = sp.Rational(share.numerator, share.denominator) * sp.Matrix([1, -1]) + sp.Matrix([0, 1])
    whole = sum(p * start / weight for p, start, weight in zip(shares, starts, weights, strict=True))
    parts = [masses(evolved(journey.loss, start, eta, interval)) for start in starts]
    mixed = masses(evolved(journey.loss, whole, eta, interval))
    assert mixed == pytest.approx(sum(float(p) * m for p, m in zip(shares, parts, strict=True)), abs=1e-9)


@few
@given(on_the_line(), schedules(), bells, bells)
def test_two_laws_under_one_schedule_never_part(journey, schedule, one, other):
    eta, interval = of(journey, schedule), shared_interval(journey)
    apart = distance(*(evolved(journey.loss, bell.of(journey), eta, interval) for bell in (one, other)))
    assert (np.diff(apart) <= 1e-3 * apart[:-1] + 1e-12).all()  # cells are paired, which blurs a little


@few
@given(on_the_line(), bells)
def test_at_constant_temperature_distance_and_entropy_fall(journey, bell):
    found = evolved(
        journey.loss, bell.of(journey), journey.eta, shared_interval(journey), ["1/20", "1/5", 1, 4]
    )
    ys = found.distances
    assert all(later.low <= before.high for before, later in pairwise(ys))
    width = found.places[1] - found.places[0]
    ratio = found.densities / found.stationary
    entropy = (found.stationary * width * np.where(ratio > 0, ratio * np.log(ratio + 1e-300), 0)).sum(1)
    assert (np.diff(entropy) <= 1e-3 * entropy[:-1] + 1e-12).all()


@few
@given(on_the_line(), bells)
def test_at_constant_temperature_the_distance_falls_as_fast_as_the_gap_says(journey, bell):
    # On the whole line, of which the gap is. A start with lighter tails than the Gibbs law: y is finite.
    start = bell.of(journey) * sp.exp(-journey.eta * journey.loss.expr)
    found = evolved_density(journey.loss, start, ["1/2", 2, 6], journey.eta, cells=100)
    gap = float(spectral_gap(journey.loss, journey.eta).middle)
    for (early, one), (late, two) in pairwise(zip(found.times, found.distances, strict=True)):
        fall = np.exp(-2 * gap * (late - early))
        assert float(two.low) <= 1.001 * float(one.high) * fall + 1e-12


@few
@given(on_the_line(), schedules())
def test_a_law_at_rest_is_moved_by_another_temperature_only(journey, schedule):
    eta, interval = journey.eta * schedule.limit / 6, shared_interval(journey)
    least = min(journey.loss.expr.subs(w, end[0]) for end in (journey.start, journey.target))
    rest = sp.exp(-eta * (journey.loss.expr - least))
    still, moved = (evolved(journey.loss, rest, some, interval, cells=200) for some in (eta, 3 * eta))
    assert (np.abs(masses(still) - masses(still)[0]).sum(1) < 1e-3).all()
    assert (np.abs(still.densities - still.stationary).sum(1) < 1e-2 * still.stationary.sum()).all()
    assert moved.distances[0].low > 10 * still.distances[0].high


@few
@given(on_the_line(), rationals("1", "6"), bells)
def test_a_schedule_that_hardly_varies_is_a_constant_one(journey, limit, bell):
    # Constant η is one exponential, varying η many steps of two: two ways to the same law.
    eta, interval = journey.eta * limit / 6, shared_interval(journey)
    constant, varying = (
        masses(evolved(journey.loss, bell.of(journey), some, interval))
        for some in (eta, eta * (1 + sp.Rational(1, 10**12) * sp.exp(-t)))
    )
    assert varying == pytest.approx(constant, abs=1e-9)


@few
@given(on_the_line(), schedules(), bells, rationals("1/2", "3"))
def test_time_can_be_told_in_other_units(journey, schedule, bell, pace):
    # dW = −kL'dt + √(2k/η)dB is the same motion, k times as fast.
    eta, interval = of(journey, schedule), shared_interval(journey)
    here = masses(evolved(journey.loss, bell.of(journey), eta, interval))
    faster, hotter = Potential(sp.expand(pace * journey.loss.expr), (w,)), eta.subs(t, pace * t) / pace
    there = masses(
        evolved(faster, bell.of(journey), hotter, interval, [sp.Rational(time) / pace for time in TIMES])
    )
    assert there == pytest.approx(here, abs=1e-7)


@few
@given(on_the_line(), schedules(), bells, rationals("1/2", "3"), st.booleans())
def test_space_can_be_told_in_other_units_and_mirrored(journey, schedule, bell, scale, is_mirrored):
    s, eta, interval = (-scale if is_mirrored else scale), of(journey, schedule), shared_interval(journey)
    here = masses(evolved(journey.loss, bell.of(journey), eta, interval))
    wider = Potential(sp.expand(s**2 * journey.loss.expr.subs(w, w / s)), (w,))
    ends = sorted(s * end for end in interval)
    there = masses(evolved(wider, bell.of(journey).subs(w, w / s), eta / s**2, tuple(ends)))
    assert (there[:, ::-1] if is_mirrored else there) == pytest.approx(here, abs=1e-8)


@few
@given(schedules(), rationals("1/2", "3"))
def test_a_normal_law_follows_the_temperature(schedule, sharpness):
    # v' = −2v + 2/η(t): no cells, no steps, a quadrature.
    start = sp.exp(-sharpness * w**2 / 2)
    found = evolved_density(QUADRATIC, start, TIMES, schedule.eta, interval=(-9, 9), cells=300)
    grid = np.linspace(0, 2, 40_001)
    source = 2 * np.exp(2 * grid) / np.array(sp.lambdify(t, schedule.eta)(grid), float)
    for time, law in zip(found.times, masses(found), strict=True):
        upto = grid <= time + 1e-12
        gathered = np.trapezoid(source[upto], grid[upto])
        variance = np.exp(-2 * time) * (1 / float(sharpness) + gathered)
        assert (law * found.places**2).sum() == pytest.approx(variance, rel=5e-3)


@settings(few, max_examples=2)
@given(rationals("1/10", "2"), rationals("1/10", "2"), rationals("1/2", "5"), rationals("0", "3"))
def test_the_variance_goes_on_from_where_it_is(first, second, eta, begin):
    apart = variance_after(second, eta, variance_after(first, eta, begin))
    assert sp.simplify(apart - variance_after(first + second, eta, begin)) == 0
    assert sp.simplify(variance_after(first, eta, 1 / eta) - 1 / eta) == 0


@few
@given(st.lists(st.tuples(*[rationals("1/10", "2")] * 2, st.integers(1, 200)), min_size=2, max_size=5))
def test_moments_through_a_schedule_are_sums_over_its_steps(steps):
    times, rates, batches = zip(*steps, strict=True)
    found = sde_moments_after(times, rates, batches)
    assert sp.expand(found["mean"] + SLOPE * sum(times)) == 0
    variance = sum(time * rate / batch for time, rate, batch in steps)
    assert sp.expand(found["variance"] - sigma**2 * variance) == 0
    mixed = sde_moments_after(times[::-1], rates[::-1], batches[::-1])
    assert all(sp.expand(found[name] - mixed[name]) == 0 for name in found)  # the order does not matter
    one, two = (sde_moments_after([time], [gamma], [M]) for time in (1, 2))
    assert sp.expand(two["variance"] - 2 * one["variance"]) == 0
