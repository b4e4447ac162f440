"""What is proved of times and masses for every loss holds for random ones: additivity, monotonicity, sums."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.bound import exact
from numerics.answers.stationary import stationary
from numerics.line.escape import mean_escape_time
from tests.trust.landscapes import on_the_line

few = settings(max_examples=12, deadline=None, derandomize=True, database=None)
shares = st.fractions(0, 1, max_denominator=20).filter(lambda share: 0 < share < 1)


def time(journey, start, target, **how):
    return mean_escape_time(journey.loss, journey.eta, start, target, **how)


def between(journey, share):
    (start,), (target,) = journey.start, journey.target
    return start + (target - start) * share.numerator / share.denominator


@few
@given(on_the_line(), shares)
def test_times_along_the_line_add_up(journey, share):
    (start,), (target,), middle = journey.start, journey.target, between(journey, share)
    total = time(journey, start, middle) + time(journey, middle, target)
    whole = time(journey, start, target)
    assert total.low <= whole.high
    assert whole.low <= total.high


@few
@given(on_the_line(), shares, shares)
def test_a_target_that_is_farther_takes_longer(journey, one, other):
    near, far = sorted([one, other])
    (start,) = journey.start
    times = [time(journey, start, between(journey, share)) for share in (near, far)]
    assert times[0].high < times[1].low if near < far else times[0] == times[1]


@few
@given(on_the_line(), shares)
def test_a_wall_behind_the_start_lengthens_nothing(journey, share):
    (start,), (target,) = journey.start, journey.target
    wall = start + (start - target) * share.numerator / share.denominator
    walled, free = time(journey, start, target, wall=wall), time(journey, start, target)
    assert walled.low <= free.high  # a far wall changes less than the ends can tell
    assert time(journey, start, target, wall=start).high < free.low


@few
@given(on_the_line(), shares)
def test_balls_grow_with_their_radius_and_basins_make_up_everything(journey, share):
    small = journey.radius * share.numerator / share.denominator
    inner, outer = (
        stationary(journey.loss, eta=journey.eta, radius=r).wells for r in (small, journey.radius)
    )
    for less, more in zip(inner, outer, strict=True):
        assert less.ball_mass.low > 0
        assert less.ball_mass.high < more.ball_mass.low
        assert more.ball_mass.high < more.basin_mass.low  # the balls lie inside the basins
    total = sum((well.basin_mass for well in outer), exact(0))
    assert total.low <= 1 <= total.high
