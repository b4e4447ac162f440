"""Across a valley: Hermite functions, and the two quadratic forms as ladders of their coefficients.

With h_n = He_n/√(n!), u = Σ c_n(x) h_n(ξ), ξ = √(k/ε) (y − g), and the letters σ = k'/(2k), s = √(k/ε),
τ = s g', the derivatives of u are

    ∂_y u = s Σ √n c_n h_{n−1},
    ∂_x u = Σ_m (c_m' + σ [m c_m + √((m+1)(m+2)) c_{m+2}] − τ √(m+1) c_{m+1}) h_m,

because h_n' = √n h_{n−1} and ξ h_n = √(n+1) h_{n+1} + √n h_{n−1}. Hence ε∫|∇u|² e^{−V/ε} is a one-dimensional
integral of squares (`energy`), exactly, over the whole plane.

A flow with the density a(x, ξ) = Σ a_n(x) h_n(ξ) ρ(ξ) along the valley, ρ the normal density, has no
divergence if a_0 is constant and it flows Σ_{n≥1} a_n'/√n h_{n−1} ρ across, because (h_{n−1} ρ)' = −√n h_n ρ.
Its dissipation ∫|flow|² e^{V/ε}/ε is again a one-dimensional integral of squares (`dissipation`).

## Main definitions
* `Term`, `Ladder`: a sum of squares of first-order expressions in the coefficients.
* `energy`, `dissipation`: the two of a valley.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LETTERS = ("one", "s", "sigma", "tau")
"""The functions of x that may multiply the coefficients or their derivatives."""


Entry = tuple[int, int, int, Fraction]
"""Row, column, sign and square of an entry of a matrix: all are square roots of rationals."""


@dataclass(frozen=True, eq=False)
class Term:
    """letter(x) · matrix · c(x), or · c'(x) if `derived`; the matrix is given by its entries."""

    letter: str
    shape: tuple[int, int]
    entries: tuple[Entry, ...]
    derived: bool = False

    @cached_property
    def matrix(self) -> Floats:
        """The matrix in doubles."""
        matrix = np.zeros(self.shape)
        for row, column, sign, square in self.entries:
            matrix[row, column] = sign * np.sqrt(float(square))
        return matrix

    def and_also(self, other: "Term") -> "Term":
        """The sum of two terms with one letter and no common entry."""
        return Term(self.letter, self.shape, self.entries + other.entries, self.derived)


Ladder = tuple[tuple[Term, ...], ...]
"""The density Σ_groups |Σ_terms|² of a quadratic form."""


def _shift(
    letter: str,
    shape: tuple[int, int],
    by: int,
    square: Callable[[int], int | Fraction],
    sign: int = 1,
    derived: bool = False,
) -> Term:
    """Row m holds sign·√square(m) in column m + by."""
    rows, modes = shape
    columns = [(m, m + by) for m in range(rows) if 0 <= m + by < modes]
    entries = tuple((m, n, sign, Fraction(square(m))) for m, n in columns if square(m))
    return Term(letter, shape, entries, derived)


@lru_cache(maxsize=64)
def energy(modes: int) -> Ladder:
    """|∇u|², averaged over ξ, for u with `modes` coefficients."""
    shape = (modes, modes)
    stretch = _shift("sigma", shape, 0, lambda m: m * m).and_also(
        _shift("sigma", shape, 2, lambda m: (m + 1) * (m + 2))
    )
    along = (
        _shift("one", shape, 0, lambda _: 1, derived=True),
        stretch,
        _shift("tau", shape, 1, lambda m: m + 1, sign=-1),
    )
    return along, (_shift("s", shape, 0, lambda m: m),)


@lru_cache(maxsize=64)
def dissipation(modes: int) -> Ladder:
    """|flow|² over the squared Gibbs density, averaged over ξ, for a flow with `modes` coefficients."""
    shape = (modes + 1, modes)
    times = _shift("sigma", shape, -1, lambda m: m, sign=-1).and_also(
        _shift("sigma", shape, 1, lambda m: m + 1, sign=-1)
    )
    across = (
        _shift("one", shape, 1, lambda m: Fraction(1, m + 1), derived=True),
        _shift("tau", shape, 0, lambda _: 1),
        times,
    )
    return across, (_shift("s", shape, 0, lambda _: 1),)
