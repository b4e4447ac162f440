"""No exponential rate while the temperature settles (first remark on Theorem 2.4).

## Main statements
* `settling_gaussian_falls_exponentially` fails: e^{at}y(t) → ∞ for every a > 0 on L = w²/2 with
  η(t) = 1 + 1/(1 + t).
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import t
from ledger.model import Check
from numerics.settling import excess_variance, settling_distance, u

rate = sp.Symbol("a", positive=True)


def weighted_limit(exponent: sp.Expr) -> sp.Expr:
    """The limit of e^{exponent·t}y(t): y ~ y/u²|_{u→0}·u(t)², and (2 + t)u(t) has a limit for every start."""
    scale = sp.limit(settling_distance(u) / u**2, u, 0)
    drift = sp.limit((2 + t) * excess_variance(), t, sp.oo)
    return sp.limit(scale * drift**2 * sp.exp(exponent * t) / (2 + t) ** 2, t, sp.oo)


# --- Evidence ---

settling_gaussian_falls_exponentially = Check(
    tests=r"For $L=w^2/2$, $\eta(t)=1+1/(1+t)$ and any centred Gaussian start: the limits of $y(t)$ and of"
    r" $e^{at}y(t)$ for any $a>0$, against 0 and 0, as a rate of more than $a$ would have it.",
    measure=lambda: (weighted_limit(sp.S.Zero), weighted_limit(rate)),
    predict=lambda: (sp.S.Zero, sp.S.Zero),
    compare=equal(),
    wrong={"no convergence": lambda: (sp.oo, sp.oo)},
    right={"0 and ∞": lambda: (sp.S.Zero, sp.oo)},
)
