"""The wells of a loss under its stationary density: what an answer on the line or in the plane is made of.

## Main definitions
* `Wells`: minima, probabilities of basins and balls, normaliser.
"""

from dataclasses import dataclass

from ledger.bound import Bound
from numerics.terrain.spot import Spot


@dataclass(frozen=True)
class Wells:
    """Wells in the order of their coordinates.

    Attributes:
        normaliser: ∫ e^{−ηL} for constant noise; otherwise ∫ e^{−φ}/β on the line, φ = 0 at the first
            minimum, and None in the plane, where the density has no formula.
        minima: where the wells are.
        basins: the probability of each basin of attraction of the flow −∇L.
        balls: the probability of the ball around each minimum; empty if there is no radius.
        gates: the maxima on the line, the saddles in the plane.
        warnings: what else the reader should know.
    """

    normaliser: Bound | None
    minima: tuple[Spot, ...]
    basins: tuple[Bound, ...]
    balls: tuple[Bound, ...]
    gates: tuple[Spot, ...]
    warnings: tuple[str, ...] = ()
