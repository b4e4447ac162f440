import flint
import numpy as np

from derivations.parse import parse
from numerics.terrain.terrain import terrain_of

LOSS = parse("sqrt(2)*x**3*y + tanh(x*y)/3 + exp(-y**2)")


def test_floats_lie_in_the_balls():
    terrain = terrain_of(LOSS)
    points = np.random.default_rng(1).normal(size=(5, 2))
    for i, point in enumerate(points):
        at = tuple(flint.arb(c) for c in point)
        assert abs(float(terrain.enclosed_value(at)) - terrain.value(points)[i]) < 1e-12
        gradient, hessian = terrain.enclosed_gradient(at), terrain.enclosed_hessian(at)
        for a in range(2):
            assert abs(float(gradient[a, 0]) - terrain.gradient(points)[i, a]) < 1e-11
            for b in range(2):
                assert abs(float(hessian[a, b]) - terrain.hessian(points)[i, a, b]) < 1e-10


def test_derivatives_are_those_of_the_value():
    terrain, at, h = terrain_of(LOSS), np.array([[0.3, -0.7]]), 1e-5
    for i in range(2):
        step = h * np.eye(2)[i]
        slope = (terrain.value(at + step) - terrain.value(at - step)) / (2 * h)
        assert abs(slope - terrain.gradient(at)[:, i]).max() < 1e-8
        bend = (terrain.gradient(at + step) - terrain.gradient(at - step)) / (2 * h)
        assert abs(bend - terrain.hessian(at)[:, i]).max() < 1e-8


def test_constant_derivatives_have_the_shape_of_the_points():
    terrain = terrain_of(parse("x**2 + 2*y**2"))
    assert terrain.hessian(np.zeros((7, 2))).shape == (7, 2, 2)


def test_an_even_power_around_zero_is_finite():
    around = flint.arb(0, 1)
    found = terrain_of(parse("(x-y)**2")).enclosed_value((around, around))
    assert found.is_finite()
    assert found.contains(4)


def test_where_it_is_not_real_there_is_no_number():
    terrain = terrain_of(parse("log(w)"))
    assert np.isnan(terrain.value(np.array([[-1.0]]))).all()
    assert terrain.enclosed_value((flint.arb(-1),)).is_nan()
