import sympy as sp

from derivations.initial_density import first_moments_at_the_start, moments_of
from derivations.symbols import w, z


def test_moments_of_a_gaussian():
    density = sp.exp(-((w - 3) ** 2) / 8) / sp.sqrt(8 * sp.pi)
    assert moments_of(density) == {"mass": 1, "E w": 3, "E w²": 13}


def test_start_has_no_variance():
    moments = first_moments_at_the_start()
    assert sp.simplify(moments["E w²"] - moments["E w"] ** 2) == 0
    assert moments["E w"] == z
