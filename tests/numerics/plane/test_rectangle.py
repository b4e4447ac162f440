import numpy as np
import pytest
import sympy as sp

from numerics.line.two_ends import mean_exit_time
from numerics.plane.rectangle import Rectangle, _generator, mean_time_to_leave

SQUARE = Rectangle((0.5, 0.5), (0.0, 1.0), (0.0, 1.0))


def still(x, y):
    return (0 * x, 0 * x), (1 + 0 * x, 0 * x, 1 + 0 * x)


def leaning(correlation):
    return lambda x, y: ((-x, -3 * y), (1 + 0 * x, correlation + 0 * x, 1 + 0 * x))


def test_brownian_motion_leaves_a_square_as_its_series_says():
    n = np.arange(1, 60, 2)
    a, b = np.meshgrid(n, n)
    terms = 16 / np.pi**4 * np.sin(a * np.pi / 2) * np.sin(b * np.pi / 2) / (a * b * (a**2 + b**2))
    found = mean_time_to_leave(still, 1.0, SQUARE)
    assert float(found.middle) == pytest.approx(terms.sum(), rel=1e-3)
    assert found.radius <= found.middle / 1000


def test_twice_the_noise_takes_half_the_time():
    one, two = (float(mean_time_to_leave(still, eps, SQUARE).middle) for eps in (1.0, 2.0))
    assert two == pytest.approx(one / 2)


def test_a_coordinate_that_goes_its_own_way_leaves_as_on_the_line():
    """The other one is held far from its sides; what pushes both together does not matter."""
    place = Rectangle((0.3, 0.0), (-1.5, 1.2), (-6.0, 6.0))
    line = mean_exit_time(
        lambda x: x,
        lambda x: 1 + 0 * x,
        sp.Rational(1, 2),
        sp.Rational(3, 10),
        (-sp.Rational(3, 2), sp.Rational(6, 5)),
    )
    for correlation in (0.0, 0.8):
        found = float(mean_time_to_leave(leaning(correlation), 0.5, place).middle)
        assert found == pytest.approx(float(line.middle), rel=2e-3)


def test_mirrored_noise_leaves_from_the_mirrored_start():
    one = mean_time_to_leave(leaning(0.7), 0.5, Rectangle((0.4, 0.3), (-1.0, 1.0), (-1.0, 1.0)))
    two = mean_time_to_leave(leaning(-0.7), 0.5, Rectangle((-0.4, 0.3), (-1.0, 1.0), (-1.0, 1.0)))
    other = mean_time_to_leave(leaning(-0.7), 0.5, Rectangle((0.4, 0.3), (-1.0, 1.0), (-1.0, 1.0)))
    assert float(one.middle) == pytest.approx(float(two.middle), rel=1e-4)
    assert abs(float(one.middle / other.middle) - 1) > 0.02


def test_differences_are_derivatives():
    lines = np.linspace(-1, 1, 201)[1:-1], np.linspace(0, 1, 201)[1:-1]
    x, y = np.meshgrid(*lines, indexing="ij")
    a, b = sp.symbols("a b", real=True)
    f = (1 - a**2) * sp.sin(sp.pi * b) * sp.exp(a * b)
    terms = 2 * sp.diff(f, a, 2) + 2 * sp.Rational(1, 2) * sp.diff(f, a, b) + 3 * sp.diff(f, b, 2)
    wanted = sp.lambdify((a, b), terms / 10 + b * sp.diff(f, a) - a * sp.diff(f, b))(x, y)

    def field(x, y):
        return (y, -x), (2 + 0 * x, 0.5 + 0 * x, 3 + 0 * x)

    found = _generator(field, 0.1, lines, x, y) @ sp.lambdify((a, b), f)(x, y).ravel()
    assert np.abs(found - wanted.ravel()).max() < 1e-3


def test_a_start_outside_is_refused():
    with pytest.raises(ValueError, match=r"start=\(2.0, 0.5\): not between 0 and 1"):
        Rectangle((2.0, 0.5), (0.0, 1.0), (0.0, 1.0))


def test_noise_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match=r"eps0=0: a positive number"):
        mean_time_to_leave(still, 0, SQUARE)
    with pytest.raises(ValueError, match="positive definite all over the rectangle"):
        mean_time_to_leave(leaning(1.0), 1.0, SQUARE)


def test_a_time_that_the_mesh_does_not_see_is_refused():
    with pytest.raises(ValueError, match="the time to leave is not known to 5%"):
        mean_time_to_leave(leaning(0.0), 0.02, Rectangle((0.3, 0.1), (-3.0, 3.0), (-3.0, 3.0)))
