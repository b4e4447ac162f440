from fractions import Fraction

import pytest

from numerics.plane_ball_formulas import FLAT, SHARP, disc_probability, gaussian_probability

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("eta", "flat", "sharp"),
    [(1, 0.002306, 0.002306), (100, 0.06603, 0.06552), (1000, 0.26648, 0.21168), (10_000, 0.64815, 0.24746)],
)
def test_discs_have_the_masses_of_an_independent_computation(eta, flat, sharp):
    assert float(disc_probability(FLAT, (TENTH, eta)).middle) == pytest.approx(flat, rel=5e-4)
    assert float(disc_probability(SHARP, (TENTH, eta)).middle) == pytest.approx(sharp, rel=5e-4)


@pytest.mark.parametrize("minimum", [FLAT, SHARP], ids=str)
def test_gaussian_formula_is_close_at_low_temperature(minimum):
    case = (TENTH, 10_000)
    ratio = gaussian_probability(minimum, case) / disc_probability(minimum, case)
    assert float(ratio.middle) == pytest.approx(1, abs=1e-3)
