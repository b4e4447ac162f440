import sympy as sp

from derivations.gradient_noise import ESTIMATE, GRADIENT, listed_noise_variance, noise
from derivations.symbols import M


def test_noise_vanishes_for_an_exact_estimate():
    assert noise().subs(ESTIMATE, GRADIENT) == 0


def test_noise_inverts_to_the_estimate():
    assert sp.simplify(GRADIENT - noise() / sp.sqrt(M) - ESTIMATE) == 0


def test_noise_variance_is_listed_for_every_size():
    assert set(listed_noise_variance()) == {f"N={n}, M={m}" for n in range(1, 6) for m in range(1, n + 1)} | {
        "all N, M"
    }
