"""Figures 6, 7 and 8 of the paper redrawn from losses that have the Hessians it gives, to look at.

The curves of the paper are not in its text, nor is β, without which M/γ says nothing; here the axis is
η = 2M/(γβ), or β is stated. Beside the exact probabilities stands Theorem 2.5 as printed, with the exact κ:
its factor e^{ηε²} takes it beyond 1.

## Main definitions
* `figure_6`, `figure_7`, `figure_8`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from derivations.potential import Potential
from derivations.recovered_losses import THREE_VALLEYS, TWO_VALLEYS
from derivations.zoo import THREE_MINIMA
from ledger.figure import Curve, Figure, Panel
from numerics.example_curves import NARROW, WIDE, ball_curve, curve, line_masses, printed_curve
from numerics.plane.gibbs_masses import disc_mass, gibbs_weight
from numerics.terrain.level_box import level_box

Array = NDArray[np.float64]

POINTS, DEEP = 300, 25.0
REACH, SPAN, VARIANCES = 0.1, (-1.5, 4.0), (5, 10, 50, 100)
LINE = {1.0: 4.5, 0.0: 12.5, 2.5: 28.125}
"""Places and curvatures of Example 1."""

TWO = {(0.0, 0.0): (2.42, 0.022), (1.0, 1.0): (2.22, 0.222)}
THREE = {(0.0, 0.0): (15.0, 20.0), (0.5, 0.5): (14.21875, 42.65625), (-1.5, 1.0): (25.53125, 102.125)}
"""Places and eigenvalues of Example 3."""

ETA = r"$\eta = 2M/(\gamma\beta)$"
PRINTED = "Theorem 2.5 as printed, and the truth (faint)"


def figure_6() -> Figure:
    """Example 1: three minima on the line."""
    exact = {f"L″ = {bend:g}": ball_curve(THREE_MINIMA, at, REACH, WIDE, SPAN) for at, bend in LINE.items()}
    masses = line_masses(THREE_MINIMA, WIDE, SPAN)
    printed = {f"L″ = {bend:g}": printed_curve([bend], REACH, WIDE, masses) for bend in LINE.values()}
    names = list(exact)
    differences = {
        f"{a} less {b[5:]}": exact[a] - exact[b] for i, a in enumerate(names) for b in names[i + 1 :]
    }
    return Figure(
        "figure-6",
        "Figure 6 recomputed: Example 1",
        "Probability of the ball of radius 1/10 around each of three global minima. The flattest minimum is"
        " the likeliest at every η; from some hundreds on the three stay at 1/2, 3/10 and 1/5, and a larger η"
        " makes no more difference. The printed formula exceeds 1 at η = 200 and reaches thousands.",
        (
            _panel("Exact probabilities", "probability", exact, WIDE),
            _beside(printed, exact, WIDE),
            _panel("Differences, exact", "difference", differences, WIDE),
        ),
    )


def figure_7() -> Figure:
    """Example 2: the flattest minimum of Example 1 under four variances."""
    etas = {beta: [2 * ratio / beta for ratio in WIDE] for beta in VARIANCES}
    exact = {f"β = {b}": ball_curve(THREE_MINIMA, 1.0, REACH, etas[b], SPAN) for b in VARIANCES}
    printed = {
        f"β = {b}": printed_curve([4.5], REACH, etas[b], line_masses(THREE_MINIMA, etas[b], SPAN))
        for b in VARIANCES
    }
    first = exact["β = 5"]
    differences = {f"β = 5 less {b}": first - exact[f"β = {b}"] for b in VARIANCES[1:]}
    return Figure(
        "example-2",
        "Figure 7 recomputed: Example 2",
        "Probability near the flattest minimum of Example 1 against M/γ, for four variances: one curve,"
        " shifted along the logarithmic axis, so that a larger variance delays the effect of M/γ and does"
        " not damp it. The printed formula exceeds 1 at large M/γ.",
        tuple(
            _relabelled(panel)
            for panel in (
                _panel("Exact probabilities", "probability", exact, WIDE),
                _beside(printed, exact, WIDE),
                _panel("Differences, exact", "difference", differences, WIDE),
            )
        ),
    )


def figure_8() -> Figure:
    """Example 3: two and three minima in the plane."""
    two, three = (_in_the_plane(*case) for case in ((TWO_VALLEYS, tuple(TWO)), (THREE_VALLEYS, tuple(THREE))))
    printed = {
        f"{count}, {_named(at)}": printed_curve(list(values), REACH, NARROW, masses)
        for count, cases, (_, masses) in (("two", TWO, two), ("three", THREE, three))
        for at, values in cases.items()
    }
    exact = {
        f"{count}, {name}": found
        for count, (curves, _) in (("two", two), ("three", three))
        for name, found in curves.items()
    }
    return Figure(
        "figure-8",
        "Figure 8 recomputed: Example 3",
        "Probability of the disc of radius 1/10 around each minimum. With two minima, of one trace, the one"
        " with the smaller determinant, (0, 0), gains at large η; with three the likeliest one falls again"
        " beyond η = 131. The printed formula leaves out 2π and exceeds 1 all the same.",
        (
            _panel("Two minima, exact", "probability", two[0], NARROW),
            _panel("Three minima, exact", "probability", three[0], NARROW),
            _beside(printed, exact, NARROW),
        ),
    )


@lru_cache(maxsize=4)
def _in_the_plane(loss: Potential, minima: tuple[tuple[float, float], ...]) -> tuple[dict[str, Array], Array]:
    """The probabilities of the discs by minimum, and the masses of the plane, at all of `NARROW`."""
    masses = np.array([_mass(loss, eta, minima) for eta in NARROW])
    discs = {
        _named(at): np.array([float(disc_mass(loss, eta, at, REACH).middle) for eta in NARROW])
        for at in minima
    }
    return {name: found / masses for name, found in discs.items()}, masses


def _mass(loss: Potential, eta: float, minima: tuple[tuple[float, float], ...]) -> float:
    """∫ e^{−ηL} by the trapezoidal rule, as well as a picture needs it."""
    x, y = (np.linspace(*side, POINTS) for side in level_box(loss, minima, DEEP / eta))
    weights = gibbs_weight(loss, eta, 0.0)(x[:, None], y[None, :])
    return float(weights.sum() * (x[1] - x[0]) * (y[1] - y[0]))


def _named(at: Sequence[float]) -> str:
    return f"({', '.join(f'{c:g}' for c in at)})".replace("-", "−")


def _panel(title: str, ylabel: str, curves: Mapping[str, Array], x: Sequence[float]) -> Panel:
    return Panel(title, ETA, ylabel, tuple(curve(name, x, y) for name, y in curves.items()), "x")


def _beside(printed: Mapping[str, Array], exact: Mapping[str, Array], x: Sequence[float]) -> Panel:
    """What is printed, with what is true and the line at 1 behind it."""
    faint = tuple(Curve("", tuple(x), tuple(float(v) for v in found), faint=True) for found in exact.values())
    one = Curve("1", (x[0], x[-1]), (1.0, 1.0), faint=True)
    return Panel(PRINTED, ETA, "formula", (*(curve(n, x, y) for n, y in printed.items()), *faint, one), "xy")


def _relabelled(panel: Panel) -> Panel:
    """The same panel over M/γ."""
    return Panel(panel.title, r"$M/\gamma$", panel.ylabel, panel.curves, panel.log)
