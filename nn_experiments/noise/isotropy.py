"""Is the gradient noise of a network isotropic, as (2.4) has it? Its covariance measured, σ²(w) = β(w) I not.

Fixed before the run: five nets on the digits (`nn_experiments.noise.digits_nets`), the gradients of 512
images each, 64 random vectors; U = d tr Σ²/(tr Σ)² − 1 counts as 0 within 0.05, the alignment
A = d Tr(HΣ)/(tr H tr Σ) as 1 within a quarter. The same instrument looks at as many random vectors in as
many dimensions, isotropic ones and ones with variance 1 in half of the coordinates and 3 in the others, for
which U = 1/4.

## Main statements
* `printed_noise_of_a_network_is_isotropic`: refuted, U is in the hundreds.
* `printed_noise_of_a_network_ignores_the_hessian`: refuted, it is aligned with it a hundredfold.
* `noise_of_a_network_has_few_directions`.

## Implementation notes
Batch normalisation in evaluation mode: only there has an image a gradient of its own. Null directions, as
those of the scales, count among the d; half of the d would halve U + 1.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ledger.bound import Bound, exact
from ledger.compare import at_most
from ledger.model import Check, Setting
from nn_experiments.findings.contrasts import LEVEL, QUARTER, related
from nn_experiments.training.curves import Floats
from numerics.bounds import empirical, sampled
from numerics.coin_noise import each

GROUP = "gradient noise"  # its checks share the nets
IMAGES, PROBES, DRAWS = 512, 64, 5
MARGIN = Fraction("0.05")
SHARE = Fraction(1, 50)  # of all directions
STAGES = {"at the start": 0, "after 10 epochs": 10, "after 40 epochs": 40}
ISOTROPIC, TWO_VARIANCES = "isotropic vectors", "vectors with variances 1 and 3"


@lru_cache(maxsize=1)
def _found(seed: int) -> Mapping[str, tuple[Floats, Floats, Floats]]:
    """U, directions and ln A of the nets, by stage."""
    from nn_experiments.noise.digits_noise import noise_of_the_nets

    reports = {stage: noise_of_the_nets(epoch, IMAGES, PROBES, seed) for stage, epoch in STAGES.items()}
    return {
        stage: (r.spread.anisotropy, r.spread.directions, np.log(r.alignment.value))
        for stage, r in reports.items()
    }


def _column(place: int, seed: int) -> dict[str, Bound]:
    return {stage: empirical(row[place], LEVEL, "nets") for stage, row in _found(seed).items()}


def _anisotropies(setting: Setting) -> Mapping[str, Bound]:
    from nn_experiments.noise.synthetic import anisotropies

    return {
        **_column(0, setting.seed),
        ISOTROPIC: sampled(anisotropies(IMAGES, DRAWS, setting.seed, spread_by=1)),
        TWO_VARIANCES: sampled(anisotropies(IMAGES, DRAWS, setting.seed, spread_by=3)),
    }


def _alignments(setting: Setting) -> Mapping[str, Bound]:
    from nn_experiments.noise.digits_nets import digits_nets
    from nn_experiments.noise.synthetic import isotropic_alignments

    nets = digits_nets(EPOCH, images=IMAGES, seed=setting.seed)
    return {
        **_column(2, setting.seed),
        ISOTROPIC: empirical(isotropic_alignments(nets, PROBES, setting.seed), LEVEL, "nets"),
    }


EPOCH = STAGES["after 10 epochs"]


def _all(word: str) -> Callable[[], Mapping[str, str]]:
    return lambda: dict.fromkeys(STAGES, word)


# --- Evidence ---------------------------------------------------------------------------------

printed_noise_of_a_network_is_isotropic = Check(
    tests=(
        r"$U=d\,\mathrm{tr}\,\Sigma^2/(\mathrm{tr}\,\Sigma)^2-1$, without bias, from the gradients of 512"
        " digits, for five batch-normalised nets with 13 322 weights, against 0; the same for random vectors."
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
    group=GROUP,
    uses_setting=True,
)

printed_noise_of_a_network_ignores_the_hessian = Check(
    tests=(
        r"$\ln A$, $A=d\,\mathrm{Tr}(H\Sigma)/(\mathrm{tr}\,H\,\mathrm{tr}\,\Sigma)$, for the same nets,"
        " against 0, which isotropic noise has for every $H$; the same for isotropic vectors."
    ),
    measure=_alignments,
    predict=_all("same"),
    compare=related(QUARTER, " (a quarter)"),
    wrong={"isotropic vectors do not": lambda: {ISOTROPIC: "more"}},
    right={"isotropic vectors do": lambda: {ISOTROPIC: "same"}, "more": _all("more")},
    group=GROUP,
    uses_setting=True,
)

noise_of_a_network_has_few_directions = Check(
    tests=(
        r"The effective number of directions $(\mathrm{tr}\,\Sigma)^2/\mathrm{tr}\,\Sigma^2$ of the same"
        " gradients, against a fiftieth of the number of weights."
    ),
    measure=lambda setting: _column(1, setting.seed),
    predict=lambda: dict.fromkeys(STAGES, exact(13322 * SHARE)),
    compare=each(at_most()),
    wrong={"one direction": lambda: dict.fromkeys(STAGES, exact(1))},
    of="corrected",
    group=GROUP,
    uses_setting=True,
)
