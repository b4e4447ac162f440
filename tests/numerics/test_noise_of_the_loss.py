"""Escape times by finite volumes when the noise is a function of the loss."""

from fractions import Fraction

import pytest

from numerics.noise_of_the_loss import escape_time_with_noise_of_the_loss


@pytest.mark.parametrize(("d", "time"), [(2, 148.0968), (3, 107.2508)])
def test_the_time_is_that_of_finite_volumes_with_a_plain_solve(d, time):
    # the limit of a plain sparse solve on 120² … 480² cells in a box
    found = escape_time_with_noise_of_the_loss(d, Fraction(1, 20))
    assert float(found.middle) == pytest.approx(time, rel=5e-4)


def test_more_dimensions_escape_sooner_where_the_noise_grows_towards_the_gate():
    plane, space = (escape_time_with_noise_of_the_loss(d, Fraction(1, 40)) for d in (2, 3))
    assert space.high < plane.low


@pytest.mark.parametrize(
    ("d", "strength", "message"),
    [
        (1, Fraction(1, 20), "d=1: at least two dimensions are wanted"),
        (2, Fraction(1, 2000), "strength=1/2000: a number from 1/1000 to 1 is wanted"),
    ],
)
def test_bad_input_is_named(d, strength, message):
    with pytest.raises(ValueError, match=message):
        escape_time_with_noise_of_the_loss(d, strength)
