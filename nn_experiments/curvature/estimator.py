"""The norm by random products beside the norm of the whole Hessian, on a net small enough for both.

"The method in Wu and Zhu [2017]" is read as ‖H‖_F² = E‖Hv‖² for Gaussian v; the exact identity stands in
`derivations.random_products`. Net and margin were fixed before the run: 268 parameters in double precision
after forty steps on the digits, 5 % (`nn_experiments.curvature.small_net`). The 8192 vectors were 4096 at
first, too few at three of twenty other seeds.

## Main statements
* `random_products_give_the_norm_of_the_whole_hessian`.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ledger.bound import Bound, exact
from ledger.compare import near
from ledger.model import Check, Setting
from nn_experiments.training.curves import Floats
from numerics.bounds import converged, logarithm, sampled

IMAGES, BATCH, BLOCKS = 128, 8, 4
MARGIN = "0.05"
PRECISIONS = "single and double precision"


# --- Evidence ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _estimated(setting: Setting) -> Bound:
    """Ln ‖H‖_F by random products."""
    from nn_experiments.curvature.small_net import small_net

    return logarithm(sampled(small_net().squares(setting.seed))) * exact(Fraction(1, 2))


def _whole(quantity: Callable[[Floats], float], images: int = IMAGES) -> Callable[[], Bound]:
    """Ln of `quantity` of the whole Hessian, the mean over some blocks of `images`, in two precisions."""

    def mean(single: bool) -> float:
        blocks = range(0, IMAGES, images)[:BLOCKS]
        return float(np.mean([quantity(_dense(b, b + images, single)) for b in blocks]))

    return lambda: converged(
        math.log(mean(True)), math.log(mean(False)), method="single and double precision"
    )


@lru_cache
def _dense(start: int, stop: int, single: bool) -> Floats:
    from nn_experiments.curvature.small_net import small_net

    return small_net().hessian(start, stop, single=single)


def _norm(dense: Floats) -> float:
    return float(np.linalg.norm(dense))


def _quadratic_form(dense: Floats) -> float:
    """√E(v·Hv)²."""
    return math.sqrt(2 * _norm(dense) ** 2 + np.trace(dense) ** 2)


random_products_give_the_norm_of_the_whole_hessian = Check(
    tests=(
        "½ ln of the mean of ‖Hv‖² over 8192 Gaussian v, for a net with 268 parameters on 128 digits,"
        " against ln ‖H‖_F of its Hessian taken entry by entry."
    ),
    measure=_estimated,
    predict=_whole(_norm),
    compare=near(MARGIN),
    wrong={
        "without the square root": _whole(lambda dense: _norm(dense) ** 2),
        "v·Hv in place of Hv": _whole(_quadratic_form),
        "the trace": _whole(lambda dense: float(np.trace(dense))),
        "the Hessians of batches of 8 images": _whole(_norm, BATCH),
    },
    uses_setting=True,
)
