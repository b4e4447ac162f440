"""Eigenvalues with algebraic entries."""

import numpy as np
import pytest
import sympy as sp

from derivations.algebraic import T, polynomial, real_roots
from derivations.spectrum import Spectrum

SQRT2 = real_roots(polynomial([-2, 0, 1]))[1]


def spectrum(matrix, theta=SQRT2):
    """Of a symmetric matrix whose entries are polynomials in T."""
    lam = sp.Symbol("lam")
    coefficients = sp.Matrix(matrix).charpoly(lam).all_coeffs()[::-1]
    return Spectrum(theta, tuple(sp.Poly(sp.expand(c), T, domain=sp.QQ) for c in coefficients))


def test_eigenvalues_over_a_field_are_exact():
    found = spectrum([[T, 1], [1, -T]])  # ±√3
    assert found.eigenvalues == (-sp.sqrt(3), sp.sqrt(3))
    assert found.determinant == -3
    assert not found.is_singular


def test_multiple_eigenvalues_are_repeated():
    assert spectrum([[T, 0, 0], [0, T, 0], [0, 0, 1]]).eigenvalues == (1, sp.sqrt(2), sp.sqrt(2))


def test_singular_matrices_are_seen():
    found = spectrum([[T, 2], [2, 2 * T]])
    assert found.is_singular
    assert found.eigenvalues[0] == 0
    assert found.below(sp.QQ(0)) == 0


@pytest.mark.parametrize(("level", "expected"), [(-2, 0), (0, 1), (1, 1), (sp.Rational(3, 2), 2), (9, 3)])
def test_eigenvalues_below_a_level_are_counted(level, expected):
    found = spectrum([[T, 0, 0], [0, -1, 0], [0, 0, 3]])
    assert found.below(sp.QQ.from_sympy(sp.sympify(level))) == expected


def test_eigenvalues_agree_with_numbers():
    matrix = [[T, 1, 2], [1, 3, T], [2, T, -1]]
    exact = [v.evalf(20) for v in spectrum(matrix).eigenvalues]
    numeric = np.linalg.eigvalsh(np.array(sp.Matrix(matrix).subs(T, sp.sqrt(2)), float))
    assert [float(v) for v in exact] == pytest.approx(list(numeric), rel=1e-12)
