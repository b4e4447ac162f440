from itertools import product

import pytest
import sympy as sp

from derivations.calculus import laplacian
from derivations.sde import GAUSSIAN, Diffusion, batch_noise, euler_step, mean_over_noise, sgd_diffusion
from derivations.symbols import M, gamma, kappa, t, w, x, y

PLANE = (x, y)
XI = sp.symbols("xi_1 xi_2", real=True)


def test_generator_of_brownian_motion_is_half_the_laplacian():
    f = sp.Function("f")(x, y)
    brownian = Diffusion(sp.ImmutableMatrix([0, 0]), sp.ImmutableMatrix(sp.eye(2)), PLANE)
    assert sp.expand(brownian.generator(f) - laplacian(f, PLANE) / 2) == 0


def test_generator_is_the_limit_of_euler_steps():
    # E h(W + ΔW) − h(W) for a quadratic h, whose Taylor formula is exact; then dt → 0.
    drift, noise = sp.ImmutableMatrix([x * y, y**2]), sp.ImmutableMatrix([[1, x], [y, 2]])
    diffusion = Diffusion(drift, noise, PLANE)
    h = 3 * x**2 + x * y - 2 * y**2 + x
    step = euler_step(diffusion, t, XI)
    change = h.subs({x: x + step[0], y: y + step[1]}, simultaneous=True) - h
    rate = sp.limit(sp.expand(mean_over_noise(change, XI, GAUSSIAN) / t), t, 0)
    assert sp.expand(rate - diffusion.generator(h)) == 0


def test_gaussian_moments_are_those_of_the_density():
    density = sp.exp(-(w**2) / 2) / sp.sqrt(2 * sp.pi)
    assert tuple(sp.integrate(w**n * density, (w, -sp.oo, sp.oo)) for n in range(7)) == GAUSSIAN


@pytest.mark.parametrize("size", [1, 2, 3])
def test_skewness_of_the_mean_of_a_batch(size):
    # ξ = (−1/√2 with probability 2/3, √2 with 1/3): mean 0, variance 1, third moment 1/√2.
    law = {-1 / sp.sqrt(2): sp.Rational(2, 3), sp.sqrt(2): sp.Rational(1, 3)}
    third = sum(
        sp.prod([law[v] for v in values]) * (sum(values) / sp.sqrt(size)) ** 3
        for values in product(law, repeat=size)
    )
    assert sp.simplify(third - batch_noise(kappa)[3].subs({M: size, kappa: 1 / sp.sqrt(2)})) == 0


def test_sgd_diffusion_of_the_quadratic():
    diffusion = sgd_diffusion(w**2 / 2, sp.Matrix([3]), (w,))
    assert diffusion.drift == sp.Matrix([-w])
    assert diffusion.covariance == sp.Matrix([9 * gamma / M])


def test_mean_over_independent_noises_factorises():
    assert mean_over_noise(x * XI[0] ** 2 * XI[1] ** 4 + XI[0] * XI[1], XI, GAUSSIAN) == 3 * x


def test_powers_without_a_moment_are_refused():
    with pytest.raises(ValueError, match="moments has 3 entries, but the power 4 of the noise occurs"):
        mean_over_noise(XI[0] ** 4, XI, GAUSSIAN[:3])


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"with 2 coordinates they need \(2, 1\) and \(2, m\)"):
        Diffusion(sp.ImmutableMatrix([0]), sp.ImmutableMatrix([[1]]), PLANE)
