"""Every Gaussian density on L = w²/2 with η∞ = 1: the quantities of Appendix E in closed form.

For p = N(m, v), 0 < v < 2, and p∞ = N(0, 1) the function p²/p∞ is 1 + y times a Gaussian, so that all the
integrals of Theorem 2.4's proof are moments of Gaussians. An arbitrary η only moves m and v.

## Main definitions
* `distance`, `dissipation`, `weighted_distance`: y, D, X.
* `first_term`, `second_term`: I and II of Appendix E without their prefactors.
* `distance_rate`: y' at inverse temperature η, from m' = −m and v' = −2v + 2/η.

## Main statements
* y' = −2D/η + 2(δ̂/η)(I + II) with δ̂ = η − 1, for every m, v and η.

## Notation
f = p/p∞ − 1, D = ∫f'²p∞, X = ∫f²w²p∞; `m`, `v` are symbols. Here G = ∫w²p∞ = 1 and C_P = 1.
"""

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eta
from ledger.model import Check
from numerics.relaxation import squared_distance

m = sp.Symbol("m", real=True)
v = sp.Symbol("v", positive=True)

SPREAD, CENTRE = v / (2 - v), 2 * m / (2 - v)
"""Variance and mean of the Gaussian ∝ p²/p∞."""


def distance() -> sp.Expr:
    """Y, the left side of Theorem 2.4."""
    return squared_distance(m, v, sp.Integer(1))


def dissipation() -> sp.Expr:
    """D, from f' = (p/p∞)(w − (w − m)/v)."""
    slope = 1 - 1 / v
    return (1 + distance()) * (slope**2 * SPREAD + (slope * CENTRE + m / v) ** 2)


def weighted_distance() -> sp.Expr:
    """X, by f²p∞ = p²/p∞ − 2p + p∞."""
    return (1 + distance()) * (SPREAD + CENTRE**2) - 2 * (v + m**2) + 1


def first_term() -> sp.Expr:
    """∫ f (p∞L')' = ∫ f(1 − w²)p∞."""
    return 1 - v - m**2


def second_term() -> sp.Expr:
    """∫ f²/2 (p∞L')' = ½∫ f²(1 − w²)p∞."""
    return ((1 + distance()) * (1 - SPREAD - CENTRE**2) - 2 * (1 - v - m**2)) / 2


def distance_rate(inverse_temperature: sp.Expr = eta) -> sp.Expr:
    """The rate of change of y, y'."""
    y, drift, spread = distance(), -m, -2 * v + 2 / inverse_temperature
    return sp.diff(y, m) * drift + sp.diff(y, v) * spread


# --- Evidence ---


def _per_mass(expr: sp.Expr) -> sp.Expr:
    """`expr` over 1 + y, which leaves a rational function."""
    return sp.cancel(sp.expand(expr / (1 + distance())))


def _energy_rate(first: int, second: int, loss: int = 2) -> sp.Expr:
    drift = first * first_term() + second * second_term()
    return (-loss * dissipation() + (eta - 1) * drift) / eta


every_gaussian_obeys_the_energy_identity = Check(
    tests=r"For $L=w^2/2$, $\eta_\infty=1$ and $p=N(m,v)$: $y'$ from the equations of $m$ and $v$, over"
    r" $1+y$, for all $m$, $v$ and $\eta$, against $-\frac2\eta D+\frac{2\hat\delta}\eta(I+II)$, $I$ and"
    r" $II$ without their prefactors.",
    measure=lambda: _per_mass(distance_rate()),
    predict=lambda: _per_mass(_energy_rate(2, 2)),
    compare=equal(),
    wrong={
        "II halved": lambda: _per_mass(_energy_rate(2, 1)),
        "−I": lambda: _per_mass(_energy_rate(-2, 2)),
        "half of D": lambda: _per_mass(_energy_rate(2, 2, loss=1)),
    },
    of="corrected",
)
