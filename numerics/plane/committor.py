"""The probability of reaching one place before another, in the plane.

h = P(reach `one` before `other`) solves ε₀βΔh − ∇L·∇h = 0 with h = 1 on `one` and 0 on `other`. It is found
without a subtraction, and so is 1 − h, by exchanging the places: both to all digits, however small.

## Main definitions
* `committor`: at a point, from several meshes.
"""

import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound, exact
from numerics.plane.chain import diffusion_chain
from numerics.plane.domain import domain
from numerics.plane.elimination import eliminated
from numerics.plane.escape import CELLS, disc, plane_point
from numerics.plane.landscape import landscape
from numerics.plane.richardson import refined
from numerics.quadrature import Exact

DEPTH = 23.0


def committor(
    potential: Potential,
    noise: sp.Expr | int,
    eps0: Exact,
    start: tuple[Exact, ...],
    one: tuple[Exact, ...],
    other: tuple[Exact, ...],
    radius: Exact,
    *,
    accuracy: float = 1e-4,
) -> Bound:
    """P(W from `start` reaches the closed disc of this `radius` around `one` before that around `other`).

    dW = −∇L dt + √(2ε₀β(W)) dB (Itô); `noise` is β. Grade NUMERICAL, to the relative `accuracy`.

    Raises:
        ValueError: as `mean_escape_time_to_ball`, or if the discs overlap.
    """
    land, here = landscape(potential, noise, eps0), plane_point(start, "start")
    good, bad = disc(one, radius, "one"), disc(other, radius, "other")
    if np.hypot(*np.subtract(good.centre, bad.centre)) <= 2 * good.radius:
        raise ValueError(f"radius={radius}: the discs around one={one} and other={other} overlap")
    for place, certain in ((good, 1), (bad, 0)):
        if place.holds(*(np.asarray(c) for c in here)).all():
            return exact(certain)
    region = domain(land, [here, good.centre, bad.centre], DEPTH)

    def probability(refinement: float) -> float:
        mesh = region.mesh(here, refinement, [good, bad])
        chain = diffusion_chain(land, mesh, region.inside(land, mesh, here), [good, bad])
        return float(eliminated(chain).rewards(chain.ways_out[0])[chain.state_at(mesh.nearest(here))])

    def cells(refinement: float) -> float:
        mesh = region.mesh(here, refinement, [good, bad])
        return float(region.inside(land, mesh, here).sum())

    return refined(probability, cells, accuracy, CELLS, "the probability", good.erratic)
