"""The integral of a ladder over a trial function, enclosed.

A trial function is a polynomial per mode on each element, joined continuously. Its coefficients are doubles
taken as exact numbers, so nothing is asked of the linear algebra that found them: by the principles of
Dirichlet and Thomson every trial function gives a bound, and a good one gives a good bound.

## Main definitions
* `Trial`: the values of a trial function at the nodes of a mesh.
* `enclosed_integral`: ∫ weight · density along the valley, as an Arb ball.

## Implementation notes
On an element u = (u_left (1 − t) + u_right (1 + t))/2 + (1 − t²) q(t), where the neighbours share u_left and
u_right exactly and q has coefficients in doubles: so u is continuous without rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import flint
import numpy as np
import sympy as sp

from numerics.holomorphic import Holomorphic, holomorphic
from numerics.quadrature import ball
from numerics.valley.chart import ValleyChart
from numerics.valley.elements import Mesh, element
from numerics.valley.ladder import Floats, Ladder, Term

BITS = 96
GOAL = 72
"""An integral is refined until about this many bits of it are sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """floors + values: `floors` (nodes,) are integers, added to mode 0; `values` (nodes, modes) doubles."""

    mesh: Mesh
    floors: Floats
    values: Floats
    ends: tuple[sp.Expr, sp.Expr]
    """The ends of the mesh, exact; the edges between them are doubles."""

    def edges(self, e: int) -> tuple[flint.arb, flint.arb]:
        """The ends of element `e`."""
        inner = [flint.arb(float(edge)) for edge in self.mesh.edges[1:-1]]
        edges = [ball(self.ends[0]), *inner, ball(self.ends[1])]
        return edges[e], edges[e + 1]

    def polynomials(self, e: int, shift: int = 0) -> list[flint.arb_poly]:
        """The modes on element `e` as polynomials in t ∈ [−1, 1], `shift` taken from the floors."""
        p = self.mesh.degree
        nodes = slice(e * p, e * p + p + 1)
        floors, values = self.floors[nodes] - shift, self.values[nodes]
        total = values.copy()
        total[:, 0] += floors
        bubbles = _bubbles(p, total)
        corners = [[flint.arb(float(v)) for v in values[j]] for j in (0, -1)]
        for j in (0, -1):
            corners[j][0] += int(floors[j])
        return [
            flint.arb_poly([(a + b) / 2, (b - a) / 2])
            + flint.arb_poly([1, 0, -1]) * flint.arb_poly(list(map(float, q)))
            for a, b, q in zip(*corners, bubbles.T, strict=True)
        ]

    def slopes(self, e: int) -> list[flint.arb_poly]:
        """Their derivatives with respect to x; tiny differences from a constant floor are not lost."""
        low, high = self.edges(e)
        modes = self.polynomials(e, int(self.floors[e * self.mesh.degree]))
        return [mode.derivative() * (2 / (high - low)) for mode in modes]


def _bubbles(degree: int, values: Floats) -> Floats:
    """Q at the interior nodes, as coefficients of powers of t, shape (degree − 1, modes)."""
    t = element(degree).nodes
    linear = np.outer(1 - t, values[0]) / 2 + np.outer(1 + t, values[-1]) / 2
    inner = ((values - linear) / (1 - t * t + (abs(t) == 1))[:, None])[1:-1]
    return np.asarray(_powers(degree) @ inner)


@lru_cache(maxsize=64)
def _powers(degree: int) -> Floats:
    return np.asarray(np.linalg.inv(np.vander(element(degree).nodes[1:-1], increasing=True)), dtype=float)


def enclosed_integral(
    trial: Trial, ladder: Ladder, chart: ValleyChart, eps: sp.Expr, weight: sp.Expr
) -> flint.arb:
    """∫ weight(x) · density(trial) dx over the mesh, at `BITS` bits; `weight` and the chart are exact."""
    letters = letters_of(chart, eps)
    with flint.ctx.workprec(BITS):
        pieces = [_pieces(trial, ladder, letters, e) for e in range(trial.mesh.count)]
        scale = max(
            (abs(_value(p, chart.along, weight, trial, e)(flint.acb(0), False)).upper(), e)
            for e, p in enumerate(pieces)
        )[0]
        tolerance = scale * flint.arb(2) ** -GOAL
        parts = [
            flint.acb.integral(
                _value(p, chart.along, weight, trial, e), -1, 1, abs_tol=tolerance, rel_tol=2.0**-GOAL
            ).real
            for e, p in enumerate(pieces)
        ]
        return flint.arb(sum(parts, flint.arb(0)))


def letters_of(chart: ValleyChart, eps: sp.Expr) -> dict[str, sp.Expr]:
    """The letters of the ladders, exact."""
    x, s = chart.along, sp.sqrt(chart.stiffness / eps)
    return {
        "one": sp.Integer(1),
        "s": s,
        "sigma": sp.diff(chart.stiffness, x) / (2 * chart.stiffness),
        "tau": s * sp.diff(chart.line, x),
    }


Piece = tuple[sp.Expr, flint.arb_poly]
"""A function of x times a polynomial in t."""


def _pieces(trial: Trial, ladder: Ladder, letters: dict[str, sp.Expr], e: int) -> list[Piece]:
    """The density on element `e` as a sum of pieces."""
    low, high = trial.edges(e)
    half = (high - low) / 2
    modes, slopes = trial.polynomials(e), trial.slopes(e)
    found = []
    for group in ladder:
        rows = [(letters[t.letter], _rows(t, slopes if t.derived else modes)) for t in group]
        rows = [(letter, row) for letter, row in rows if letter != 0]
        for i, (one, left) in enumerate(rows):
            for j, (other, right) in enumerate(rows[i:]):
                product = sum(
                    (left[r] * right[r] for r in left.keys() & right.keys()), start=flint.arb_poly()
                )
                found.append((one * other, product * half * (1 if j == 0 else 2)))
    return found


def _rows(term: Term, modes: Sequence[flint.arb_poly]) -> dict[int, flint.arb_poly]:
    """The rows of matrix · modes that are not 0, the roots in the entries enclosed."""
    rows: dict[int, flint.arb_poly] = {}
    for row, column, sign, square in term.entries:
        root = flint.arb(flint.fmpq(square.numerator, square.denominator)).sqrt()
        rows[row] = rows.get(row, flint.arb_poly()) + modes[column] * (sign * root)
    return rows


def _value(pieces: list[Piece], x: sp.Symbol, weight: sp.Expr, trial: Trial, e: int) -> Holomorphic:
    """Weight · density on element `e` as an integrand in t."""
    low, high = trial.edges(e)
    middle, half = (low + high) / 2, (high - low) / 2
    factor = holomorphic(weight, x)
    functions = [(holomorphic(letter, x), flint.acb_poly(polynomial)) for letter, polynomial in pieces]

    def value(t: flint.acb, analytic: bool) -> flint.acb:
        place = middle + half * t
        total = sum((f(place, analytic) * p(t) for f, p in functions), flint.acb(0))
        return factor(place, analytic) * total

    return value
