"""How the nets of a run are measured.

## Main definitions
* `Instrument`: numbers of probes and images; one net -> what is kept of its curvature, or of its noise.
"""

from dataclasses import dataclass
from math import inf
from typing import Any

from ledger.model import DEFAULT_SEED
from nn_experiments.curvature.landscape import Landscape
from nn_experiments.curvature.report import curvature_report
from nn_experiments.noise.report import gradient_noise

LEAST_IMAGES = 4
MORE = 10  # times the probes, at most, until the relative error is as wanted
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Instrument:
    """How the curvature is measured.

    Args:
        probes: random vectors for each norm, and for each trace of the noise.
        relative_error: more of them until the norms are known so well, at most ten times as many.
        images: the first so many training images; None for those of the run's own Hessians.
        seed: of all random vectors.

    Raises:
        ValueError: if there are fewer than two probes or four images, or the error is not positive.
    """

    probes: int = 100
    relative_error: float | None = None
    images: int | None = None
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if self.probes < 2:
            raise ValueError(f"probes={self.probes}: at least 2")
        if self.relative_error is not None and not 0 < self.relative_error < inf:
            raise ValueError(f"relative_error={self.relative_error}: a positive number")
        if self.images is not None and self.images < LEAST_IMAGES:
            raise ValueError(f"images={self.images}: at least {LEAST_IMAGES}")

    def curvature(self, net: Landscape, seed: int) -> Values:
        """Norms, trace and eigenvalues of one net."""
        found = curvature_report(
            net,
            seed,
            wanted=self.relative_error or inf,
            least=self.probes,
            most=self.probes * (MORE if self.relative_error else 1),
        )
        estimates = {name: getattr(found, name) for name in ("log_norm", "trace", "log_scaled_norm")}
        ends = found.eigenvalues
        return {
            **{name: e.value for name, e in estimates.items()},
            **{f"{name}_error": e.error for name, e in estimates.items()},
            "slope": found.slope,
            "probes": [found.probes],
            "scaled_probes": [found.scaled_probes],
            **{
                name: getattr(ends, name)
                for name in ("largest", "largest_bounds", "smallest", "smallest_bounds")
            },
        }

    def noise(self, net: Landscape, seed: int) -> Values:
        """Strength, shape and alignment of the gradient noise of one net."""
        found = gradient_noise(net, seed, probes=self.probes)
        names = ("trace", "anisotropy", "directions", "shares")
        return {
            "size": [found.spread.size],
            **{name: getattr(found.spread, name) for name in names},
            "alignment": found.alignment.value,
            "alignment_error": found.alignment.error,
        }
