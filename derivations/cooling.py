"""When does a lower temperature put more mass on a set? When the loss on it is below the mean (Appendix H).

A loss that takes the value ℓ_i on a cell of volume a_i stands for any loss: sums over cells are what an
integral is made of.

## Main definitions
* `share`: Σ_B a_i e^{−ηℓ_i} over the sum of all.
* `mean_loss`: under these weights, on all cells or on some.

## Main statements
* `share_grows_with_eta_by_mean_loss_minus_mean_loss_inside`.
"""

from collections.abc import Sequence

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta
from ledger.model import Check

CELLS = 3
INSIDE = (0,)
EVERYWHERE = tuple(range(CELLS))
VOLUMES = sp.symbols(f"a_1:{CELLS + 1}", positive=True)
HEIGHTS = sp.symbols(f"ell_1:{CELLS + 1}", real=True)


def weight(cells: Sequence[int]) -> sp.Expr:
    """Σ a_i e^{−ηℓ_i} over `cells`."""
    return sp.Add(*[VOLUMES[i] * sp.exp(-eta * HEIGHTS[i]) for i in cells])


def share() -> sp.Expr:
    """The probability of the cells `INSIDE`."""
    return weight(INSIDE) / weight(EVERYWHERE)


def mean_loss(cells: Sequence[int]) -> sp.Expr:
    """The mean of ℓ on `cells` under the weights a_i e^{−ηℓ_i}."""
    return sp.Add(*[HEIGHTS[i] * VOLUMES[i] * sp.exp(-eta * HEIGHTS[i]) for i in cells]) / weight(cells)


# --- Evidence ---

share_grows_with_eta_by_mean_loss_minus_mean_loss_inside = Check(
    tests=r"$\frac{d}{d\eta}\log\mathbb P(B)$ for any loss on three cells, $B$ being the first, against"
    r" $\mathbb E[L]-\mathbb E[L\,|\,B]$.",
    measure=lambda: sp.diff(sp.log(weight(INSIDE)) - sp.log(weight(EVERYWHERE)), eta),
    predict=lambda: mean_loss(EVERYWHERE) - mean_loss(INSIDE),
    compare=equal(),
    wrong={
        "the other sign": lambda: mean_loss(INSIDE) - mean_loss(EVERYWHERE),
        "E[L], always a growth": lambda: mean_loss(EVERYWHERE),
    },
    of="corrected",
)
