"""Real algebraic numbers: signs, names, order."""

from itertools import pairwise

import pytest
import sympy as sp

from derivations.algebraic import (
    T,
    canonical,
    interval_value,
    minimal_polynomial,
    multiplication,
    order,
    polynomial,
    real_roots,
    relation,
)

CUBIC = polynomial([-1, -3, 0, 1])  # T³ − 3T − 1, three real roots


def test_all_real_roots_are_found_in_disjoint_intervals():
    roots = real_roots(CUBIC * polynomial([0, 1]) * polynomial([1, 0, 1]) ** 2)
    assert len(roots) == 4
    assert all(a.high < b.low for a, b in pairwise(roots))
    numbers = [root.expression.evalf(30) for root in roots]
    expected = sorted(
        [0, *(2 * sp.cos(sp.pi * k / 9) for k in (1, 5, 7))], key=lambda r: r.evalf(30) if r else 0
    )
    assert all(abs(a - sp.N(b, 30)) < 1e-25 for a, b in zip(numbers, expected, strict=True))


def test_narrowings_keep_the_root():
    root = real_roots(CUBIC)[2].within(sp.QQ(1, 10**20))
    assert root.high - root.low <= sp.QQ(1, 10**20)
    assert float(root.low) == pytest.approx(float(2 * sp.cos(sp.pi / 9)), abs=1e-15)


def test_signs_are_exact():
    theta = real_roots(polynomial([-2, 0, 1]))[1]  # √2
    assert theta.sign(polynomial([-2, 0, 1])) == 0
    assert theta.sign(polynomial([sp.Rational(-141421356237309504, 10**17), 1])) == 1
    assert theta.sign(polynomial([sp.Rational(-141421356237309505, 10**17), 1])) == -1


@pytest.mark.parametrize(
    ("coefficients", "expected"),
    [
        ([7], sp.Integer(7)),
        ([0, 0, 1], sp.Integer(2)),
        ([1, sp.Rational(1, 2)], 1 + sp.sqrt(2) / 2),
    ],
)
def test_values_have_one_name(coefficients, expected):
    assert real_roots(polynomial([-2, 0, 1]))[1].value(polynomial(coefficients)) == expected


def test_equal_numbers_from_different_fields_have_equal_names():
    a = real_roots(polynomial([-2, 0, 0, 0, 0, 0, 1]))[1].value(polynomial([0, 0, 1]))  # (2^(1/6))²
    b = real_roots(polynomial([-2, 0, 0, 1]))[0].expression  # 2^(1/3)
    assert a == b
    assert isinstance(a, sp.CRootOf)


def test_names_of_high_degree_have_the_right_value():
    theta = real_roots(CUBIC)[0]
    value = theta.value(polynomial([1, 2, 3]))
    t = theta.expression.evalf(40)
    assert abs(value.evalf(30) - (1 + 2 * t + 3 * t**2)) < 1e-25


def test_the_minimal_polynomial_is_monic_and_vanishes():
    minimal = minimal_polynomial(CUBIC, polynomial([1, 1, 1]))
    assert minimal.LC() == 1
    assert minimal.compose(polynomial([1, 1, 1])).rem(CUBIC).is_zero


def test_multiplication_is_a_representation():
    a, b = (sp.Matrix(multiplication(CUBIC, polynomial(c))) for c in ([1, 2], [0, 1, 5]))
    product = sp.Matrix(multiplication(CUBIC, polynomial([1, 2]) * polynomial([0, 1, 5])))
    assert a * b == product


def test_interval_values_hold_all_values():
    low, high = interval_value(polynomial([0, -1, 1]), (sp.QQ(0), sp.QQ(1)))
    assert low <= sp.QQ(-1, 4)
    assert high >= 0


def test_the_shortest_relation_is_found():
    assert relation([[1, 0], [2, 0], [0, 1]]) == [-2, 1]


def test_independent_vectors_have_no_relation():
    with pytest.raises(ValueError, match="2 vectors without a linear relation"):
        relation([[1, 0], [0, 1]])


def test_enclosures_that_end_too_early_are_refused():
    with pytest.raises(ValueError, match="ended before they told the roots apart"):
        canonical(CUBIC, [(sp.QQ(-5), sp.QQ(5))])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (sp.Integer(1), sp.Integer(1), 0),
        (sp.sqrt(2) + sp.sqrt(3), sp.sqrt(5 + 2 * sp.sqrt(6)), 0),
        (sp.sqrt(2), sp.Rational(3, 2), -1),
        (sp.log(3), sp.Integer(1), 1),
    ],
)
def test_order_is_exact(a, b, expected):
    assert order(a, b) == expected


def test_an_order_that_cannot_be_decided_is_refused():
    machin = 4 * sp.atan(sp.Rational(1, 5)) - sp.atan(sp.Rational(1, 239))
    with pytest.raises(ValueError, match="cannot be decided which of the two is larger"):
        order(machin, sp.pi / 4)


def test_the_variable_is_bound_in_names():
    assert T not in real_roots(CUBIC)[0].expression.free_symbols
