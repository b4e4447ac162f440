"""Answers do not depend on how one looks at the loss: L + c, −w, other units of space and time, axes."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings

from ledger.bound import Bound, exact
from numerics.answers.escape import escape
from numerics.answers.stationary import stationary
from tests.trust.landscapes import in_the_plane, look, on_the_line

ONE, TWO = sp.eye(1), sp.eye(2)
LINE = {
    "a constant added": look(ONE, lift="7/3"),
    "the mirror": look(-ONE),
    "another origin": look(ONE, shift="-5/7"),
    "another unit of length": look(ONE, scale="5/3"),
    "another unit of time": look(ONE, steepness="3/7"),
    "all of them": look(-ONE, scale="1/2", shift=3, steepness=11, lift=-1),
}
PLANE = {
    "the coordinates exchanged": look(sp.Matrix([[0, 1], [1, 0]])),
    "the mirror and a constant": look(-TWO, lift="7/3"),
    "other axes": look(sp.Matrix([[3, -4], [4, 3]]) / 5),
    "other units": look(TWO, scale="5/3", shift="-5/7", steepness="3/7"),
}
MARGIN = Fraction(1, 1000)
"""In the plane two resolutions tell an error of some 10^-4, which depends on where the mesh lies."""


def agree(one: Bound, other: Bound, margin: Fraction = Fraction(0)) -> bool:
    slack = margin * abs(one.middle)
    return one.low - slack <= other.high and other.low - slack <= one.high


def answers(journey):
    ends = (journey.start, journey.target)
    radius = journey.radius if len(journey.start) == 2 else None
    return escape(journey.loss, *ends, eta=journey.eta, radius=radius)


def require_same_journey(journey, seen, margin=Fraction(0)):
    here, there = answers(journey), answers(seen.of(journey))
    times = exact(seen.times)
    assert agree(here.mean_escape_time * times, there.mean_escape_time, margin)
    if here.spectral_gap is not None and there.spectral_gap is not None:  # no answer is no wrong answer
        assert agree(here.spectral_gap / times, there.spectral_gap, margin)
    assert bool(here.kramers.reasons) == bool(there.kramers.reasons)
    assert (here.kramers.time is None) == (there.kramers.time is None)
    if here.kramers.time is not None:
        assert agree(here.kramers.time * times, there.kramers.time)
    assert agree(here.kramers.barrier * exact(seen.heights), there.kramers.barrier)


def masses(journey, seen=None):
    """Masses by the place of the minimum, which is told in the coordinates of the first look."""
    found = stationary((seen.of(journey) if seen else journey).loss, **_how(journey, seen)).wells
    return [(well.minimum, well.basin_mass, well.ball_mass) for well in found]


def _how(journey, seen):
    asked = seen.of(journey) if seen else journey
    return {"eta": asked.eta, "radius": asked.radius}


def require_same_masses(journey, seen, margin=Fraction(0)):
    here, there = masses(journey), masses(journey, seen)
    assert len(here) == len(there) == 2
    for end in (journey.start, journey.target):
        one, other = (_at(place, found) for place, found in ((end, here), (seen.there(end), there)))
        assert all(agree(a, b, margin) for a, b in zip(one, other, strict=True))


def _at(place, found):
    ((_, basin, ball),) = (
        row
        for row in found
        if all(abs(m - p) < 1e-9 for m, p in zip(row[0].middle, map(float, place), strict=True))
    )
    return basin, ball


@pytest.mark.parametrize("seen", LINE.values(), ids=LINE)
@settings(max_examples=3, deadline=None, derandomize=True, database=None)
@given(journey=on_the_line())
def test_on_the_line_escapes_do_not_depend_on_the_look(seen, journey):
    require_same_journey(journey, seen)


@pytest.mark.parametrize("seen", LINE.values(), ids=LINE)
@settings(max_examples=3, deadline=None, derandomize=True, database=None)
@given(journey=on_the_line())
def test_on_the_line_masses_do_not_depend_on_the_look(seen, journey):
    require_same_masses(journey, seen)


@pytest.mark.parametrize("seen", PLANE.values(), ids=PLANE)
@settings(max_examples=1, deadline=None, derandomize=True, database=None)
@given(journey=in_the_plane())
def test_in_the_plane_answers_do_not_depend_on_the_look(seen, journey):
    require_same_journey(journey, seen, MARGIN)
    require_same_masses(journey, seen, MARGIN)


@pytest.mark.slow
@pytest.mark.parametrize("seen", PLANE.values(), ids=PLANE)
@settings(max_examples=30, deadline=None, database=None)
@given(journey=in_the_plane())
def test_in_the_plane_answers_do_not_depend_on_the_look_at_thirty_losses(seen, journey):
    require_same_journey(journey, seen, MARGIN)
    require_same_masses(journey, seen, MARGIN)


@pytest.mark.slow
@pytest.mark.parametrize("seen", LINE.values(), ids=LINE)
@settings(max_examples=200, deadline=None, database=None)
@given(journey=on_the_line())
def test_on_the_line_answers_do_not_depend_on_the_look_at_two_hundred_losses(seen, journey):
    require_same_journey(journey, seen)
    require_same_masses(journey, seen)
