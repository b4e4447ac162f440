"""The mean escape time approaches the Eyring–Kramers formula as the noise vanishes (Theorem 2.2).

## Main definitions
* `escape_times`, `formula_values`: the exact times and a formula, for a sequence of inverse temperatures.
* `false_laws`: the formula with one of its parts wrong.

## Main statements
* `escape_times_of_a_double_well_approach_the_formula`, and of a lopsided one, and of neighbours among three.

## Implementation notes
The first correction is c ε with c = 3/2, 0.93 and 1.66 at the three potentials (`numerics.error_order`); the
rule allows 3 ε, down to ε = 1/1280, where any false constant that is off by more than 0.4 % is seen.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import sympy as sp

from derivations.barrier import barrier
from derivations.kramers import eyring_kramers
from derivations.place import Place, minimum_at
from derivations.potential import Potential
from derivations.symbols import eta, w
from derivations.zoo import DOUBLE_WELL, THREE_MINIMA
from ledger.bound import Bound
from ledger.compare import tends_to
from ledger.figure import Curve as Line
from ledger.figure import Figure, Panel
from ledger.model import Check, Setting
from numerics.bounds import closed_form
from numerics.line.escape import mean_escape_time
from numerics.quadrature import Exact

Curve = tuple[tuple[Fraction, Bound], ...]
"""Pairs (ε, a number at that ε)."""

ETAS = (20, 80, 320, 1280)

LOPSIDED = Potential(w**4 / 4 - w**3 / 6 - 3 * w**2 / 4, name="lopsided double well")
"""Minima −1 (L'' = 5/2) and the deeper 3/2 (L'' = 15/4), barrier at 0 (L'' = −3/2), 1/3 and 63/64 high."""


def escape_times(potential: Potential, start: Exact, target: Exact, etas: Sequence[int] = ETAS) -> Curve:
    """E τ from `start` to `target` at each inverse temperature, enclosed, with ε = 1/η."""
    return tuple((Fraction(1, n), mean_escape_time(potential, n, start, target)) for n in etas)


def formula_values(formula: sp.Expr, etas: Sequence[int] = ETAS) -> Curve:
    """A formula in `eta` at each inverse temperature, with ε = 1/η."""
    return tuple((Fraction(1, n), closed_form(formula.subs(eta, n))) for n in etas)


def false_laws(potential: Potential, start: Place, target: Place) -> dict[str, sp.Expr]:
    """The formula with one part wrong, by what is wrong, for one gate between two minima."""
    law, well, goal = (
        eyring_kramers(potential, start, target),
        *(minimum_at(potential, p) for p in (start, target)),
    )
    gate = barrier(potential, start, target).gates[0]
    rate, ratio = -gate.eigenvalues[0], abs(gate.determinant) / well.determinant
    climb, descent = gate.value - well.value, gate.value - goal.value
    return {
        "π for 2π": law / 2,
        "no square root": law * sp.sqrt(ratio),
        "determinants swapped": law / ratio,
        "exp(HM/(γβ))": law * sp.exp(-eta * climb / 2),
        "exp(4HM/(γβ))": law * sp.exp(eta * climb),
        "without λ*": law * rate,
        "λ* twice": law / rate,
        "det of the target": law * sp.sqrt(well.determinant / goal.determinant),
        "H from the target": law * sp.exp(eta * (descent - climb)),
    }


def falsified(
    potential: Potential, start: Place, target: Place, names: Sequence[str], etas: Sequence[int] = ETAS
) -> Mapping[str, Callable[[], Curve]]:
    """The named false laws as controls, evaluated when they are asked for."""

    def control(name: str) -> Callable[[], Curve]:
        return lambda: formula_values(false_laws(potential, start, target)[name], etas)

    return {name: control(name) for name in names}


# --- Evidence ---------------------------------------------------------------------------------------

SEEN_BY_SYMMETRY = ("π for 2π", "no square root", "determinants swapped", "exp(HM/(γβ))", "exp(4HM/(γβ))")
SEEN_WITHOUT_IT = ("without λ*", "λ* twice", "det of the target", "H from the target")


def quotients(setting: Setting) -> tuple[Figure, ...]:
    """The exact time over the formula in the double well, and over two false laws, against ε."""
    etas = tuple(2**k for k in range(1, 11))
    times = escape_times(DOUBLE_WELL, -1, 1, etas)
    laws = {"the formula": eyring_kramers(DOUBLE_WELL, -1, 1)}
    laws |= {name: false_laws(DOUBLE_WELL, -1, 1)[name] for name in ("no square root", "π for 2π")}
    curves = []
    for name, law in laws.items():
        pairs = zip(times, formula_values(law, etas), strict=True)
        values = tuple(float((time / value).middle) for (_, time), (_, value) in pairs)
        curves.append(Line(name, tuple(1 / n for n in etas), values, faint=name != "the formula"))
    panel = Panel("Exact mean escape time over the formula", "ε", "quotient", tuple(curves), log="x")
    return (
        Figure(
            "escape-times-over-formula",
            "Theorem 2.2 in (w² − 1)²/4",
            "The quotient of the exact mean escape time and the Eyring–Kramers formula tends to 1 as ε tends"
            " to 0; for the formula without its square root, or with π for 2π, it tends to another number.",
            (panel,),
        ),
    )


escape_times_of_a_double_well_approach_the_formula = Check(
    tests=(
        "Mean escape times from −1 to 1 in (w² − 1)²/4 at ε = 1/20 … 1/1280, enclosed by ball arithmetic,"
        " compared with the Eyring–Kramers formula."
    ),
    measure=lambda: escape_times(DOUBLE_WELL, -1, 1),
    predict=lambda: formula_values(eyring_kramers(DOUBLE_WELL, -1, 1)),
    compare=tends_to(3),
    wrong=falsified(DOUBLE_WELL, -1, 1, SEEN_BY_SYMMETRY),
    of="corrected",
    figures=quotients,
)

escape_times_of_a_lopsided_well_approach_the_formula = Check(
    tests=(
        "Mean escape times from −1 to the deeper minimum 3/2 of a lopsided double well, enclosed, compared"
        " with the Eyring–Kramers formula; here λ*, both determinants and both barriers differ."
    ),
    measure=lambda: escape_times(LOPSIDED, -1, sp.Rational(3, 2)),
    predict=lambda: formula_values(eyring_kramers(LOPSIDED, -1, sp.Rational(3, 2))),
    compare=tends_to(3),
    wrong=falsified(LOPSIDED, -1, sp.Rational(3, 2), SEEN_BY_SYMMETRY + SEEN_WITHOUT_IT),
    of="corrected",
)

escape_times_between_neighbours_among_three_approach_the_formula = Check(
    tests=(
        "Mean escape times from the minimum 0 to its neighbour 1 of w²(w − 1)²(w − 5/2)², enclosed, compared"
        " with the Eyring–Kramers formula; the third minimum lies behind the target."
    ),
    measure=lambda: escape_times(THREE_MINIMA, 0, 1),
    predict=lambda: formula_values(eyring_kramers(THREE_MINIMA, 0, 1)),
    compare=tends_to(3),
    wrong=falsified(THREE_MINIMA, 0, 1, (*SEEN_BY_SYMMETRY, "without λ*", "det of the target")),
    of="corrected",
)
