"""Real solutions of polynomial systems, against other ways to find them."""

import pytest
import sympy as sp

from derivations.polynomial_system import algebra_modulo, real_solutions
from derivations.symbols import x, y, z


def system(*exprs, gens=(x, y)):
    return [sp.Poly(e, *gens, domain=sp.QQ) for e in exprs]


def points(*exprs, gens=(x, y)):
    return {tuple(s.theta.value(g) for g in s.coordinates) for s in real_solutions(system(*exprs, gens=gens))}


def test_solutions_that_share_coordinates_are_told_apart():
    assert points(x**2 - 1, y**2 - 4) == {(a, b) for a in (-1, 1) for b in (-2, 2)}


def test_multiple_solutions_are_found_once():
    assert points((x - 1) ** 2, (y - x) ** 3) == {(1, 1)}


def test_complex_solutions_are_left_out():
    assert points(x**2 + 1, y) == set()


def test_a_contradiction_has_no_solution():
    assert points(x - 1, x - 2) == set()


def test_three_unknowns():
    found = points(x + y + z, x * y + y * z + z * x + 3, x * y * z - 1, gens=(x, y, z))
    roots = [2 * sp.cos(sp.pi * k / 9) for k in (1, 5, 7)]  # of T³ − 3T − 1
    assert len(found) == 6
    for point in found:
        assert sorted(c.evalf(15) for c in point) == pytest.approx(sorted(r.evalf(15) for r in roots))


def test_every_solution_satisfies_the_equations_exactly():
    equations = system(x**3 - 2 * y + 1, y**3 - x * y - 1)
    found = real_solutions(equations)
    assert found
    for solution in found:
        assert all(solution.theta.sign(solution.reduced(e)) == 0 for e in equations)


def test_the_number_of_real_solutions_is_the_signature_of_the_trace_form():
    # Hermite: rank = number of complex solutions, signature = number of real ones.
    equations = system(x**2 + y**2 - 2, x**3 - y)
    algebra = algebra_modulo(equations)
    size = algebra.dimension

    def product(a, b):  # of two monomials, as an element
        element = {a: sp.Integer(1)}
        for i, exponent in enumerate(b):
            for _ in range(exponent):
                element = algebra.times(element, [int(i == j) for j in range(2)])
        return element

    def trace(element):
        total = 0
        for monomial in algebra.monomials:
            image = {}
            for m, c in element.items():
                for target, entry in product(monomial, m).items():
                    image[target] = image.get(target, 0) + c * entry
            total += image.get(monomial, 0)
        return total

    form = sp.Matrix(size, size, lambda i, j: trace(product(algebra.monomials[i], algebra.monomials[j])))
    t = sp.Symbol("t")
    signs = [sp.sign(c) for c in form.charpoly(t).all_coeffs()]
    changes = sum(a != b for a, b in zip([s for s in signs if s], [s for s in signs if s][1:], strict=False))
    negative = form.rank() - changes
    assert changes - negative == len(real_solutions(equations))


def test_boxes_are_narrow_and_hold_the_point():
    (solution,) = real_solutions(system(x**3 - 2, y - x**2))
    for (low, high), value in zip(
        solution.box, (2 ** sp.Rational(1, 3), 2 ** sp.Rational(2, 3)), strict=True
    ):
        assert sp.QQ.to_sympy(low) <= value <= sp.QQ.to_sympy(high)
        assert high - low <= sp.QQ(1, 2**40)


def test_infinitely_many_solutions_are_refused():
    with pytest.raises(ValueError, match="infinitely many complex solutions"):
        real_solutions(system(x * y, x**2 * y))


def test_too_many_solutions_are_refused():
    with pytest.raises(ValueError, match="up to 225 complex solutions: systems with at most 128"):
        real_solutions(system(x**15 - 1, y**15 - 1))
    with pytest.raises(ValueError, match="81 complex solutions: at most 64"):
        real_solutions(system(x**9 - y, y**9 - x - 1))
