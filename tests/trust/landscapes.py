"""Random confining polynomials with two wells, and other looks at the same question.

## Main definitions
* `Journey`: a loss, a temperature, a start, a target, and a radius.
* `on_the_line`, `in_the_plane`: random ones.
* `Look`: a change of coordinates, heights or both, and by what it multiplies times and heights.

## Notation
dW = −∇L dt + √(2/η) dB. If L'(w) = k L(Qᵀ(w − b)/s) + c with an orthogonal Q and η' = η/k, then sQW + b
solves the equation of L' when time runs k/s² times as fast: times are multiplied by s²/k, and heights by k.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from derivations.potential import Potential
from derivations.symbols import w, x, y

Point = tuple[sp.Rational, ...]


@dataclass(frozen=True)
class Journey:
    """From one well to the other; all numbers are exact."""

    loss: Potential
    eta: sp.Rational
    start: Point
    target: Point
    radius: sp.Rational


@dataclass(frozen=True)
class Look:
    """A change of coordinates w ↦ s Q w + b and of heights L ↦ k L + c."""

    turn: sp.Matrix
    scale: sp.Rational
    shift: Point
    steepness: sp.Rational
    lift: sp.Rational

    @property
    def times(self) -> Fraction:
        """By what times are multiplied."""
        return Fraction(str(self.scale**2 / self.steepness))

    @property
    def heights(self) -> Fraction:
        """By what heights are multiplied."""
        return Fraction(str(self.steepness))

    def of(self, journey: Journey) -> Journey:
        """The same journey, looked at so."""
        coords = journey.loss.coords
        back = self.turn.T * (sp.Matrix(coords) - sp.Matrix(self.shift)) / self.scale
        expr = journey.loss.expr.subs(dict(zip(coords, back, strict=True)), simultaneous=True)
        return replace(
            journey,
            loss=Potential(sp.expand(self.steepness * expr + self.lift), coords),
            eta=journey.eta / self.steepness,
            start=self.there(journey.start),
            target=self.there(journey.target),
            radius=journey.radius * self.scale,
        )

    def there(self, point: Point) -> Point:
        """Where a point goes."""
        return tuple(self.scale * self.turn * sp.Matrix(point) + sp.Matrix(self.shift))


def rationals(low: str, high: str) -> st.SearchStrategy[sp.Rational]:
    """Short ones, from low to high."""
    return st.fractions(Fraction(low), Fraction(high), max_denominator=10).map(
        lambda number: sp.Rational(number.numerator, number.denominator)
    )


@st.composite
def two_wells(draw: st.DrawFn) -> tuple[sp.Expr, sp.Rational, sp.Rational, sp.Rational]:
    """A polynomial in w of degree 4 or 6, its minimum, its maximum and its other minimum; nothing else."""
    left, to_gate, to_right = (
        draw(rationals("-2", "1")),
        draw(rationals("1/2", "3/2")),
        draw(rationals("1/2", "3/2")),
    )
    gate, right = left + to_gate, left + to_gate + to_right
    slope = (w - left) * (w - gate) * (w - right)
    if draw(st.booleans()):
        slope *= (w - gate) ** 2 + draw(rationals("1/2", "2"))
    return sp.integrate(sp.expand(slope), w), left, gate, right


@st.composite
def on_the_line(draw: st.DrawFn) -> Journey:
    """From one minimum to the other, over a barrier of one to ten times 1/η."""
    expr, left, gate, right = draw(two_wells())
    ends = draw(st.permutations([left, right]))
    rise = expr.subs(w, gate) - min(expr.subs(w, end) for end in ends)
    radius = min(gate - left, right - gate) * draw(rationals("1/10", "9/10"))
    eta = draw(rationals("1", "10")) / rise
    return Journey(Potential(expr, (w,)), eta, (ends[0],), (ends[1],), radius)


@st.composite
def in_the_plane(draw: st.DrawFn) -> Journey:
    """Two wells along x, coupled to a spring along y."""
    expr, left, gate, right = draw(two_wells())
    spring, bend = draw(rationals("1/2", "2")), draw(rationals("-1", "1"))
    loss = expr.subs(w, x) + spring * (y - bend * x) ** 2 / 2
    rise = expr.subs(w, gate) - min(expr.subs(w, left), expr.subs(w, right))
    start, target = ((end, bend * end) for end in (left, right))
    radius = min(gate - left, right - gate) * draw(rationals("3/10", "6/10"))
    return Journey(
        Potential(sp.expand(loss), (x, y)), draw(rationals("2", "6")) / rise, start, target, radius
    )


def look(
    turn: sp.Matrix, scale: object = 1, shift: object = 0, steepness: object = 1, lift: object = 0
) -> Look:
    """A Look whose shift is the same along every coordinate."""
    b, s, k, c = map(sp.Rational, (shift, scale, steepness, lift))
    return Look(turn, s, (b,) * turn.rows, k, c)
