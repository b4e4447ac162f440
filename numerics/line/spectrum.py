"""The spectral gap, the Poincaré constant and further eigenvalues in one dimension.

dW = −L'(W)dt + √(2ε₀β(W)) dB (Itô) with ε₀ = 1/η has the generator 𝓛f = ε₀β f'' − L'f', reversible for
p∞ ∝ exp(−η∫L'/β)/β. For constant β = 1 that is e^{−ηL}, and η times the gap is the best constant of (2.6) for
it. The eigenvalues of −𝓛 are those of its inverse, `numerics.line.green_operator`, upside down.

## Main definitions
* `spectral_gap`, `poincare_constant`, `slowest_rates`: Bounds from two resolutions.

## Implementation notes
The coarse panels end where U = −log p∞ is 44 above its outermost critical points, the fine ones are half as
wide and end at 60: their difference tells of both errors. If it is more than 1e-12, all is halved again. What
rounding does to both is added: a few units in the last place of U, which goes into every e^U, and what U'
loses where its terms cancel.
"""

from functools import lru_cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import converged
from numerics.line.green_operator import GreenOperator
from numerics.line.line_diffusion import LineDiffusion, interval_ends, line_diffusion
from numerics.line.steep_panels import halved, steep_panels
from numerics.quadrature import Exact, exact_number

Vector = NDArray[np.float64]
Interval = tuple[Exact, Exact]

CLIMB, DEPTHS = 10.0, (44.0, 60.0, 80.0, 105.0, 140.0)
WANTED, TRUSTED = 1e-12, 1e-6
LAST_PLACES = 2 * np.finfo(float).eps
USUAL = 16
QUARTERS = np.linspace(0, 1, 5)


def spectral_gap(
    loss: Potential, eta: Exact, interval: Interval | None = None, *, noise: sp.Expr | int = 1
) -> Bound:
    """The least positive eigenvalue of −𝓛, per unit of time; `interval` has reflecting ends, if given.

    `noise` is β, exact: a number, or an expression in the coordinate of the loss; η stands for 1/ε₀.
    A float raises TypeError; ValueError is raised if the loss has not one coordinate, η ≤ 0, the noise is not
    positive, the interval is empty, the loss does not confine (a known interval is then wanted), the gap is
    below 1e-300, or it cannot be trusted: two resolutions or Hardy's inequality contradict it.
    """
    return slowest_rates(loss, eta, 1, interval, noise=noise)[0]


def poincare_constant(loss: Potential, eta: Exact, interval: Interval | None = None) -> Bound:
    """C_P(η), the best constant of (2.6) for p ∝ e^{−ηL}: η times the gap. Raises as `spectral_gap` does."""
    gap, factor = spectral_gap(loss, eta, interval), float(exact_number(eta, "eta"))
    return converged(float(factor * gap.high), float(factor * gap.middle), r"C_P(\eta)", gap.method)


def slowest_rates(
    loss: Potential, eta: Exact, count: int, interval: Interval | None = None, *, noise: sp.Expr | int = 1
) -> tuple[Bound, ...]:
    """The `count` least positive eigenvalues of −𝓛, ascending; as `spectral_gap` otherwise.

    Where the first is smaller than the others by a factor r, these lose as many digits as r has.

    Raises:
        ValueError: if count is not from 1 to 20, and where `spectral_gap` does.
    """
    if not 1 <= count <= 20:
        raise ValueError(f"count={count}: a number from 1 to 20 is wanted")
    ends = interval_ends(interval) if interval else None
    return _rates(line_diffusion(loss, eta, noise), count, ends)


@lru_cache(maxsize=256)
def _rates(line: LineDiffusion, count: int, ends: tuple[float, float] | None) -> tuple[Bound, ...]:
    """From the first two resolutions that agree.

    Raises:
        ValueError: if none do.
    """
    edges, coarse, haunts = _first(line, count, ends)
    for depth in DEPTHS[1:]:
        before = edges.size - 1
        edges = halved(edges) if ends else _extended(halved(edges), line.confined(depth, haunts))
        green = GreenOperator(line, edges)
        fine = 1 / green.eigenvalues(count)
        _doubted(line, green, fine[0])
        rounding = (LAST_PLACES * (USUAL + green.heights.max()) + green.heights_error) * fine / fine[0]
        errors = np.abs(fine - coarse) + rounding * fine
        if (errors <= np.maximum(WANTED, 2 * rounding) * fine).all():
            break
        coarse = fine
    if not (errors <= TRUSTED * fine).all():
        raise ValueError(
            f"{line.loss.name or line.loss.expr} at eta={line.eta}: the rates do not settle as the panels get"
            f" finer and reach farther ({', '.join(f'{rate:.6g}' for rate in fine)}; {errors.max():.1g} away)"
        )
    method = f"Green's operator, {before} and {edges.size - 1} panels"
    forms = [r"\mathrm{gap}(\eta)" if n == 0 else rf"\lambda_{{{n + 1}}}(\eta)" for n in range(count)]
    return tuple(converged(x + e, x, form, method) for x, e, form in zip(fine, errors, forms, strict=True))


def _first(
    line: LineDiffusion, count: int, ends: tuple[float, float] | None
) -> tuple[Vector, Vector, tuple[float, float]]:
    """The first edges and their rates, and the haunts of slow modes high up, all within the edges."""
    haunts = (0.0, 0.0)
    while True:
        low, high = ends or line.confined(DEPTHS[0], haunts)
        edges = steep_panels(line.slope, low, high, CLIMB)
        rates = np.asarray(1 / GreenOperator(line, edges).eigenvalues(count))
        if ends:
            return edges, rates, haunts
        higher = tuple(map(max, haunts, line.haunts(float(rates[-1]))))
        if higher == haunts:
            return edges, rates, haunts
        haunts = higher[0], higher[1]


def _extended(edges: Vector, ends: tuple[float, float]) -> Vector:
    """The edges, and four panels on either side that reach out to the ends."""
    before, after = (edges[0] - ends[0]) * QUARTERS, (ends[1] - edges[-1]) * QUARTERS
    return np.concatenate([ends[0] + before[:-1], edges, edges[-1] + after[1:]])


def _doubted(line: LineDiffusion, green: GreenOperator, gap: float) -> None:
    """A gap outside the bounds of Hardy's inequality is refused.

    Raises:
        ValueError: if it is.
    """
    constant, lighter = green.hardy_constant, green.lighter
    if not 1 / (4 * constant) * (1 - TRUSTED) <= gap <= 1 / (constant * lighter) * (1 + TRUSTED):
        raise ValueError(
            f"{line.loss.name or line.loss.expr} at eta={line.eta}: the gap {gap:.6g} that was found"
            " contradicts Hardy's inequality, so it is not to be trusted; the law may have no gap at all"
        )
