from fractions import Fraction

import flint
import mpmath
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL, THREE_MINIMA
from numerics.backends import compiled
from numerics.quadrature import exact_number, integral, integral_over_line

w = DOUBLE_WELL.coords[0]
PI = flint.arb.pi

KNOWN = {
    "sine": (sp.sin(w), 0, sp.pi, 2),
    "circle": (1 / (1 + w**2), 0, 1, sp.pi / 4),
    "root, singular at the end": (sp.sqrt(w), 0, 1, sp.Rational(2, 3)),
    "half power": (w ** sp.Rational(5, 2), 0, 1, sp.Rational(2, 7)),
    "logarithm": (sp.log(w), 1, 2, 2 * sp.log(2) - 1),
    "arc tangent": (sp.atan(w), 0, 1, sp.pi / 4 - sp.log(2) / 2),
    "root of a square": ((1 + w**2) ** sp.Rational(-1, 2), 0, 1, sp.log(1 + sp.sqrt(2))),
    "odd": (w**3 + sp.sin(w), -1, 1, 0),
    "backwards": (w, 1, 0, sp.Rational(-1, 2)),
    "constant": (sp.Integer(3), 0, "1/3", 1),
    "an exponential of two": (2**w, 0, 1, 1 / sp.log(2)),
    "hyperbolic": (sp.tanh(w) + sp.cosh(w), 0, 2, sp.log(sp.cosh(2)) + sp.sinh(2)),
    "narrow": (sp.exp(-(10**6) * w**2), -1, 1, sp.sqrt(sp.pi) / 1000),
}


def ball(value):
    return flint.arb(compiled(sp.sympify(value), (), "arb")())


@pytest.mark.parametrize("case", KNOWN.values(), ids=KNOWN)
def test_known_integrals_are_enclosed(case):
    expr, low, high, value = case
    with flint.ctx.workprec(140):
        found = integral(expr, w, low, high)
        assert found.overlaps(ball(value))
        assert found.rad() < 1e-32


def test_more_bits_give_more_digits():
    found = integral(sp.exp(-(w**2)), w, -1, 1, prec=1000)
    with flint.ctx.workprec(1000):
        assert found.overlaps(flint.arb.pi().sqrt() * flint.arb(1).erf())
        assert found.rel_accuracy_bits() > 980


def test_branch_points_next_to_the_path_do_no_harm():
    # without the analytic flag a root whose cut comes within 1/1000 of the path is "certified" wrongly
    width = sp.Rational(1, 1000)
    exact = sp.sqrt(1 + width**2) + width**2 * sp.log((1 + sp.sqrt(1 + width**2)) / width)
    assert integral(sp.sqrt(w**2 + width**2), w, -1, 1).overlaps(ball(exact))


@pytest.mark.parametrize("expr", [sp.Abs(w), sp.sign(w), sp.Max(w, 0), sp.Piecewise((w, w > 0), (0, True))])
def test_functions_that_are_not_analytic_are_refused(expr):
    with pytest.raises(ValueError, match="is not analytic: split the interval"):
        integral(expr, w, -1, 1)


def test_a_pole_is_refused():
    with pytest.raises(ValueError, match="no finite enclosure: is there a singularity"):
        integral(1 / w, w, -1, 1)


POTENTIALS = {
    "double well": DOUBLE_WELL,
    "three minima": THREE_MINIMA,
    "deeper well": DEEPER_WELL,
    "softplus": Potential(sp.log(1 + sp.exp(-w)) + w**2 / 10),
    "wavy": Potential(w**2 / 2 + sp.cos(3 * w)),
    "cosh": Potential(sp.cosh(w)),
}


@pytest.mark.parametrize("eta", [1, 20])
@pytest.mark.parametrize("potential", POTENTIALS.values(), ids=POTENTIALS)
def test_masses_agree_with_mpmath(potential, eta):
    L = compiled(potential.expr, potential.coords, "mpmath")
    with mpmath.workdps(25):
        reference = mpmath.quad(lambda z: mpmath.exp(-eta * L(z)), mpmath.linspace(-40, 40, 321))
        found = integral_over_line(potential, eta)
        assert abs(mpmath.mpf(found.str(25, radius=False)) / reference - 1) < 1e-19
        assert found.rel_accuracy_bits() > 100


