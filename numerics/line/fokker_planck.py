"""The Fokker–Planck equation on the line, in time, with constant and with varying temperature.

dW = −L'(W)dt + √(2ε₀(t)β(W)) dB (Itô) with ε₀ = 1/η(t): ∂_t p = ∂_w(L'p) + ∂²_w(ε₀βp). Cells of equal width
exchange mass at the rates of Scharfetter and Gummel, so that the chain is reversible for its Gibbs law; in
time it moves by uniformisation. The result is never negative, no mass is lost, and its error, of second
order in space and fourth in time, is known from a mesh of half as many cells and steps.

## Main definitions
* `evolved_density`: the law at given times, as an `Evolution`.
* `Evolution.distances`: y = ∫(p/p∞ − 1)² p∞, the left side of Theorem 2.4, as Bounds.

## Implementation notes
Where η changes, each step is two exponentials of mixtures of the rates at its two Gauss points (a
commutator-free Magnus method); one share is negative, and steps are so short that the mixed rates are not.

## References
* Scharfetter1969: the rates.   * Blanes2006: commutator-free Magnus methods.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged
from numerics.line.cell_chain import CellChain, cell_chain, initial_law
from numerics.line.eta_schedule import EtaSchedule, eta_schedule
from numerics.line.jump_chain import jumps, moved
from numerics.line.line_diffusion import LineDiffusion, interval_ends, line_diffusion
from numerics.quadrature import Exact, exact_number

Vector = NDArray[np.float64]

CELLS = 200
DEPTH = 40.0
FAR, VISIBLE, LOOKS = 8, 1e-18, 20_001
MOST = 4e10
GAUSS = (0.5 - np.sqrt(3) / 6, 0.5 + np.sqrt(3) / 6)
SHARES = (0.25 + np.sqrt(3) / 6, 0.25 - np.sqrt(3) / 6)
EDGE, NEGLIGIBLE, COARSE = 0.02, 1e-6, 0.1


@dataclass(frozen=True)
class Evolution:
    """The law of W at `times`.

    Attributes:
        times: in units of Σγ_k, ascending.
        places: the centres of the cells, shape (n,).
        densities: p at the places, shape (times, n); never negative, Σ p·width = 1.
        stationary: p∞ at the places, shape (n,).
        uncertainties: the L¹ distance of p from that on the coarser mesh, shape (times,).
        distances: y at the times.
    """

    times: tuple[float, ...]
    places: Vector
    densities: Vector
    stationary: Vector
    uncertainties: Vector
    distances: tuple[Bound, ...]


def evolved_density(
    loss: Potential,
    initial: Exact,
    times: Sequence[Exact],
    eta: Exact,
    *,
    noise: sp.Expr | int = 1,
    interval: tuple[Exact, Exact] | None = None,
    cells: int = CELLS,
) -> Evolution:
    """The law at `times`, all positive and ascending, when it is `initial` at time 0.

    `initial` is a density, up to a factor, as an expression in the coordinate; or a number: the point where W
    starts. `eta` is a number, or an expression in `derivations.symbols.t`; it then needs a limit η∞ > 0, for
    p∞. `noise` is β. The line is cut at `interval` if given, else where nearly nothing is beyond; the finer
    of two meshes has twice as many `cells`. A float raises TypeError.

    Raises:
        ValueError: if an argument is not as said, the loss does not confine, the initial density is too
            wide, y is not seen to be finite, the cells are too few, or the chain would jump too often.
    """
    schedule = eta_schedule(eta)
    start = (
        initial if isinstance(initial, sp.Expr) and initial.free_symbols else exact_number(initial, "initial")
    )
    moments = _ascending(times)
    if not (schedule.limit.is_number and schedule.limit.is_positive and schedule.limit.is_finite):
        raise ValueError(f"eta={eta}: it has no positive limit, which p∞ needs")
    if strange := start.free_symbols - set(loss.coords):
        raise ValueError(f"initial={initial}: {sorted(map(str, strange))} are not coordinates of the loss")
    if cells < 10:
        raise ValueError(f"cells={cells}: at least 10 are wanted")
    line = line_diffusion(loss, sp.Rational(min(schedule.least(moments[-1]), float(schedule.limit))), noise)
    low, high = interval_ends(interval) if interval else _interval(line, start)
    chains = [cell_chain(loss, line.noise, low, high, n) for n in (cells, 2 * cells)]
    laws = [
        np.array(list(_laws(chain, initial_law(chain, start, loss.coords[0]), moments, schedule, n)))
        for chain, n in zip(chains, (1, 2), strict=True)
    ]
    evolution = _evolution(chains, laws, moments, float(schedule.limit))
    if interval is None:
        _seen_to_be_finite(evolution)
    return evolution


def _ascending(times: Sequence[Exact]) -> tuple[float, ...]:
    """The times as floats.

    Raises:
        ValueError: if they are not positive and ascending.
    """
    moments = tuple(float(exact_number(time, "times")) for time in times)
    if not moments or moments[0] <= 0 or any(a >= b for a, b in pairwise(moments)):
        raise ValueError(f"times={list(times)}: positive numbers in ascending order are wanted")
    return moments


def _interval(line: LineDiffusion, initial: sp.Expr) -> tuple[float, float]:
    """Where the Gibbs law at the least η and the initial density are.

    Raises:
        ValueError: if the initial density is still visible far outside.
    """
    low, high = line.confined(DEPTH)
    if not initial.free_symbols:
        room = (high - low) / 20
        return min(low, float(initial) - room), max(high, float(initial) + room)
    wide = np.linspace(low - FAR * (high - low), high + FAR * (high - low), LOOKS)
    values = compiled(initial, line.loss.coords, "numpy")(wide) + 0 * wide
    seen = wide[values > VISIBLE * values.max()]
    if not seen.size or seen[0] == wide[0] or seen[-1] == wide[-1]:
        raise ValueError(
            f"initial={initial}: it reaches too far out (or is nowhere positive), give an interval"
        )
    return min(low, float(seen[0])), max(high, float(seen[-1]))


def _laws(
    chain: CellChain, law: Vector, times: Sequence[float], schedule: EtaSchedule, finer: int
) -> Iterator[Vector]:
    """The law at each time, shape (n,).

    Raises:
        ValueError: if that takes too many jumps.
    """
    pace, limit = chain.pace(float(schedule.limit)), float(schedule.limit)
    for start, end in pairwise((0.0, *times)):
        if schedule.varies and jumps(*chain.rates(limit), end - start) * law.size > MOST:
            raise ValueError(
                f"times={times}: the chain would have to jump too often until then, take fewer cells"
            )
        steps = schedule.steps(start, end, pace) * finer // 2 or 1
        stretch = (end - start) / steps
        grid = start + stretch * (np.arange(steps)[:, None] + np.array(GAUSS))
        for pair in schedule.at(grid):
            for right, left in _mixtures(chain, pair) if schedule.varies else [chain.rates(pair[0])]:
                law = moved(law, right, left, stretch)
        yield law


def _mixtures(chain: CellChain, etas: Vector) -> Iterator[tuple[Vector, Vector]]:
    """The rates of the two halves of a step, from those at its Gauss points."""
    first, second = (chain.rates(float(eta)) for eta in etas)
    for one, other in (SHARES, SHARES[::-1]):
        right, left = (one * a + other * b for a, b in zip(first, second, strict=True))
        yield right, left


def _evolution(
    chains: Sequence[CellChain], laws: Sequence[Vector], times: tuple[float, ...], limit: float
) -> Evolution:
    """The two laws, compared.

    Raises:
        ValueError: if they are far from each other, or y is beyond what floats hold.
    """
    coarse, fine = chains
    pairs = laws[1].reshape(len(times), -1, 2).sum(axis=2)
    gibbs = [chain.gibbs(limit) for chain in chains]
    ys = [_terms(found, rest).sum(axis=1) for found, rest in zip(laws, gibbs, strict=True)]
    uncertainties = np.abs(pairs - laws[0]).sum(axis=1)
    if not uncertainties.max() <= COARSE:
        raise ValueError(
            f"cells={coarse.centres.size}: too few, with twice as many the law is"
            f" {uncertainties.max():.2g} away"
        )
    if not np.isfinite(ys).all():
        raise ValueError("the law has mass where the Gibbs law is below the smallest float: no y can be told")
    method = f"finite volumes, {coarse.centres.size} and {fine.centres.size} cells"
    return Evolution(
        times=times,
        places=coarse.centres,
        densities=pairs / coarse.width,
        stationary=gibbs[1].reshape(-1, 2).sum(axis=1) / coarse.width,
        uncertainties=uncertainties,
        distances=tuple(
            _extrapolated(a, b, method) for a, b in zip(*map(np.ndarray.tolist, ys), strict=True)
        ),
    )


def _terms(found: Vector, rest: Vector) -> Vector:
    """(p − p∞)²/p∞, 0 where both are too small for floats and ∞ where only p∞ is."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return np.where(found == rest, 0.0, (found - rest) ** 2 / rest)


def _seen_to_be_finite(evolution: Evolution) -> None:
    """Far out nothing is to count in y.

    Raises:
        ValueError: if what lies near the ends does: on the whole line y may be infinite.
    """
    terms = _terms(evolution.densities, evolution.stationary)
    rim = max(1, int(EDGE * evolution.places.size))
    width = evolution.places[1] - evolution.places[0]
    outer = (terms[:, :rim].sum(axis=1) + terms[:, -rim:].sum(axis=1)) * width
    if not (outer <= NEGLIGIBLE * (terms.sum(axis=1) * width + NEGLIGIBLE)).all():
        raise ValueError("the law has so much mass far out that y is not seen to be finite")


def _extrapolated(coarse: float, fine: float, method: str) -> Bound:
    """The limit of a second-order error, give or take all of the last change."""
    limit = fine + (fine - coarse) / 3
    return converged(limit + (fine - coarse), limit, "y(t)", method)
