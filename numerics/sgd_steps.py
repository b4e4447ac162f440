"""How many steps SGD takes, and the time of W(t): steps = time/γ (Theorem 2.2, its unit of time).

The mean number of steps S(w) to a target solves S = 1 + ∫ S(v) p(w, v) dv over the places short of it. For
Gaussian noise p is smooth, and Gauss–Legendre panels solve the equation to many digits. With ε = γβ/(2M)
fixed and γ → 0 the number of steps times γ tends to the mean escape time of W(t).

## Main definitions
* `mean_steps`: E of the number of steps of SGD from one place to beyond another.

## Main statements
* `steps_times_rate_tend_to_the_time`: time is the sum of the learning rates.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import tends_to
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.escape import mean_escape_time
from numerics.gauss_panel import gauss_panel
from numerics.transition_law import Curve

PANELS = (20, 30)


def mean_steps(
    potential: Potential, rate: Fraction, eps: Fraction, start: int, target: int, floor: Fraction
) -> Bound:
    """E of the number of steps w ← w − γL'(w) + √(2εγ) N(0, 1), γ = `rate`, from `start` to w ≥ `target`.

    Paths below `floor` are given up, so that it has to lie where none comes; from two numbers of panels.

    Raises:
        ValueError: if the potential has several coordinates, or floor, start and target do not ascend, or
            `rate` or `eps` is not positive.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    if not floor < start < target:
        raise ValueError(f"floor={floor}, start={start}, target={target}: they have to ascend")
    for name, value in (("rate", rate), ("eps", eps)):
        if not value > 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    coarse, fine = (
        _steps(potential, float(rate), float(eps), start, target, float(floor), n) for n in PANELS
    )
    return converged(coarse, fine, method=f"{PANELS[1]} Gauss panels")


def _steps(
    potential: Potential, rate: float, eps: float, start: float, target: float, floor: float, panels: int
) -> float:
    force = compiled(potential.gradient[0], potential.coords, "numpy")
    nodes, weights, _ = gauss_panel()
    edges = np.linspace(floor, target, panels + 1)
    halves, middles = np.diff(edges)[:, None] / 2, (edges[1:] + edges[:-1])[:, None] / 2
    places, masses = (middles + halves * nodes).ravel(), (halves * weights).ravel()
    density = _gaussian(np.sqrt(2 * eps * rate))

    def arrivals(source: NDArray[np.float64]) -> NDArray[np.float64]:
        return density(places - (source - rate * force(source))[:, None]) * masses

    steps = np.linalg.solve(np.eye(places.size) - arrivals(places), np.ones(places.size))
    return float(1 + (arrivals(np.array([float(start)])) @ steps)[0])


def _gaussian(width: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    return lambda z: np.asarray(np.exp(-((z / width) ** 2) / 2) / (np.sqrt(2 * np.pi) * width))


# --- Evidence ---------------------------------------------------------------------------------------

ETA = 20
RATES = (Fraction(1, 10), Fraction(1, 20), Fraction(1, 40))
FLOOR = Fraction(-12, 5)
"""62 ε above the minimum."""


def _steps_counted() -> Curve:
    return tuple((g, mean_steps(DOUBLE_WELL, g, Fraction(1, ETA), -1, 1, FLOOR)) for g in RATES)


def _time_over(divisor: Callable[[Fraction], Fraction]) -> Curve:
    time = mean_escape_time(DOUBLE_WELL, ETA, -1, 1)
    return tuple((g, time / exact(divisor(g))) for g in RATES)


steps_times_rate_tend_to_the_time = Check(
    tests=(
        "The mean number of steps that SGD with Gaussian noise takes from −1 to 1 in (w² − 1)²/4 at γ ="
        " 1/10, 1/20, 1/40, with γβ/(2M) = 1/20 throughout, from its integral equation, compared with E"
        " τ/γ, E τ of W(t) enclosed."
    ),
    measure=_steps_counted,
    predict=lambda: _time_over(lambda rate: rate),
    compare=tends_to(1),
    wrong={
        "as many steps as E τ": lambda: _time_over(lambda rate: Fraction(1)),
        "γ E τ": lambda: _time_over(lambda rate: 1 / rate),
        "E τ/γ²": lambda: _time_over(lambda rate: rate**2),
        "E τ/(2γ)": lambda: _time_over(lambda rate: 2 * rate),
    },
)
