"""Losses that are smooth except at the gate: what Theorem 2.2 needs of the second derivative.

Near the gate of L = −w²/2 + c|w|^k the relative error of the Eyring–Kramers formula is c E|Z|^k ε^{k/2 − 1},
Z a standard normal variable. For 2 < k < 3 that is more than the printed √ε log(1/ε), although L is twice
continuously differentiable; for k = 3, when L'' is Lipschitz continuous, it is of order √ε.

## Main definitions
* `Cusp`: the loss, its exact escape time and the formula for it.      * `normal_moment`: E|Z|^k.

## Main statements
* `printed_error_holds_for_twice_differentiable_losses`: refuted at k = 5/2.
* `error_has_order_one_quarter_for_hoelder_curvature`, `error_has_order_one_half_for_lipschitz_curvature`.
"""

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from derivations.potential import Potential
from derivations.symbols import eps, u
from ledger.bound import Bound, exact
from ledger.compare import at_most, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.quadrature import ball, integral, integral_over_line
from numerics.transition_law import Curve

BITS = 160


@dataclass(frozen=True)
class Cusp:
    """The loss −w²/2 + `factor`·|w|^`power`, 2 < power < 4, with minima ±a and L''(0) = −1.

    With w = ±u^`root` it is a polynomial in u on each side: `root` is 2 for half-integer powers, else 1.
    """

    factor: sp.Rational
    power: sp.Rational
    root: int

    @property
    def minimum(self) -> sp.Expr:
        """a, where L' = 0; L''(a) = power − 2."""
        return (self.factor * self.power) ** (1 / (2 - self.power))

    def formula(self, inverse: sp.Expr) -> sp.Expr:
        """The Eyring–Kramers formula at η = `inverse` for the way from −a to a."""
        a = self.minimum
        barrier = a**2 / 2 - self.factor * a**self.power
        return 2 * sp.pi / sp.sqrt(self.power - 2) * sp.exp(inverse * barrier)

    def relative_error(self, inverse: int) -> Bound:
        """E τ/formula − 1 at η = `inverse`, from −a to a, enclosed.

        As L is even, E τ = η/2 ∫_{−a}^{a} e^{ηL} ∫_ℝ e^{−ηL}. The quotient is formed in ball arithmetic, as a
        rational number cannot hold e^{η/25} at η = 10¹².
        """
        p, height = self.root, -(u ** (2 * self.root)) / 2 + self.factor * u ** (self.root * self.power)
        stretch = p * u ** (p - 1)
        top = integral(sp.exp(inverse * height) * stretch, u, 0, self.minimum ** sp.Rational(1, p), BITS)
        bottom = integral_over_line(Potential(height, (u,)), inverse, stretch, 0, sp.oo, BITS)
        with flint.ctx.workprec(BITS):
            ratio = 2 * inverse * top * bottom / ball(self.formula(sp.Integer(inverse)))
            return enclosed(ratio - 1, method="two integrals in Arb")


def normal_moment(power: sp.Expr) -> sp.Expr:
    """E|Z|^power of a standard normal variable."""
    return sp.powsimp(2 ** (power / 2) * sp.gamma((power + 1) / 2) / sp.sqrt(sp.pi))


# --- Evidence ---------------------------------------------------------------------------------------

CURVED = Cusp(sp.Rational(1, 2), sp.Rational(5, 2), 2)
"""L'' Hölder continuous of order 1/2."""

LIPSCHITZ = Cusp(sp.Rational(1, 3), sp.Integer(3), 1)
"""L'' Lipschitz continuous."""

COLD = 10**12
ROOTS = (100, 1000, 10_000)
"""1/√ε."""


def _scaled_errors() -> Curve:
    """(E τ/formula − 1)/√ε for LIPSCHITZ, against √ε."""
    return tuple((Fraction(1, n), LIPSCHITZ.relative_error(n**2) * exact(n)) for n in ROOTS)


def _constant(value: sp.Expr) -> Curve:
    return tuple((Fraction(1, n), closed_form(value)) for n in ROOTS)


def _at_cold(error: sp.Expr) -> Bound:
    """Ten times an error term in ε at ε = 1/COLD."""
    return closed_form(10 * error.subs(eps, sp.Rational(1, COLD)))


printed_error_holds_for_twice_differentiable_losses = Check(
    tests=(
        "The relative error of the Eyring–Kramers formula for −w²/2 + |w|^{5/2}/2 at ε = 10⁻¹², enclosed,"
        " compared with ten times √ε log(1/ε)."
    ),
    measure=lambda: CURVED.relative_error(COLD),
    predict=lambda: _at_cold(sp.sqrt(eps) * sp.log(1 / eps)),
    compare=at_most(),
    wrong={"ten times ε": lambda: _at_cold(eps)},
    right={"ten times ε^{1/4}": lambda: _at_cold(eps ** sp.Rational(1, 4))},
)

error_has_order_one_quarter_for_hoelder_curvature = Check(
    tests=(
        "The relative error of the Eyring–Kramers formula for −w²/2 + |w|^{5/2}/2, divided by ε^{1/4}, at"
        " ε = 10⁻⁸ and 10⁻¹², enclosed, compared with E|Z|^{5/2}/2."
    ),
    measure=lambda: tuple((Fraction(1, n), CURVED.relative_error(n**4) * exact(n)) for n in (100, 1000)),
    predict=lambda: _constant(normal_moment(sp.Rational(5, 2)) / 2)[:2],
    compare=tends_to(5),
    wrong={
        "E|Z|³/2": lambda: _constant(normal_moment(sp.Integer(3)) / 2)[:2],
        "E|Z|²/2": lambda: _constant(sp.Rational(1, 2))[:2],
    },
    of="corrected",
)

error_has_order_one_half_for_lipschitz_curvature = Check(
    tests=(
        "The relative error of the Eyring–Kramers formula for −w²/2 + |w|³/3, divided by √ε, at √ε = 1/100 …"
        " 1/10000, enclosed, compared with E|Z|³/3."
    ),
    measure=_scaled_errors,
    predict=lambda: _constant(normal_moment(sp.Integer(3)) / 3),
    compare=tends_to(5),
    wrong={
        "E|Z|²/3": lambda: _constant(sp.Rational(1, 3)),
        "E|Z|^{5/2}/3": lambda: _constant(normal_moment(sp.Rational(5, 2)) / 3),
        "twice as large": lambda: _constant(2 * normal_moment(sp.Integer(3)) / 3),
    },
    of="corrected",
)
