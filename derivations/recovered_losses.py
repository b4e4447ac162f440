"""Risk functions that have the Hessians printed in Appendix H, which gives the Hessians only.

## Main definitions
* `TWO_VALLEYS`, `THREE_VALLEYS`: products of quadratics, each 0 at its own centre.
* `eigenvalues_at`: of the Hessian, at points where the loss and its gradient are 0.

## Main statements
* Example 1: w²(w − 1)²(w − 5/2)² (`zoo.THREE_MINIMA`) has exactly 4.5, 12.5, 28.125.
* Example 3: both losses exist; the printed eigenvalues of the second are rounded to two decimals.

## Implementation notes
The losses were found by solving for the centres; that they have the printed Hessians is what is shown,
not that no other loss does. THREE_VALLEYS may be dilated, so its unit of length is a choice.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import w, x, y
from derivations.zoo import THREE_MINIMA
from ledger.compare import identical
from ledger.model import Check

HALF = sp.Rational(1, 2)

TWO_VALLEYS = Potential(
    (sp.Rational(11, 10) * x**2 + y**2 / 100) * ((x - 1) ** 2 + (y - 1) ** 2 / 10), (x, y), name="two valleys"
)
"""Global minima (0, 0) and (1, 1), with Hessians of one and the same trace."""

THREE_VALLEYS = Potential(
    (3 * x**2 + 4 * y**2)
    * ((x - HALF) ** 2 + 3 * (y - HALF) ** 2)
    * ((x + 3 * HALF) ** 2 + (y - 1) ** 2 / 4),
    (x, y),
    name="three valleys",
)
"""Global minima (0, 0), (1/2, 1/2) and (−3/2, 1)."""

Point = Sequence[sp.Expr | int]


def eigenvalues_at(loss: Potential, points: Iterable[Point]) -> tuple[tuple[sp.Expr, ...], ...]:
    """The eigenvalues of the Hessian, smallest first, at each of the zeros of a nonnegative loss.

    Raises:
        ValueError: if a point is not a zero of the loss and of its gradient.
    """
    found = []
    for point in points:
        place = dict(zip(loss.coords, point, strict=True))
        if loss.at(point) != 0 or any(loss.gradient.subs(place)):
            raise ValueError(
                f"points has {tuple(point)}, where {loss.name or 'the loss'} or its gradient is not 0"
            )
        values = loss.hessian.subs(place).eigenvals(multiple=True)
        found.append(tuple(sorted(values)))
    return tuple(found)


def rounded(value: sp.Expr, decimals: int) -> Fraction:
    """An exact rational rounded to `decimals`, halves away from zero, as printed figures are."""
    scaled = abs(Fraction(int(value.p), int(value.q))) * 10**decimals
    nearest = Fraction((2 * scaled + 1) // 2, 10**decimals)
    return nearest if value >= 0 else -nearest


# --- Evidence ---


def _curvatures_on_the_line(loss: Potential) -> tuple[sp.Expr, ...]:
    """L'' at all zeros of a product of squares on the line, smallest first."""
    zeros = {(root,) for root in sp.real_roots(loss.expr)}
    return tuple(sorted(value for (value,) in eigenvalues_at(loss, zeros)))


def _third_minimum_at(place: str) -> tuple[sp.Expr, ...]:
    return _curvatures_on_the_line(Potential(w**2 * (w - 1) ** 2 * (w - sp.Rational(place)) ** 2))


def _decimals(*texts: str) -> tuple[sp.Expr, ...]:
    return tuple(sp.Rational(text) for text in texts)


def _three_rounded() -> tuple[tuple[Fraction, ...], ...]:
    found = eigenvalues_at(THREE_VALLEYS, [(0, 0), (HALF, HALF), (-3 * HALF, 1)])
    return tuple(tuple(rounded(value, 2) for value in values) for values in found)


def _pairs(*texts: str) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(map(Fraction, text.split())) for text in texts)


three_equal_minima_have_the_printed_hessians = Check(
    tests=r"$L''$ at the global minima of $w^2(w-1)^2(w-\frac52)^2$, in ascending order, against the "
    r"printed 4.5, 12.5, 28.125.",
    measure=lambda: _curvatures_on_the_line(THREE_MINIMA),
    predict=lambda: _decimals("4.5", "12.5", "28.125"),
    compare=equal(),
    wrong={
        "third minimum at 2": lambda: _third_minimum_at("2"),
        "third minimum at 11/4": lambda: _third_minimum_at("11/4"),
        "the first two halved": lambda: _decimals("2.25", "6.25", "28.125"),
    },
)

two_valleys_have_the_printed_hessians = Check(
    tests=r"The eigenvalues of $\nabla^2L$ at the two global minima of "
    r"$(\frac{11}{10}x^2+\frac{y^2}{100})((x-1)^2+\frac1{10}(y-1)^2)$, against the printed (2.42, "
    r"0.022) and (2.22, 0.222).",
    measure=lambda: eigenvalues_at(TWO_VALLEYS, [(0, 0), (1, 1)]),
    predict=lambda: (_decimals("0.022", "2.42"), _decimals("0.222", "2.22")),
    compare=equal(),
    wrong={
        "0.22 for 0.022": lambda: (_decimals("0.22", "2.42"), _decimals("0.222", "2.22")),
        "the minima exchanged": lambda: (_decimals("0.222", "2.22"), _decimals("0.022", "2.42")),
    },
)

three_valleys_have_the_printed_hessians = Check(
    tests=r"The eigenvalues of $\nabla^2L$ at the three global minima of "
    r"$(3x^2+4y^2)((x-\frac12)^2+3(y-\frac12)^2)((x+\frac32)^2+\frac14(y-1)^2)$, to two decimals, "
    r"against the printed (15, 20), (14.22, 42.66), (102.13, 25.53).",
    measure=_three_rounded,
    predict=lambda: _pairs("15 20", "14.22 42.66", "25.53 102.13"),
    compare=identical(),
    wrong={
        "14.22 42.67": lambda: _pairs("15 20", "14.22 42.67", "25.53 102.13"),
        "102.12": lambda: _pairs("15 20", "14.22 42.66", "25.53 102.12"),
        "15 25": lambda: _pairs("15 25", "14.22 42.66", "25.53 102.13"),
    },
)
