import pytest
import sympy as sp

from derivations.square_loss_noise import (
    displacement,
    forced_norm_moment,
    fourth_moments,
    gaussian_noise_covariance,
    isotropic_fourth_moments,
    noise_covariance,
)

ANGLE = sp.Symbol("theta", real=True)


def test_in_the_plane_the_circle_has_the_forced_moments():
    # x uniform on |x| = √2, so that E xxᵀ = I.
    point = (sp.sqrt(2) * sp.cos(ANGLE), sp.sqrt(2) * sp.sin(ANGLE))
    circle = {
        index: sp.integrate(sp.prod([point[i] for i in index]), (ANGLE, 0, 2 * sp.pi)) / (2 * sp.pi)
        for index in fourth_moments(2)
    }
    assert circle == isotropic_fourth_moments(2)


def test_forced_moments_make_the_noise_isotropic():
    u = displacement(3)
    expected = (1 + sum(c**2 for c in u) / 2) * sp.eye(3)
    assert sp.expand(noise_covariance(3, isotropic_fourth_moments(3)) - expected) == sp.zeros(3)


def test_forced_norm_moment_in_three_dimensions():
    assert forced_norm_moment(3) == sp.Rational(15, 2)


def test_one_dimension_is_no_condition():
    with pytest.raises(ValueError, match=r"dimension=1: \(2.4\) does not fix the fourth moments"):
        isotropic_fourth_moments(1)


def test_gaussian_features_have_the_noise_of_their_fourth_moments():
    def moment(index):
        return sp.prod([(1, 0, 1, 0, 3)[index.count(i)] for i in set(index)])

    known = noise_covariance(3, {index: moment(index) for index in fourth_moments(3)})
    assert sp.expand(gaussian_noise_covariance(3) - known) == sp.zeros(3)
