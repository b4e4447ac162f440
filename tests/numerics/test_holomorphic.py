import cmath

import flint
import pytest
import sympy as sp

from numerics.holomorphic import holomorphic

w = sp.Symbol("w", real=True)


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (sp.sqrt(w), cmath.sqrt),
        (sp.log(w), cmath.log),
        (sp.atan(w), cmath.atan),
        (w ** sp.Rational(-2, 3), lambda z: z ** (-2 / 3)),
        (sp.pi * sp.exp(w) / (1 + w**2), lambda z: cmath.pi * cmath.exp(z) / (1 + z**2)),
        (sp.Integer(2), lambda z: 2),
    ],
    ids=("sqrt", "log", "atan", "power", "product", "constant"),
)
def test_values_are_those_of_the_principal_branch(expr, value):
    for z in (1 + 2j, 0.3 - 1.4j):
        for flag in (True, False):
            assert complex(holomorphic(expr, w)(flint.acb(z), flag)) == pytest.approx(value(z), rel=1e-14)


@pytest.mark.parametrize(
    ("expr", "on_the_cut"),
    [
        (sp.sqrt(w), -1),
        (sp.log(w), -2),
        (w ** sp.Rational(1, 3), -1),
        (sp.atan(w), 2j),
        (sp.sqrt(1 + w**2), 2j),
    ],
    ids=str,
)
def test_a_branch_cut_is_told_when_it_is_asked_for(expr, on_the_cut):
    ball = flint.acb(on_the_cut) + flint.acb(flint.arb(0, 0.1), flint.arb(0, 0.1))
    assert not holomorphic(expr, w)(ball, True).is_finite()
    assert holomorphic(expr, w)(ball, False).is_finite()


@pytest.mark.parametrize("expr", [sp.Abs(w), sp.sign(w), sp.Max(w, 1), sp.floor(w), sp.Heaviside(w)], ids=str)
def test_rough_functions_are_refused(expr):
    with pytest.raises(ValueError, match="is not analytic: split the interval"):
        holomorphic(expr, w)
