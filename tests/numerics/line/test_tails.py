import flint
import pytest
import sympy as sp

from numerics.line.tails import mass_behind, squares_behind

w = sp.Symbol("w", real=True)
ONE = sp.Integer(1)
EPS = flint.arb(1) / 5


def mass(force, noise, reach, far):
    """∫_R^far e^{−(φ(x) − φ(R))}/(ε₀β), by Arb's integrator, for φ known as an expression."""
    phi = sp.lambdify(w, sp.integrate(force / noise, w), [{"log": lambda z: z.log()}, "math"])
    beta = sp.lambdify(w, noise)
    value = flint.acb.integral(
        lambda z, _: (-(phi(z) - phi(flint.acb(reach))) / EPS).exp() / (EPS * beta(z)), reach, far
    )
    return value.real


@pytest.mark.parametrize(
    ("force", "noise", "reach", "far"),
    [
        (w**3, ONE, 2, 6),
        (w, 1 + w**2, 2, 4000),
        (ONE, ONE, 1, 40),
        (2 * w / (1 + w**2), ONE, 4, 4000),
        (w**3, 1 + w**4, 3, 4000),
    ],
)
def test_the_mass_behind_is_below_its_bound(force, noise, reach, far):
    bound = mass_behind(force, noise, w, EPS, flint.arb(reach))
    assert bound is not None
    found = mass(force, noise, reach, far)
    assert not found > bound
    assert bound < 20 * found


@pytest.mark.parametrize(
    ("force", "noise"),
    [(-w, ONE), (2 * w / (1 + w**2) / 20, ONE), (sp.sin(w), ONE), (w, 10 - w), (1 / w**2, ONE)],
)
def test_without_a_proof_there_is_no_bound(force, noise):
    assert mass_behind(force, noise, w, EPS, flint.arb(3)) is None


def test_the_squares_behind_a_constant_slope_are_known():
    # φ = x/ε, F = e^{−x/ε}: ∫ e^φ F² = ε
    bound = squares_behind(ONE, ONE, w, EPS, flint.arb(0))
    assert bound is not None
    assert bound >= EPS.lower()
    assert bound < 1.001 * EPS


def test_squares_need_a_slope_and_bounded_noise():
    assert squares_behind(2 * w / (1 + w**2), ONE, w, EPS, flint.arb(3)) is None
    assert squares_behind(w**3, 1 + w**2, w, EPS, flint.arb(3)) is None
