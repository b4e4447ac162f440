"""The noises of two steps of SGD on a network within one pass through the data: they are not independent.

In a pass the batches are disjoint. Given the data and the weights, the images of one batch are N − M fewer to
choose from, and the noises e = ĝ − ∇L of two steps have the correlation −M/(N − M); between passes it is 0.
The weights move on the way; that changes the correlation by a term of order γ.

One net on the digits as it was drawn, 240 pairs of passes through 256 images in batches of 64 with γ = 1/100,
normalisation with fixed moments; margin a tenth, fixed before the first run. (That had a net after ten epochs
and γ = 1/10, at which SGD with fixed moments diverges.)

## Main statements
* `printed_noises_of_a_network_are_uncorrelated`: refuted.
* `noises_of_a_pass_of_a_network_push_against_each_other`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from ledger.bound import Bound, exact
from ledger.compare import near
from ledger.model import Check, Setting
from nn_experiments.noise.isotropy import GROUP
from numerics.bounds import sampled
from numerics.coin_noise import each

EPOCH, IMAGES, SIZE, PASSES = 0, 256, 64, 240
RATE = Fraction(1, 100)
PAIRS = {
    "steps 1 and 2 of a pass": (1, 2),
    "steps 1 and 4 of a pass": (1, 4),
    "last of a pass and first of the next": (4, 5),
}
WITHIN = tuple(PAIRS)[:2]
Rows = Mapping[str, Bound]


@lru_cache(maxsize=1)
def _measured(setting: Setting) -> Rows:
    from nn_experiments.noise.digits_noise import correlations

    found = correlations(EPOCH, IMAGES, SIZE, float(RATE), PASSES, setting.seed)
    return {name: sampled(found[pair]) for name, pair in PAIRS.items()}


def _said(within: Fraction, between: Fraction | int = 0) -> Callable[[], Rows]:
    return lambda: {name: exact(within if name in WITHIN else between) for name in PAIRS}


OF_A_PASS = Fraction(-SIZE, IMAGES - SIZE)


# --- Evidence ---------------------------------------------------------------------------------

TESTS = (
    "The correlation of the noises of two steps of SGD on a network, over 240 pairs of passes through 256"
    " digits in batches of 64, against "
)
WRONG = {
    "M/N, as over the data": _said(Fraction(SIZE, IMAGES)),
    "−M/(N − M) between passes, too": _said(OF_A_PASS, OF_A_PASS),
    "−1/(N − 1), as of two images": _said(Fraction(-1, IMAGES - 1)),
}

printed_noises_of_a_network_are_uncorrelated = Check(
    tests=TESTS + r"0, as of two increments of $\mathbf B$.",
    measure=_measured,
    predict=_said(Fraction(0)),
    compare=each(near("0.1")),
    wrong=WRONG,
    right={"−M/(N − M)": _said(OF_A_PASS)},
    group=GROUP,
    uses_setting=True,
)

noises_of_a_pass_of_a_network_push_against_each_other = Check(
    tests=TESTS + r"$-M/(N-M)$ within a pass and 0 between passes.",
    measure=_measured,
    predict=_said(OF_A_PASS),
    compare=each(near("0.1")),
    wrong={"0": _said(Fraction(0)), **WRONG},
    of="corrected",
    group=GROUP,
    uses_setting=True,
)
