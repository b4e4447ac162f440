"""Is the gradient noise of trained nets isotropic, as (2.4) has it? The nets at the end of the record.

The rules are those of `nn_experiments.noise.isotropy`, fixed before anything was measured here: U counts as 0
within 0.05, the alignment A as 1 within a quarter. Ten nets of each pair, the gradients of 2048 training
images, 128 random vectors, batch normalisation in evaluation mode.

## Main statements
* `printed_noise_of_nets_on_mnist_is_isotropic`, `printed_noise_of_nets_on_mnist_ignores_the_hessian`.
* `noise_of_nets_on_mnist_has_few_directions`.
"""

from collections.abc import Callable, Mapping

import numpy as np

from ledger.bound import Bound, exact
from ledger.compare import at_most
from ledger.model import DEFAULT_SEED, Check
from nn_experiments.curvature.kept import NOISE, Curvatures
from nn_experiments.findings.contrasts import LEVEL, QUARTER, related
from nn_experiments.findings.the_record import MNIST, READING, kept_curvature
from nn_experiments.noise.isotropy import (
    DRAWS,
    EPOCH,
    GROUP,
    IMAGES,
    ISOTROPIC,
    MARGIN,
    PROBES,
    SHARE,
    TWO_VARIANCES,
)
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN
from numerics.bounds import empirical, sampled
from numerics.coin_noise import each

ARMS = (COLD, HOT, TWIN, GHOST)
WEIGHTS = 59_402


def _column(found: Curvatures, name: str, *, log: bool = False) -> dict[str, Bound]:
    """A quantity by pair, the mean over its nets."""
    rows = {arm.label: found.values(arm.label, NOISE, name) for arm in ARMS}
    return {label: empirical(np.log(row) if log else row, LEVEL, "nets") for label, row in rows.items()}


def _anisotropies() -> Mapping[str, Bound]:
    from nn_experiments.noise.synthetic import anisotropies

    return {
        **_column(kept_curvature(MNIST), "anisotropy"),
        ISOTROPIC: sampled(anisotropies(IMAGES, DRAWS, DEFAULT_SEED, spread_by=1)),
        TWO_VARIANCES: sampled(anisotropies(IMAGES, DRAWS, DEFAULT_SEED, spread_by=3)),
    }


def _alignments() -> Mapping[str, Bound]:
    from nn_experiments.noise.digits_nets import digits_nets
    from nn_experiments.noise.synthetic import isotropic_alignments

    nets = digits_nets(EPOCH, images=IMAGES)
    return {
        **_column(kept_curvature(MNIST), "alignment", log=True),
        ISOTROPIC: empirical(isotropic_alignments(nets, PROBES, DEFAULT_SEED), LEVEL, "nets"),
    }


def _all(word: str) -> Callable[[], Mapping[str, str]]:
    return lambda: {arm.label: word for arm in ARMS}


# --- Evidence ---------------------------------------------------------------------------------

printed_noise_of_nets_on_mnist_is_isotropic = Check(
    tests=(
        r"On all of MNIST: $U=d\,\mathrm{tr}\,\Sigma^2/(\mathrm{tr}\,\Sigma)^2-1$, without bias, from the"
        " gradients of 2048 images, for ten nets of each pair after 200 epochs, against 0; the same for"
        " random vectors."
    ),
    measure=_anisotropies,
    predict=_all("same"),
    compare=related(MARGIN, ""),
    wrong={
        "the variances 1 and 3 are one": lambda: {TWO_VARIANCES: "same"},
        "isotropic vectors are not": lambda: {ISOTROPIC: "more"},
    },
    right={
        "isotropic vectors are": lambda: {ISOTROPIC: "same"},
        "the variances 1 and 3 are two": lambda: {TWO_VARIANCES: "more"},
    },
    limit=READING,
    group=GROUP,
)

printed_noise_of_nets_on_mnist_ignores_the_hessian = Check(
    tests=(
        r"On all of MNIST: $\ln A$, $A=d\,\mathrm{Tr}(H\Sigma)/(\mathrm{tr}\,H\,\mathrm{tr}\,\Sigma)$, for"
        " the same nets, against 0, which isotropic noise has for every $H$; the same for isotropic vectors."
    ),
    measure=_alignments,
    predict=_all("same"),
    compare=related(QUARTER, " (a quarter)"),
    wrong={"isotropic vectors do not": lambda: {ISOTROPIC: "more"}},
    right={"isotropic vectors do": lambda: {ISOTROPIC: "same"}},
    limit=READING,
    group=GROUP,
)

noise_of_nets_on_mnist_has_few_directions = Check(
    tests=(
        r"On all of MNIST: the effective number of directions $(\mathrm{tr}\,\Sigma)^2/\mathrm{tr}\,\Sigma^2$"
        " of the same gradients, against a fiftieth of the number of weights."
    ),
    measure=lambda: _column(kept_curvature(MNIST), "directions"),
    predict=lambda: {arm.label: exact(WEIGHTS * SHARE) for arm in ARMS},
    compare=each(at_most()),
    wrong={"one direction": lambda: {arm.label: exact(1) for arm in ARMS}},
    of="beside",
    limit=READING,
    group=GROUP,
)
