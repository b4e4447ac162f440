"""How long a solution of dW = −L' dt + √(2ε) dB lives.

## Main definitions
* `mean_lifetime_of_the_quartic`: E of the time to reach infinity from 0, for L = ± w⁴/4.

## Main statements
* `printed_sde_lives_for_all_times_without_confinement`: not for L = −w⁴/4.
* `sde_lives_for_all_times_when_the_quartic_confines`.

## Implementation notes
For an even L the mean time to leave (−R, R) from 0 is ε⁻¹ ∫₀ᴿ∫₀ʸ exp{(L(y) − L(z))/ε} dz dy: it solves
ε u'' − L' u' = −1, u(±R) = 0. With z = y s, then v = y² and R → ∞, the inner integral is one of
exp(± a v²)/2. The limit R → ∞ is the function of Feller's test: it is infinite at both ends if and only if
no solution explodes.

## References
KaratzasShreve1991, Theorem 5.5.29.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eps
from ledger.model import Check

V = sp.Symbol("v", positive=True)
S = sp.Symbol("s", positive=True)
RATE = sp.Symbol("a", positive=True)


def mean_lifetime_of_the_quartic(sign: int) -> sp.Expr:
    """Mean time to infinity from 0 for L = `sign` · w⁴/4, in time units of (2.3); oo if never.

    Raises:
        ValueError: if `sign` is not 1 or −1.
    """
    if sign not in {1, -1}:
        raise ValueError(f"sign={sign!r}: the loss is w**4/4 (sign 1) or -w**4/4 (sign -1)")
    over_v = sp.integrate(sp.exp(sign * RATE * V**2) / 2, (V, 0, sp.oo))
    if over_v is sp.oo:
        return sp.oo
    density = over_v.subs(RATE, (1 - S**4) / (4 * eps)) / eps
    return sp.hyperexpand(sp.integrate(sp.simplify(density), (S, 0, 1)))


# --- Evidence ---


def closed_form() -> sp.Expr:
    """π Γ(1/4) / (8 √ε Γ(3/4)), which is √(π/ε)/2 times a quarter of the lemniscate's length."""
    quarter = sp.Rational(1, 4)
    return sp.pi * sp.gamma(quarter) / (8 * sp.sqrt(eps) * sp.gamma(3 * quarter))


printed_sde_lives_for_all_times_without_confinement = Check(
    tests=r"The mean time in which (2.3), started at 0 in $L = -w^4/4$ with constant $\varepsilon = "
    r"\gamma\beta/(2M)$, reaches infinity, against $\infty$: a solution at all times.",
    measure=lambda: mean_lifetime_of_the_quartic(-1),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={
        "twice as long": lambda: 2 * closed_form(),
        "proportional to 1/ε": lambda: closed_form() / sp.sqrt(eps),
    },
    right={"π Γ(1/4) / (8 √ε Γ(3/4))": closed_form},
)

sde_lives_for_all_times_when_the_quartic_confines = Check(
    tests=r"The mean time in which (2.3), started at 0 in $L = +w^4/4$ with constant $\varepsilon$, "
    r"reaches infinity, against $\infty$.",
    measure=lambda: mean_lifetime_of_the_quartic(1),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"as for −w⁴/4": closed_form},
    of="corrected",
)
