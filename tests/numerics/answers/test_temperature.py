import pytest
import sympy as sp

from derivations.symbols import x
from derivations.zoo import DOUBLE_WELL
from numerics.answers.temperature import noise_and_strength


def test_eta_is_noise_one_of_strength_one_over_it():
    assert noise_and_strength(DOUBLE_WELL, 20, None, 1) == (1, sp.Rational(1, 20))
    assert noise_and_strength(DOUBLE_WELL, None, "1/8", "3/2") == (sp.Rational(3, 2), sp.Rational(1, 8))


@pytest.mark.parametrize(
    ("eta", "eps0", "noise", "problem"),
    [
        (None, None, 1, "give either eta, or eps0 and noise"),
        (2, 1, 1, "give either eta, or eps0 and noise"),
        (2, None, 3, "give either eta, or eps0 and noise"),
        (None, 1, 1 + x, "x is not among the coordinates of the potential"),
        (None, 0, 1, "eps0=0: a positive number is wanted"),
        (None, 1, -1, "noise=-1: a positive number is wanted"),
        (10**16, None, 1, r"eta=1e\+16: a number between"),
        (10**400, None, 1, r"eta=1e\+400: a number between 10\^-15 and 10\^15 is wanted"),
        (sp.Rational(1, 10**400), None, 1, "eta=1e-400: a number between"),
    ],
)
def test_what_is_no_temperature_is_refused(eta, eps0, noise, problem):
    with pytest.raises(ValueError, match=problem):
        noise_and_strength(DOUBLE_WELL, eta, eps0, noise)


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="an exact number is wanted"):
        noise_and_strength(DOUBLE_WELL, 0.5, None, 1)
