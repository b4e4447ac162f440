import pytest
import sympy as sp

from derivations.scale_invariance import (
    BATCHES,
    HIDDEN,
    OUTER,
    SAMPLES,
    WEIGHTS,
    normalised_gradient,
    rectifier,
    saturating,
    unit_gradient,
)


@pytest.mark.parametrize(("features", "target"), SAMPLES)
def test_rectifiers_lose_one_direction_each(features, target):
    g = unit_gradient(rectifier, features, target)
    for unit in (0, 1):
        assert HIDDEN[unit].dot(g[2 * unit : 2 * unit + 2]) == OUTER[unit] * g[4 + unit]


def test_gradient_of_two_units_is_that_of_the_loss():
    names = sp.symbols("p q r s a b")
    features, target = SAMPLES[3]
    inner = [names[0] * features[0] + names[1] * features[1], names[2] * features[0] + names[3] * features[1]]
    f = sum(a * z / (1 + z**2) for a, z in zip(names[4:], inner, strict=True))
    at = dict(zip(names, (*HIDDEN[0], *HIDDEN[1], *OUTER), strict=True))
    known = sp.Matrix([sp.diff((f - target) ** 2 / 2, name).subs(at) for name in names])
    assert unit_gradient(saturating, features, target) == known


@pytest.mark.parametrize(("features", "targets"), BATCHES)
def test_normalised_unit_does_not_feel_its_scale(features, targets):
    g = normalised_gradient(features, targets, normalise=True)
    assert all(entry.is_Rational for entry in g)
    assert WEIGHTS[0] * g[0] + WEIGHTS[1] * g[1] == 0


def test_kink_is_refused():
    with pytest.raises(ValueError, match="z=0: the rectifier has no slope at its kink"):
        rectifier(sp.S.Zero)
