import numpy as np
import pytest
import sympy as sp

from derivations.parse import parse
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.terrain.confinement import _heights_outwards, confinement_doubt


def doubt(text, noise="1", eps0="0.05"):
    loss = parse(text)
    d = len(loss.coords)
    strength = parse(noise, [str(c) for c in loss.coords]).expr
    return confinement_doubt(loss, strength, sp.Rational(eps0), [-1.0] * d, [1.0] * d)


def test_a_proof_leaves_no_doubt():
    assert confinement_doubt(SHEARED_DOUBLE_WELL, sp.S.One, sp.Rational(1, 10), [-1, -1], [1, 1]) == ""
    assert doubt("w**2 + tanh(w)") == ""


def test_without_a_proof_there_is_a_warning():
    assert "not proved that the loss is confining" in doubt("sqrt(1+w**2)")
    assert "not proved" in doubt("w**2", "2 + tanh(w)")


def test_logarithmic_growth_confines_only_below_a_temperature():
    """∫ (1 + w²)^{−1/(2ε)} is finite if and only if ε < 1."""
    assert doubt("log(1+w**2)/2", eps0="0.9") == ""
    with pytest.raises(ValueError, match="is not confining at this noise"):
        doubt("log(1+w**2)/2", eps0="1.1")


def test_in_the_plane_it_has_to_grow_more():
    """∫ (1 + r²)^{−1/(2ε)} r dr is finite if and only if ε < 1/2."""
    assert "looks so" in doubt("log(1+x**2+y**2)/2", eps0="0.45")
    with pytest.raises(ValueError, match="is not confining"):
        doubt("log(1+x**2+y**2)/2", eps0="0.55")


def test_loud_noise_far_out_may_take_the_confinement_away():
    """Ψ = ∫ w/(1 + w²)² is bounded; 1/β alone decides, and w⁻⁴ is integrable, 1/w is not."""
    assert doubt("w**2/2", "(1+w**2)**2") == ""
    with pytest.raises(ValueError, match="is not confining"):
        doubt("log(1+w**2)/2", "sqrt(1+w**2)", eps0="50")


def test_only_the_side_away_from_the_target_counts_on_the_line():
    loss = parse("w**3 - w")
    assert confinement_doubt(loss, sp.S.One, sp.Rational(1, 10), [1.0], [-1.0]) == ""
    with pytest.raises(ValueError, match="is not confining"):
        confinement_doubt(loss, sp.S.One, sp.Rational(1, 10), [-1.0], [1.0])


def test_what_is_not_real_is_refused():
    with pytest.raises(ValueError, match="is not a real number everywhere"):
        doubt("w - log(w)")
    assert doubt("(w**2-1)**2/4 + exp(w**2)") == ""
    assert confinement_doubt(DOUBLE_WELL, sp.S.One, sp.Rational(1, 1000), [-1.0], [1.0]) == ""


def test_heights_are_those_at_the_ends_of_the_doublings():
    """Along −x, and with noise 1/2 of strength 1/2, F = 2r² + log(1/2) at r = 2, 4, 8, …"""
    loss, strength = parse("x**2/2 + 3*y**2"), sp.Rational(1, 2)
    heights = _heights_outwards(loss, strength, 0.5, np.zeros(2), np.array([1.0, 0.0]))
    radii = 2.0 ** (1 + np.arange(len(heights)))
    assert heights[:, -4] == pytest.approx(2 * radii**2 + np.log(0.5))


def test_rays_may_cross_a_curved_valley():
    loss = parse(
        "-3*x/100 - y/25 + ((3*x/5 + 4*y/5)**2 - 1)**2/4 + 25*(-4*x/5 + 3*y/5 - 7*(3*x/5 + 4*y/5)**2/10)**2"
    )
    doubt = confinement_doubt(loss, sp.S.One, sp.Rational(1, 300), (-1.16, -0.38), (0.04, 1.22))
    assert "not proved" in doubt


def test_a_flat_curved_valley_is_refused():
    with pytest.raises(ValueError, match="is not confining"):
        confinement_doubt(parse("25*(y - x**2)**2"), sp.S.One, sp.Rational(1, 300), (-1, 1), (1, 1))


def test_constant_noise_multiplies_the_strength():
    assert "looks so" in doubt("log(1+x**2+y**2)/2", "2", eps0="0.225")
    with pytest.raises(ValueError, match="is not confining"):
        doubt("log(1+x**2+y**2)/2", "2", eps0="0.275")
