"""How far the Eyring–Kramers formula is from the truth for smooth losses: the error term of Theorem 2.2.

For four times differentiable losses on the line the relative error is c₁ε + o(ε), with c₁ from the next terms
of Laplace's method at the minimum and at the gate; that is less than the printed √ε log(1/ε).

## Main definitions
* `first_correction`: c₁.      * `relative_errors`: (E τ/formula − 1)/ε.

## Main statements
* `error_of_a_double_well_is_linear`, `error_of_a_lopsided_well_is_linear`.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.laplace import laplace_correction
from derivations.place import Place, critical_point_at, minimum_at
from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import exact
from ledger.compare import tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.quadrature import Exact
from numerics.transition_law import LOPSIDED, Curve, escape_times, formula_values

ETAS = (25, 100, 400, 1600)


def first_correction(potential: Potential, start: Place, gate: Place) -> sp.Expr:
    """c₁ on the line: Σ 5L'''²/(24|L''|³) ∓ L''''/(8L''²) over the minimum (−) and the gate (+)."""
    (z,) = potential.coords
    ends = minimum_at(potential, start), critical_point_at(potential, gate)
    terms = []
    for (at,), sign in ((ends[0].at, 1), (ends[1].at, -1)):
        second, third, fourth = (sign * sp.diff(potential.expr, z, order).subs(z, at) for order in (2, 3, 4))
        terms.append(laplace_correction(second, third, fourth))
    return sp.Add(*terms)


def relative_errors(potential: Potential, start: Exact, target: Exact, etas: Sequence[int] = ETAS) -> Curve:
    """(E τ/formula − 1)/ε at each inverse temperature, enclosed."""
    times = escape_times(potential, start, target, etas)
    formula = formula_values(eyring_kramers(potential, start, target), etas)
    return tuple(
        (x, (time / value - exact(1)) / exact(x))
        for (x, time), (_, value) in zip(times, formula, strict=True)
    )


# --- Evidence ---------------------------------------------------------------------------------------


def _linear(value: sp.Expr) -> Curve:
    return tuple((Fraction(1, n), closed_form(value)) for n in ETAS)


error_of_a_double_well_is_linear = Check(
    tests=(
        "The relative error of the Eyring–Kramers formula in (w² − 1)²/4, divided by ε, at ε = 1/25 … 1/1600,"
        " enclosed, compared with the first correction of Laplace's method, 3/2."
    ),
    measure=lambda: relative_errors(DOUBLE_WELL, -1, 1),
    predict=lambda: _linear(first_correction(DOUBLE_WELL, -1, 0)),
    compare=tends_to(10),
    wrong={
        "the minimum alone": lambda: _linear(sp.Rational(3, 4)),
        "a term in √ε": lambda: tuple(
            (x, v * closed_form(1 / sp.sqrt(sp.Rational(x)))) for x, v in _linear(sp.Rational(3, 2))
        ),
        "the other sign": lambda: _linear(-first_correction(DOUBLE_WELL, -1, 0)),
    },
    of="corrected",
)

error_of_a_lopsided_well_is_linear = Check(
    tests=("The same in a lopsided double well, where third derivatives count, too: c₁ = 376/405."),
    measure=lambda: relative_errors(LOPSIDED, -1, sp.Rational(3, 2)),
    predict=lambda: _linear(first_correction(LOPSIDED, -1, 0)),
    compare=tends_to(10),
    wrong={
        "3/2, as in the double well": lambda: _linear(sp.Rational(3, 2)),
        "without third derivatives": lambda: _linear(sp.Rational(16, 75)),
        "without fourth derivatives": lambda: _linear(sp.Rational(376, 405) - sp.Rational(16, 75)),
    },
    of="corrected",
)
