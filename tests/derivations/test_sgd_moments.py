import pytest
import sympy as sp

from derivations.fokker_planck import isotropic_sgd_diffusion
from derivations.sgd_moments import (
    QUADRATIC,
    START,
    TIME,
    VARIANCE,
    leading_errors,
    modified,
    one_step_error,
    sde_moments,
    sgd_moments,
)
from derivations.symbols import M, gamma, lamda, w


def test_sgd_moments_after_three_steps_agree_with_the_recursion():
    mean, square = START, START**2
    for _ in range(3):
        mean, square = (1 - gamma * lamda) * mean, (1 - gamma * lamda) ** 2 * square + gamma**2 * VARIANCE / M
    exact = {name: value.subs(TIME, 3 * gamma) for name, value in sgd_moments().items()}
    assert sp.simplify(exact["E w"] - mean) == 0
    assert sp.simplify(exact["E w²"] - square) == 0


@pytest.mark.parametrize("loss", [QUADRATIC, modified(QUADRATIC)], ids=["loss", "modified loss"])
def test_sde_moments_obey_their_equation(loss):
    moments = sde_moments(loss)
    generator = isotropic_sgd_diffusion(loss, VARIANCE, (w,)).generator
    for name, f in (("E w", w), ("E w²", w**2)):
        rate = sp.Poly(sp.expand(generator(f)), w)
        expected = sum(a * (1, moments["E w"], moments["E w²"])[n] for (n,), a in rate.terms())
        assert sp.simplify(sp.diff(moments[name], TIME) - expected) == 0
        assert sp.simplify(moments[name].subs(TIME, 0) - f.subs(w, START)) == 0


def test_modified_loss_removes_the_first_order_on_the_quadratic():
    errors = leading_errors(sde_moments(modified(QUADRATIC)), 2)
    assert [errors[f"E w, γ^{n}"] for n in (0, 1)] == [0, 0]
    assert [errors[f"E w², γ^{n}"] for n in (0, 1)] == [0, 0]
    assert errors["E w, γ^2"] == -TIME * lamda**3 * START * sp.exp(-TIME * lamda) / 3


def test_one_step_error_of_the_mean_on_the_quadratic():
    # (1 − γλ)w against w e^{−γλ}: −γ²λ²w/2 + …
    error = one_step_error(QUADRATIC, QUADRATIC, w, VARIANCE)
    assert error == {"γ^0": 0, "γ^1": 0, "γ^2": -(lamda**2) * w / 2}
