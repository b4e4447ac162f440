"""Where all answers are right, more confidence lowers the cross-entropy: no such point is critical.

Multiply weights and bias of the last layer by α; all logits are multiplied by α. For a sample whose label has
the largest logit, by the gaps g_j > 0, the loss is ln(1 + Σ e^{−αg_j}).

## Main definitions
* `loss_by_confidence`: this loss.

## Main statements
* `confidence_lowers_the_loss_of_right_answers`.
"""

import sympy as sp

from derivations.identity import equal
from ledger.model import Check

CLASSES = 4
GAPS = sp.symbols(f"g_1:{CLASSES}", positive=True)
confidence = sp.Symbol("alpha", positive=True)


def loss_by_confidence(gaps: tuple[sp.Symbol, ...] = GAPS) -> sp.Expr:
    """Cross-entropy of a sample as a function of α; `gaps` are the label's logit less each of the others."""
    return sp.log(1 + sp.Add(*[sp.exp(-confidence * gap) for gap in gaps]))


# --- Evidence ---------------------------------------------------------------------------------


def _slope() -> dict[str, sp.Basic]:
    """The derivative by α, and whether it is negative."""
    slope = loss_by_confidence().diff(confidence)
    return {"slope": slope, "negative": sp.sympify(slope.is_negative)}


def _mean_gap(sign: int) -> sp.Expr:
    """Sign · Σ p_j g_j with the chances p_j of the wrong classes."""
    odds = [sp.exp(-confidence * gap) for gap in GAPS]
    return sign * sp.Add(*[g * o for g, o in zip(GAPS, odds, strict=True)]) / (1 + sp.Add(*odds))


confidence_lowers_the_loss_of_right_answers = Check(
    tests=r"$\frac{d}{d\alpha}\ln(1+\sum_je^{-\alpha g_j})$ for any gaps $g_j>0$, four classes, and its sign,"
    r" against $-\sum_jp_jg_j<0$.",
    measure=_slope,
    predict=lambda: {"slope": _mean_gap(-1), "negative": sp.true},
    compare=equal(),
    wrong={
        "a critical point": lambda: {"slope": sp.S.Zero, "negative": sp.false},
        "the other sign": lambda: {"slope": _mean_gap(1), "negative": sp.false},
    },
    of="corrected",
)
