r"""SGD with gradient noise ±s: its barrier is not that of W(t) (Theorem 2.2 read as the escape time of SGD).

For γ → 0 at a fixed batch size M the mean number of steps grows like e^{V/γ}. V = ∫ θ dw along the climb,
where θ > 0 solves log E e^{θξ} = θ L'(w), ξ the mean of M coins ±s: M log cosh(sθ/M) = θL'. Theorem 2.2 has
2MH/s², which is V for Gaussian noise of the same variance.

## Main definitions
* `barrier_for_coins`: V, enclosed.      * `mean_steps_with_coins`: mean numbers of steps of SGD.

## Main statements
* `printed_barrier_is_that_of_sgd`: refuted; `escape_of_sgd_grows_with_the_barrier_for_its_noise`.

## References
* Freidlin2012, section 5.1 and 6.5: quasipotentials.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import comb, exp, log, log1p, tanh

import flint
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import Comparer, agree
from ledger.model import Check
from ledger.outcome import Outcome, every
from numerics.backends import compiled
from numerics.bounds import converged, enclosed, logarithm
from numerics.extremum import ball

CELLS = 2000
PLACES = (2000, 4000)


def barrier_for_coins(
    potential: Potential, noise: Fraction, climb: tuple[int, int], size: int = 1, cells: int = CELLS
) -> Bound:
    """V over `climb` = (minimum, gate), left to right, for the mean of `size` coins ±`noise`: grade ENCLOSED.

    θ grows with L', so that it is bounded on a cell by its values at bounds of L'.

    Raises:
        ValueError: if somewhere L' may exceed the noise, so that SGD never gets there.
    """
    slope = compiled(potential.gradient[0], potential.coords, "arb")
    width = Fraction(climb[1] - climb[0], cells)
    total = flint.arb(0)
    for cell in range(cells):
        left = climb[0] + cell * width
        relative = slope(ball(left, left + width)) / ball(noise, noise)
        if not relative < 1:
            raise ValueError(f"noise={noise}: not proved to be larger than every slope of the climb {climb}")
        total += _level(relative.lower()).lower().union(_level(relative.upper()).upper())
    return enclosed(total * ball(width * size / noise, width * size / noise), method=f"{cells} cells in Arb")


def _level(relative: flint.arb) -> flint.arb:
    """A ball that holds the u ≥ 0 with log cosh(u) = `relative` u; [0, 0] if relative ≤ 0.

    Raises:
        ArithmeticError: if the approximate root is not proved.
    """
    if not relative > 0:
        return flint.arb(0)
    slope = float(relative.mid())
    u = log(2) / (1 - slope)  # not left of the root, as log cosh(u) ≥ u − log 2
    for _ in range(60):  # so that Newton falls to it: u ↦ log cosh(u) − slope u is convex
        u -= (u + log1p(exp(-2 * u)) - log(2) - slope * u) / (tanh(u) - slope)
    low, high = flint.arb(u) * flint.arb("0.999999"), flint.arb(u) * flint.arb("1.000001")
    if not (low.cosh().log() < relative * low and high.cosh().log() > relative * high):
        raise ArithmeticError(f"no root of log cosh(u) = {slope} u is proved near {u}")
    return low.union(high)


def mean_steps_with_coins(
    potential: Potential,
    noise: Fraction,
    rate: Fraction,
    ends: tuple[int, int],
    floor: Fraction,
    size: int = 1,
) -> Bound:
    """E of the number of steps of w ← w − γ(L'(w) + ξ) from start until w ≥ target, `ends` = (start, target).

    ξ is the mean of `size` coins ±`noise`. Values between places of a grid are interpolated; two grids.

    Raises:
        ValueError: if the potential has several coordinates, or floor, start and target do not ascend, or
            a step leads below the floor.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    if not floor < ends[0] < ends[1]:
        raise ValueError(f"floor={floor}, start={ends[0]}, target={ends[1]}: they have to ascend")
    coarse, fine = (_steps(potential, noise, rate, ends, floor, size, n) for n in PLACES)
    return converged(coarse, fine, method=f"{PLACES[1]} places")


def _steps(
    potential: Potential,
    noise: Fraction,
    rate: Fraction,
    ends: tuple[int, int],
    floor: Fraction,
    size: int,
    places: int,
) -> float:
    """On one grid.

    Raises:
        ValueError: if a step leads below the floor.
    """
    force = compiled(potential.gradient[0], potential.coords, "numpy")
    grid = np.linspace(float(floor), ends[1], places + 1)[:-1]
    spacing = grid[1] - grid[0]
    jumps = sparse.csc_matrix((places, places))
    for heads in range(size + 1):
        push = float(noise) * (2 * heads - size) / size
        position = (grid - float(rate) * (force(grid) + push) - grid[0]) / spacing
        if position.min() < 0:
            raise ValueError(f"floor={floor}: SGD falls below it")
        jumps = jumps + comb(size, heads) / 2**size * _interpolation(position, places)
    steps = spsolve(sparse.identity(places, format="csc") - jumps, np.ones(places))
    return float(np.interp(ends[0], grid, steps))


def _interpolation(position: np.ndarray, places: int) -> sparse.csc_matrix:
    """Linear interpolation at `position`, in units of the spacing; 0 from the target on, at `places`."""
    left = np.floor(position).astype(int)
    right_share = position - left
    rows, columns, shares = [], [], []
    for column, share in ((left, 1 - right_share), (left + 1, right_share)):
        inside = (position < places) & (column < places)
        rows.append(np.flatnonzero(inside))
        columns.append(column[inside])
        shares.append(share[inside])
    entries = (np.concatenate(shares), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csc_matrix(entries, (places, places))


# --- Evidence ---------------------------------------------------------------------------------------

HALF = Fraction(1, 2)
CLIMB, ENDS, FLOOR = (-1, 0), (-1, 1), Fraction(-27, 20)
RATES = {1: (Fraction(1, 5), Fraction(1, 7)), 2: (Fraction(1, 3), Fraction(1, 4))}
"""For each batch size two learning rates, small and smaller."""

Growths = dict[str, Bound]


@lru_cache(maxsize=1)
def growths() -> Growths:
    """What one unit of 1/γ adds to the logarithm of steps·γ, for the batch sizes 1 and 2."""
    return {f"M = {size}": _growth(size, *rates) for size, rates in RATES.items()}


def _growth(size: int, large: Fraction, small: Fraction) -> Bound:
    times = [
        mean_steps_with_coins(DOUBLE_WELL, HALF, rate, ENDS, FLOOR, size) * exact(rate)
        for rate in (large, small)
    ]
    return (logarithm(times[1]) - logarithm(times[0])) / exact(1 / small - 1 / large)


def _in_proportion(one: Bound, factor: int = 2) -> Growths:
    return {"M = 1": one, "M = 2": one * exact(factor)}


@lru_cache(maxsize=1)
def _for_coins() -> Bound:
    return barrier_for_coins(DOUBLE_WELL, HALF, CLIMB)


def _printed() -> Bound:
    """2H/s², H = 1/4, s = 1/2."""
    return exact(2)


def each(rule: Comparer) -> Comparer:
    """The rule for every member of two mappings with the same keys."""

    def decide(measured: Mapping[str, Bound], predicted: Mapping[str, Bound]) -> Outcome:
        return every(rule(measured[name], predicted[name]) for name in measured)

    return Comparer(f"{rule.rule}, for each", decide)


printed_barrier_is_that_of_sgd = Check(
    tests=(
        "The growth of log(γ · mean steps) of SGD from −1 to 1 in (w² − 1)²/4 with gradient noise ±1/2,"
        " per unit of 1/γ, for the batch sizes M = 1 and 2, from the equation of the mean, compared with"
        " 2MH/β = 2M."
    ),
    measure=growths,
    predict=lambda: _in_proportion(_printed()),
    compare=each(agree("0.05")),
    wrong={"half of it": lambda: _in_proportion(_printed() / exact(2))},
    right={"M ∫ θ dw": lambda: _in_proportion(_for_coins())},
    group="coin noise",
)

escape_of_sgd_grows_with_the_barrier_for_its_noise = Check(
    tests=(
        "The growth of log(γ · mean steps) of SGD from −1 to 1 in (w² − 1)²/4 with gradient noise ±1/2,"
        " per unit of 1/γ, for the batch sizes M = 1 and 2, from the equation of the mean, compared with M"
        " ∫ θ dw, log cosh(θ/2) = θL'(w), enclosed."
    ),
    measure=growths,
    predict=lambda: _in_proportion(_for_coins()),
    compare=each(agree("0.05")),
    wrong={
        "2MH/β": lambda: _in_proportion(_printed()),
        "M²": lambda: _in_proportion(_for_coins(), 4),
        "no batch size": lambda: _in_proportion(_for_coins(), 1),
    },
    of="corrected",
    group="coin noise",
)
