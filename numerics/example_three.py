"""Two and three minima in the plane: what orders their probabilities, and whether they grow (Example 3).

## Main definitions

## Main statements
* `masses_stand_as_the_roots_of_the_determinants`: not of the traces, the least or the largest eigenvalues.
* `printed_probability_grows_from_eta_131_to_1000`: refuted for the likeliest of three minima.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import sympy as sp

from derivations.potential import Potential
from derivations.recovered_losses import HALF, THREE_VALLEYS, TWO_VALLEYS, eigenvalues_at
from ledger.bound import Bound
from ledger.compare import Comparer, agree, ordered
from ledger.figure import Curve, Figure, Panel
from ledger.model import Check, Setting
from ledger.outcome import every
from numerics.bounds import closed_form
from numerics.example_figures import figure_8
from numerics.plane.gibbs_masses import disc_mass, plane_mass

# --- Evidence ---

RADIUS = 0.1
PAIR = {"(0, 0)": (0.0, 0.0), "(1, 1)": (1.0, 1.0)}
TRIPLE = {"(0, 0)": (0.0, 0.0), "(1/2, 1/2)": (0.5, 0.5), "(−3/2, 1)": (-1.5, 1.0)}


@lru_cache(maxsize=64)
def _mass(loss: Potential, eta: float, centre: tuple[float, float]) -> Bound:
    return disc_mass(loss, eta, centre, RADIUS)


def _probability_of_the_flattest(eta: float) -> Bound:
    return _mass(THREE_VALLEYS, eta, (0.0, 0.0)) / plane_mass(THREE_VALLEYS, eta, list(TRIPLE.values()))


def _ratios() -> dict[str, Bound]:
    """Mass at the first minimum over mass at another, deep in the cold."""
    two = _mass(TWO_VALLEYS, 1e5, PAIR["(0, 0)"]) / _mass(TWO_VALLEYS, 1e5, PAIR["(1, 1)"])
    first, *others = (_mass(THREE_VALLEYS, 1e4, centre) for centre in TRIPLE.values())
    return {"two minima": two, **{f"three minima, {i}": first / m for i, m in enumerate(others, 2)}}


def _predicted(size: Callable[[Sequence[sp.Expr]], sp.Expr]) -> dict[str, Bound]:
    """√(size at the other/size at the first)."""
    pair = eigenvalues_at(TWO_VALLEYS, [(0, 0), (1, 1)])
    triple = eigenvalues_at(THREE_VALLEYS, [(0, 0), (HALF, HALF), (-3 * HALF, 1)])
    found = {"two minima": size(pair[1]) / size(pair[0])}
    found |= {f"three minima, {i}": size(values) / size(triple[0]) for i, values in enumerate(triple[1:], 2)}
    return {name: closed_form(sp.sqrt(value)) for name, value in found.items()}


def _all_agree(margin: str) -> Comparer:
    """`agree`, for every member of a mapping."""
    one = agree(margin)
    return Comparer(
        f"{one.rule}, for every pair",
        lambda measured, predicted: every(one(measured[name], predicted[name]) for name in measured),
    )


def _figure(_: Setting) -> tuple[Figure, ...]:
    etas = tuple(float(eta) for eta in np.geomspace(1, 1e5, 26))
    masses = [[_mass(TWO_VALLEYS, eta, centre).middle for centre in PAIR.values()] for eta in etas]
    found = Curve("mass at (0, 0) over mass at (1, 1)", etas, tuple(float(a / b) for a, b in masses))
    sizes: Mapping[str, Callable[[Sequence[sp.Expr]], sp.Expr]] = {
        "√ of the products": lambda values: sp.Mul(*values),
        "√ of the sums": lambda values: sp.Add(*values),
    }
    levels = tuple(
        Curve(name, etas, (float(_predicted(size)["two minima"].middle),) * len(etas), faint=True)
        for name, size in sizes.items()
    )
    return (
        figure_8(),
        Figure(
            "example-3",
            "Example 3: from the sum to the product of the eigenvalues",
            "Ratio of the masses near the two minima of Example 3 against η: 1 at small η, where the equal"
            " traces decide, the root of the ratio of the determinants, 3.04, at large η.",
            (Panel("Two minima", "η = 2M/(γβ)", "ratio of masses", (found, *levels), "x"),),
        ),
    )


masses_stand_as_the_roots_of_the_determinants = Check(
    tests=r"Example 3, radius $1/10$: masses near the minima at $\eta=10^5$ (two) and $10^4$ (three), each"
    " over the first, against the root of the inverse ratio of the products of the eigenvalues.",
    measure=_ratios,
    predict=lambda: _predicted(lambda values: sp.Mul(*values)),
    compare=_all_agree("0.01"),
    wrong={
        "the sums": lambda: _predicted(lambda values: sp.Add(*values)),
        "the smallest": lambda: _predicted(min),
        "the largest": lambda: _predicted(max),
    },
    of="corrected",
    figures=_figure,
)

printed_probability_grows_from_eta_131_to_1000 = Check(
    tests=r"Example 3 with three minima, radius $1/10$: the probability near $(0,0)$, the likeliest, at"
    r" $\eta=131$ and at $\eta=1000$, against the order: larger $M/\gamma$, larger probability.",
    measure=lambda: {f"η = {eta}": _probability_of_the_flattest(float(eta)) for eta in (131, 1000)},
    predict=lambda: ("η = 1000", "η = 131"),
    compare=ordered(),
    right={"the other order": lambda: ("η = 131", "η = 1000")},
)

probability_grows_up_to_eta_100 = Check(
    tests=r"The same at $\eta=1,3,10,30,100$, against the order: larger $M/\gamma$, larger probability.",
    measure=lambda: {f"η = {eta}": _probability_of_the_flattest(float(eta)) for eta in (1, 3, 10, 30, 100)},
    predict=lambda: tuple(f"η = {eta}" for eta in (100, 30, 10, 3, 1)),
    compare=ordered(),
    wrong={
        "smallest first": lambda: tuple(f"η = {eta}" for eta in (1, 3, 10, 30, 100)),
        "30 before 100": lambda: tuple(f"η = {eta}" for eta in (30, 100, 10, 3, 1)),
    },
    of="corrected",
)
