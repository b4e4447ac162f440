"""Which law the mass of a ball around a minimum follows: Theorem 2.5 and (2.7), corrected.

With κ = 1/∫ e^{−ηL}, λ_j the eigenvalues of the Hessian and ℓ the loss at the minimum, the probability of the
ball of radius ε under κ e^{−ηL} is, up to a factor that tends to 1,

* as ε → 0 at fixed η: κ e^{−ηℓ} V_d ε^d (1 − ηε² tr/(2(d + 2))), the density times the volume, so that flat
  and sharp minima of one height are alike;
* as η → ∞ at fixed ε: κ e^{−ηℓ} (2π/η)^{d/2}/√det, the same as of the whole basin, whence (2.7);
* in between, while ηε² stays of order 1: the latter times the probability of the ball under the Gaussian.

## Main definitions
* `Law`, `law_of_ball`: the regime in words, and the value.     * `law_of_basin`: Laplace's value.
* `gaussian_ball`: the probability of a ball under a Gaussian in one or two coordinates.
* `formula_value`: a formula of `derivations.ball_mass` in numbers.

## References
* Bender1999, section 6.4: Laplace's method.
"""

from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
import sympy as sp

from derivations.ball_mass import Formula, laplace_mass, small_ball_mass
from derivations.ball_mass import radius as radius_symbol
from derivations.symbols import eta as eta_symbol
from derivations.symbols import kappa
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import converged, enclosed
from numerics.quadrature import ball
from numerics.terrain.spot import Spot, as_ball

BITS = 128
SMALL, WHOLE = Fraction(1, 20), Fraction(99, 100)
"""The largest correction of a small ball; the least share of the Gaussian in a ball that holds the well."""

ANGLES = 4096
HEIGHT = sp.Symbol("ell", real=True)


@dataclass(frozen=True)
class Law:
    """What a formula gives: `name` is the regime in words, `value` the formula's value, not the true one."""

    name: str
    value: Bound


def law_of_basin(minimum: Spot, eta: sp.Expr, normaliser: Bound) -> Bound | None:
    """κ e^{−ηℓ} (2π/η)^{d/2}/√det, Laplace's value for the basin; None at a degenerate minimum."""
    return None if minimum.kind != "minimum" else formula_value(laplace_mass, minimum, eta, normaliser)


def law_of_ball(minimum: Spot, eta: sp.Expr, normaliser: Bound, radius: sp.Expr) -> Law | None:
    """The law of a ball around a minimum in one or two coordinates; None at a degenerate one."""
    if minimum.kind != "minimum":
        return None
    trace = sum((e.middle for e in minimum.hessian_eigenvalues), Fraction(0))
    correction = float(trace) * float(eta) * float(radius) ** 2 / (2 * len(minimum.at) + 4)
    if correction <= SMALL:
        return Law("small ball", formula_value(small_ball_mass, minimum, eta, normaliser, radius))
    whole, share = formula_value(laplace_mass, minimum, eta, normaliser), gaussian_ball(minimum, eta, radius)
    return Law("whole well", whole) if share.low >= WHOLE else Law("Gaussian ball", whole * share)


def gaussian_ball(minimum: Spot, eta: sp.Expr, radius: sp.Expr) -> Bound:
    """The probability of |w| ≤ `radius` under the Gaussian of precision `eta` times the Hessian.

    Raises:
        ValueError: if there are more than two coordinates.
    """
    if len(minimum.at) == 1:
        with flint.ctx.workprec(BITS):
            reach = ball(radius) * (ball(eta) * as_ball(minimum.hessian_eigenvalues[0]) / 2).sqrt()
            return enclosed(reach.erf())
    if len(minimum.at) > 2:
        raise ValueError(f"minimum={minimum}: one or two coordinates are wanted, not {len(minimum.at)}")
    coarse, fine = (_in_polar_angles(minimum, float(eta), float(radius), n) for n in (ANGLES // 2, ANGLES))
    return converged(coarse, fine, method="trapezoidal rule in the angle")


def _in_polar_angles(minimum: Spot, eta: float, radius: float, n: int) -> float:
    """√det/2π ∮ (1 − e^{−ηε²q/2})/q dθ with q = λ_1 cos² + λ_2 sin²."""
    first, second = (float(e.middle) for e in minimum.hessian_eigenvalues)
    angle = 2 * np.pi * np.arange(n) / n
    form = first * np.cos(angle) ** 2 + second * np.sin(angle) ** 2
    return float(np.sqrt(first * second) * np.mean(-np.expm1(-eta * radius**2 * form / 2) / form))


def formula_value(
    formula: Formula, minimum: Spot, eta: sp.Expr, normaliser: Bound, radius: sp.Expr | int = 1
) -> Bound:
    """A formula of `derivations.ball_mass` at a minimum, κ being 1/`normaliser`."""
    names = sp.symbols(f"lambda_1:{len(minimum.at) + 1}", positive=True)
    letters = (HEIGHT, *names, eta_symbol, radius_symbol)
    function = compiled(formula(HEIGHT, names).subs(kappa, 1), letters, "arb")
    with flint.ctx.workprec(BITS):
        values = [as_ball(number) for number in (minimum.value, *minimum.hessian_eigenvalues)]
        return enclosed(function(*values, ball(eta), ball(sp.sympify(radius))), method="formula") / normaliser
