"""Escape times by finite volumes when the noise is a function of the loss."""

from fractions import Fraction

import pytest

from numerics.noise_of_the_loss import escape_time_with_noise_of_the_loss


def test_finer_meshes_stay_within_the_radius_of_coarser_ones():
    coarse, fine = (escape_time_with_noise_of_the_loss(2, Fraction(1, 20), n) for n in (80, 160))
    assert coarse.low <= fine.low <= fine.high <= coarse.high


def test_more_dimensions_escape_sooner_where_the_noise_grows_towards_the_gate():
    plane, space = (escape_time_with_noise_of_the_loss(d, Fraction(1, 40), 120) for d in (2, 3))
    assert space.high < plane.low


@pytest.mark.parametrize(
    ("d", "strength", "cells", "message"),
    [
        (1, Fraction(1, 20), 80, "d=1: at least two dimensions are wanted"),
        (2, Fraction(1, 200), 80, "strength=1/200: a number from 1/100 to 1 is wanted"),
        (2, Fraction(1, 20), 81, "cells=81: a positive multiple of 8 is wanted"),
    ],
)
def test_bad_input_is_named(d, strength, cells, message):
    with pytest.raises(ValueError, match=message):
        escape_time_with_noise_of_the_loss(d, strength, cells)
