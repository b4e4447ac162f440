"""Eigenvalues of a symmetric matrix whose entries are polynomials in a real algebraic number, exactly.

All roots of the characteristic polynomial are real, so Descartes' rule of signs counts those below a
level exactly; halving encloses each eigenvalue, and the norm of the polynomial names it.

## Main definitions
* `Spectrum`: the roots of a polynomial that has only real ones.
* `OneEigenvalue`: the spectrum of a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import comb

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from derivations.algebraic import Interval, Rational, RealRoot, canonical, multiplication, polynomial


@dataclass(frozen=True)
class OneEigenvalue:
    """The spectrum of a 1 × 1 matrix, its entry the `determinant`."""

    determinant: sp.Expr

    @property
    def eigenvalues(self) -> tuple[sp.Expr, ...]:
        """Just the one."""
        return (self.determinant,)


@dataclass(frozen=True)
class Spectrum:
    """The roots, all real, of Σ c_i λ^i with c_i the value of `coefficients[i]` at `theta`; the last is 1."""

    theta: RealRoot
    coefficients: tuple[sp.Poly, ...]

    @property
    def size(self) -> int:
        """How many there are, with multiplicity."""
        return len(self.coefficients) - 1

    @property
    def determinant(self) -> sp.Expr:
        """Their product."""
        return self.theta.value((-1) ** self.size * self.coefficients[0])

    @property
    def is_singular(self) -> bool:
        """Whether 0 is among them."""
        return self.theta.sign(self.coefficients[0]) == 0

    @property
    def eigenvalues(self) -> tuple[sp.Expr, ...]:
        """Ascending, exact."""
        norm = self._norm()
        return tuple(canonical(norm, self.enclosures(number)) for number in range(self.size))

    def below(self, level: Rational) -> int:
        """How many are smaller than `level`: the positive roots of the polynomial at level − λ."""
        n, h = self.size, sp.QQ.to_sympy(level)
        signs = []
        for i in range(n + 1):
            shifted = sum(
                (comb(j, i) * h ** (j - i) * self.coefficients[j] for j in range(i, n + 1)), polynomial([0])
            )
            signs.append((-1) ** i * self.theta.sign(shifted))
        return sum(a != b for a, b in pairwise(sign for sign in signs if sign))

    def enclosures(self, number: int) -> Iterator[Interval]:
        """Eigenvalue `number`, from 0, enclosed.

        Yields:
            smaller and smaller intervals around it, without end.
        """
        sizes = [abs(end) for c in self.coefficients for end in next(self.theta.enclosures(c))]
        low, high = -1 - max(sizes), 1 + max(sizes)  # Cauchy's bound
        while True:
            yield low, high
            middle = (low + high) / 2
            low, high = (low, middle) if self.below(middle) > number else (middle, high)

    def _norm(self) -> sp.Poly:
        """A polynomial over the rationals that vanishes at all of them.

        It is the characteristic polynomial of the companion matrix, with each coefficient written as
        the matrix that multiplies by it modulo the polynomial of theta.
        """
        f = self.theta.poly
        n, m = self.size, f.degree()
        matrix = sp.zeros(n * m)
        for i, c in enumerate(self.coefficients[:-1]):
            matrix[i * m : (i + 1) * m, (n - 1) * m :] = -sp.Matrix(multiplication(f, c))
            if i:
                matrix[i * m : (i + 1) * m, (i - 1) * m : i * m] = sp.eye(m)
        rational = DomainMatrix.from_Matrix(matrix).convert_to(sp.QQ)
        return polynomial([sp.QQ.to_sympy(a) for a in rational.charpoly()][::-1])