@pytest.mark.parametrize("eta", [Fraction(1, 3), "0.05", 2, 1000, 10**6])
def test_gaussian_moments(eta):
    with flint.ctx.workprec(128):
        number = ball(exact_number(eta, "eta"))
        mass = (2 * flint.arb.pi() / number).sqrt()
        assert integral_over_line(QUADRATIC, eta).overlaps(mass)
        assert integral_over_line(QUADRATIC, eta, w**2).overlaps(mass / number)
        assert integral_over_line(QUADRATIC, eta, w**4).overlaps(3 * mass / number**2)
        assert integral_over_line(QUADRATIC, eta, sp.cos(w)).overlaps(mass * (-1 / number / 2).exp())


def test_half_lines_add_up():
    with flint.ctx.workprec(128):
        parts = [
            integral_over_line(DEEPER_WELL, 5, w**2, low, high) for low, high in ((-sp.oo, 1), (1, sp.oo))
        ]
        assert (parts[0] + parts[1]).overlaps(integral_over_line(DEEPER_WELL, 5, w**2))


@pytest.mark.parametrize("start", [-3, 0, 1, 10, 100])
def test_small_masses_far_out_keep_their_digits(start):
    with flint.ctx.workprec(160):
        mass = (flint.arb.pi() / 2).sqrt() * (start / flint.arb(2).sqrt()).erfc()
        for found in (
            integral_over_line(QUADRATIC, 1, low=start),
            integral_over_line(QUADRATIC, 1, high=-start),
        ):
            assert found.overlaps(mass)
            assert found.rel_accuracy_bits() > 100


def test_the_tail_is_in_the_radius():
    rough, fine = (integral_over_line(DOUBLE_WELL, 1, prec=bits) for bits in (30, 300))
    assert rough.contains(fine)


@pytest.mark.parametrize(
    "L", [-(w**2), w**3, w, -sp.exp(-(w**2)), sp.sin(w), sp.log(1 + w**2) / 6, sp.Integer(0)]
)
def test_what_does_not_confine_provably_is_refused(L):
    with pytest.raises(ValueError, match="no bound of its tail is known"):
        integral_over_line(Potential(L, (w,)), 3)


def test_enough_logarithms_confine():
    L = Potential(sp.log(1 + w**2))
    with flint.ctx.workprec(128):
        for weight, factor in (
            (1, flint.arb(5) / 16),
            (w**2, flint.arb(1) / 16),
        ):  # ∫ (1 + w²)^−4 and w² times it
            found = integral_over_line(L, 4, weight)
            assert found.overlaps(PI() * factor)
            assert found.rel_accuracy_bits() > 100


@pytest.mark.parametrize("limits", [{"low": sp.oo}, {"high": -sp.oo}])
def test_infinite_limits_on_the_wrong_side_are_refused(limits):
    with pytest.raises(ValueError, match="a finite real number is wanted"):
        integral_over_line(QUADRATIC, 1, **limits)


def test_a_weight_that_grows_too_fast_is_refused():
    with pytest.raises(ValueError, match="no bound of its tail is known"):
        integral_over_line(DOUBLE_WELL, 1, sp.exp(w**2))


def test_two_coordinates_are_refused():
    with pytest.raises(ValueError, match="one coordinate is wanted, not 2"):
        integral_over_line(SHEARED_DOUBLE_WELL, 1)


@pytest.mark.parametrize("eta", [0, -1, "-1/2"])
def test_a_temperature_is_positive(eta):
    with pytest.raises(ValueError, match="a positive number is wanted"):
        integral_over_line(QUADRATIC, eta)


@pytest.mark.parametrize("value", [0.5, True, None, sp.Float(0.5), 1j])
def test_only_exact_numbers_pass(value):
    with pytest.raises(TypeError, match=r"eta=.*: an exact number is wanted"):
        exact_number(value, "eta")


@pytest.mark.parametrize("value", ["many", "1/0", sp.oo, sp.nan, sp.I, w, "nan"])
def test_only_finite_real_numbers_pass(value):
    with pytest.raises(ValueError, match="a finite real number is wanted"):
        exact_number(value, "eta")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        ("1/3", sp.Rational(1, 3)),
        ("0.05", sp.Rational(1, 20)),
        (Fraction(2, 7), sp.Rational(2, 7)),
        (sp.sqrt(2), sp.sqrt(2)),
    ],
)
def test_exact_numbers_stay_exact(value, number):
    assert exact_number(value, "eta") == number
