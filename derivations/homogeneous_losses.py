"""How the speed of the diffusion depends on η for a homogeneous loss, exactly (third remark on Theorem 2.4).

For L(w) = |w|^p put w = η^{−1/p}u. Then the generator 𝓛_η = (1/η)∂² − L'∂ is η^{2/p − 1}𝓛_1 in u: so are all
its eigenvalues, the gap among them. The gap falls with η for p > 2, is the same for p = 2, grows for p < 2.

## Main definitions
* `generator`: 𝓛f = f''/η − L'f' on the half line.
* `rescaled`: 𝓛_η applied to u ↦ f(η^{1/p}w), at w = η^{−1/p}u.

## Main statements
* `generator_scales_with_a_power_of_eta`; for p = 4 the power is −½, for p = 3/2 it is +⅓.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta
from ledger.model import Check

u, p = sp.symbols("u p", positive=True)
F = sp.Function("f", real=True)


def generator(f: sp.Expr, place: sp.Symbol, inverse_temperature: sp.Expr) -> sp.Expr:
    """f''/η − L'f' for L = place^p/p, place > 0."""
    return sp.diff(f, place, 2) / inverse_temperature - place ** (p - 1) * sp.diff(f, place)


def rescaled() -> sp.Expr:
    """𝓛_η of w ↦ f(η^{1/p}w), for any f, at w = η^{−1/p}u."""
    place = sp.Symbol("w", positive=True)
    scale = eta ** (1 / p)
    applied = generator(F(scale * place), place, eta).subs(place, u / scale).doit()
    return sp.expand(sp.powsimp(applied, force=True))


def scaled(power: sp.Expr) -> sp.Expr:
    """η^power 𝓛_1 f at u."""
    return sp.expand(eta**power * generator(F(u), u, sp.S.One))


# --- Evidence ---

generator_scales_with_a_power_of_eta = Check(
    tests=r"For $L=|w|^p/p$ with any $p>0$: the generator at $\eta$ of any $f(\eta^{1/p}w)$ at"
    r" $w=\eta^{-1/p}u$, against $\eta^{2/p-1}$ times the generator at $\eta=1$ of $f$ at $u$.",
    measure=rescaled,
    predict=lambda: scaled(2 / p - 1),
    compare=equal(),
    wrong={
        "the speed does not depend on η": lambda: scaled(sp.S.Zero),
        "1/η, as if C_P did not depend on η": lambda: scaled(-sp.S.One),
        "η^{1/p}": lambda: scaled(1 / p),
    },
    of="corrected",
)
