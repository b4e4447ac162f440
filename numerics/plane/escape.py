"""Mean escape times in the plane, at any barrier.

T(w) = E_w[time to reach the target] solves ε₀βΔT − ∇L·∇T = −1 with T = 0 on the target. The chain of
`numerics.plane.chain` on three or more meshes, each with a node at the start, is eliminated without a
subtraction; what is left is the error of the mesh, which falls with its square and is extrapolated.

## Main definitions
* `mean_escape_time_to_ball`: to a closed disc.     * `mean_escape_time_to`: to any `Target`.

## References
* Scharfetter1969, Donati2018: the rates.     * Alfa2002: the elimination.
"""

import math
from functools import cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.potential import Potential
from ledger.bound import Bound, exact
from numerics.plane.chain import diffusion_chain
from numerics.plane.domain import domain
from numerics.plane.elimination import eliminated
from numerics.plane.landscape import Landscape, landscape
from numerics.plane.mesh import Mesh
from numerics.plane.richardson import refined
from numerics.plane.targets import Disc, Target
from numerics.quadrature import Exact, exact_number

Mask = NDArray[np.bool_]

CELLS = 250_000
BEYOND = 14.0
"""e-folds above the way, more than log(1/accuracy), that are kept."""
HIGHEST = 705.0
"""In e-folds: the way up from the start; e^709 is the greatest double."""
FIRST = 2.0
"""The refinement on which it is seen how much the place of the edge matters: the erratic error of cut cells
counts at most four times the share of the time that the last tenth of the way takes."""


def mean_escape_time_to_ball(
    potential: Potential,
    noise: sp.Expr | int,
    eps0: Exact,
    start: tuple[Exact, ...],
    target: tuple[Exact, ...],
    radius: Exact,
    *,
    accuracy: float = 1e-4,
) -> Bound:
    """E τ from `start` to the closed disc of this `radius` around `target`, in the time t = Σ γ_k.

    dW = −∇L dt + √(2ε₀β(W)) dB (Itô); `noise` is β, a number or an expression in the coordinates. Grade
    NUMERICAL: three meshes, extrapolated. Meshes are refined until the bound has the relative `accuracy`
    or a quarter of a million cells; a bound wider than 5 % is refused. 0 if the start lies in the disc.
    A ValueError is raised if a number is not positive where it has to be, start or target is not a point of
    the plane, the loss does not confine, or the time is not found to 5 %.
    """
    land = landscape(potential, noise, eps0)
    return mean_escape_time_to(land, plane_point(start, "start"), disc(target, radius, "target"), accuracy)


def mean_escape_time_to(
    land: Landscape,
    start: tuple[float, float],
    target: Target,
    accuracy: float = 1e-4,
    turning: int = 0,
) -> Bound:
    """E τ from `start` to a `target` of any shape.

    With `turning` > 0 the process lives in 2 + `turning` dimensions, L and β depend on x and the distance
    y from the x-axis only, and start and target lie on this axis: (x, y) is again a process in the plane.

    Raises:
        ValueError: as `mean_escape_time_to_ball`, or if the time overflows.
    """
    if not 0 < accuracy < 1:
        raise ValueError(f"accuracy={accuracy}: a number between 0 and 1 is wanted")
    if target.holds(*(np.asarray(c) for c in start)).all():
        return exact(0)
    place = domain(land, [start, target.centre], BEYOND - math.log(accuracy))
    if place.rise > HIGHEST:
        raise ValueError(
            f"the escape takes longer than the greatest double, 10^308:"
            f" the way is {place.rise:.0f} e-folds high"
        )

    @cache
    def cut(refinement: float) -> tuple[Mesh, Mask]:
        mesh = place.mesh(start, refinement, [target])
        inside = place.inside(land, mesh, start)
        return mesh, inside & (mesh.y >= 0) if turning else inside

    def timed(refinement: float, goal: Target) -> float:
        mesh, inside = cut(refinement)
        chain = diffusion_chain(land, mesh, inside, [goal], turning)
        times = eliminated(chain).rewards(np.ones(chain.killing.size))
        found = float(times[chain.state_at(mesh.nearest(start))])
        if not np.isfinite(found):
            raise ValueError("the escape takes longer than the greatest double, 10^308")
        return found

    @cache
    def time(refinement: float) -> float:
        return timed(refinement, target)

    def cells(refinement: float) -> float:
        return float(cut(refinement)[1].sum())

    erratic, wide = target.erratic, target.wider()
    if erratic and not wide.holds(*(np.asarray(c) for c in start)).all():
        erratic = min(erratic, 4 * (1 - timed(FIRST, wide) / time(FIRST)))
    return refined(time, cells, accuracy, CELLS, "the escape time", erratic)


def disc(centre: tuple[Exact, ...], radius: Exact, name: str) -> Disc:
    """The closed disc of this `radius` around the point `centre`, which is called `name`.

    Raises:
        ValueError: if the radius is not positive or the centre not a point of the plane.
    """
    size = exact_number(radius, "radius")
    if not size.is_positive:
        raise ValueError(f"radius={radius}: a positive number is wanted")
    return Disc(plane_point(centre, name), float(size))


def plane_point(point: tuple[Exact, ...], name: str) -> tuple[float, float]:
    """`point` as doubles.

    Raises:
        ValueError: if it has not two coordinates.
    """
    if len(point) != 2:
        raise ValueError(f"{name}={point}: a point of the plane has two coordinates, not {len(point)}")
    x, y = (float(exact_number(c, name)) for c in point)
    return x, y
