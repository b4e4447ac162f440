"""Mean first-passage times out of an interval, both ends absorbing.

For dW = −L'(W) dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M), started at a in (l, r), u(a) = E τ solves
ε₀ β u'' − L' u' = −1, u(l) = u(r) = 0. With φ' = L'/(ε₀ β), φ(a) = 0, and m = e^{−φ}/(ε₀ β) the equation is
(e^{−φ} u')' = −m, and

    u(a) = (A_r B_l + A_l B_r)/(A_l + A_r),   A_r = ∫_a^r e^φ,   B_r = ∫_a^r m(x) ∫_x^r e^φ dx,

A_l, B_l the same on the left. Nothing is subtracted, so that a side that is never taken does no harm.

## Main definitions
* `mean_exit_time`: that mean, from two numbers of panels.

## References
* Gardiner2009, section 5.5.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ledger.bound import Bound
from numerics.bounds import converged
from numerics.line.gauss_panel import gauss_panel
from numerics.quadrature import Exact, exact_number

Vector: TypeAlias = NDArray[np.float64]
OnArrays: TypeAlias = Callable[[Vector], Vector]

PANELS = (40, 60)
"""On each side of the start."""
STEEPEST = 600.0
"""e^{±600} are still numbers."""


def mean_exit_time(
    slope: OnArrays, noise: OnArrays, eps0: Exact, start: Exact, ends: tuple[Exact, Exact]
) -> Bound:
    """E τ from `start` to either of the `ends`: grade NUMERICAL. `slope` is L', `noise` is β, on arrays.

    Raises:
        ValueError: if left end, start and right end do not ascend, eps0 or β is not positive, or the climbs
            are higher than 600 ε.
    """
    left, right = (float(exact_number(end, "ends")) for end in ends)
    middle, strength = float(exact_number(start, "start")), float(exact_number(eps0, "eps0"))
    if not left < middle < right:
        raise ValueError(f"start={start}, ends={ends}: left end, start and right end have to ascend")
    if not strength > 0:
        raise ValueError(f"eps0={eps0}: a positive number is wanted")
    coarse, fine = (_time(slope, noise, strength, (left, middle, right), n) for n in PANELS)
    return converged(coarse, fine, r"\mathbb{E}[\tau]", f"{2 * PANELS[1]} Gauss panels")


def _time(
    slope: OnArrays, noise: OnArrays, eps0: float, places: tuple[float, float, float], panels: int
) -> float:
    left, start, right = places
    (climb_left, rest_left), (climb_right, rest_right) = (
        _side(slope, noise, eps0, (start, end), panels) for end in (left, right)
    )
    return (climb_right * rest_left + climb_left * rest_right) / (climb_left + climb_right)


def _side(
    slope: OnArrays, noise: OnArrays, eps0: float, ends: tuple[float, float], panels: int
) -> tuple[float, float]:
    """A and B of the side between the start and an end, `ends`.

    Raises:
        ValueError: if β is not positive, or the climb too high.
    """
    start, end = ends
    nodes, weights, primitive = gauss_panel()
    half = abs(end - start) / (2 * panels)
    sense = 1 if end > start else -1
    x = start + sense * half * (2 * np.arange(panels)[:, None] + 1 + nodes)
    beta = noise(x.ravel()).reshape(x.shape)
    if not (beta > 0).all():
        raise ValueError(f"noise: beta has to be positive between {min(ends):g} and {max(ends):g}")

    def summed(f: Vector) -> Vector:
        """∫ f from the start to the nodes."""
        whole = half * (f @ weights)
        return np.asarray((np.cumsum(whole) - whole)[:, None] + half * (f @ primitive.T))

    phi = summed(sense * slope(x.ravel()).reshape(x.shape) / (eps0 * beta))
    if not np.abs(phi).max() < STEEPEST:
        raise ValueError(f"eps0={eps0}: the climbs are higher than {STEEPEST:g} ε")
    rise = np.exp(phi)
    whole = half * (rise @ weights)
    after = np.append(np.cumsum(whole[:0:-1])[::-1], 0.0)  # ∫ e^φ from the end of a panel to that of the side
    to_end = (after + whole)[:, None] - half * (rise @ primitive.T)
    speed = np.exp(-phi) / (eps0 * beta)
    return float(whole.sum()), float(half * ((to_end * speed) @ weights).sum())
