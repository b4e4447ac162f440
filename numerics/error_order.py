"""How far the Eyring–Kramers formula is from the truth: the error term of Theorem 2.2.

For four times differentiable losses on the line the relative error is c₁ε + o(ε), with c₁ from the next terms of
Laplace's method at the minimum and at the gate. If the second derivative is only Hölder continuous the error
is larger: for L = −w²/2 + c|w|^k near the gate it is c E|Z|^k ε^{k/2 − 1}, Z a standard normal variable.

## Main definitions
* `first_correction`: c₁.      * `relative_errors`: (E τ/formula − 1)/ε for smooth losses.
* `Cusp`: the loss −w²/2 + c|w|^k, its exact escape time and the formula for it.

## Main statements
* `printed_error_holds_for_twice_differentiable_losses`: refuted at k = 5/2.
* `error_has_order_one_half_for_lipschitz_curvature`, `error_of_a_double_well_is_linear` and of a lopsided one.

## References
* Berglund2013, section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.place import Place, critical_point_at, minimum_at
from derivations.potential import Potential
from derivations.symbols import eta, u
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import at_most, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.quadrature import Exact, integral, integral_over_line
from numerics.transition_law import LOPSIDED, Curve, escape_times, formula_values

ETAS = (25, 100, 400, 1600)


def first_correction(potential: Potential, start: Place, gate: Place) -> sp.Expr:
    """c₁ on the line: Σ 5L'''²/(24|L''|³) ∓ L''''/(8L''²) over the minimum (−) and the gate (+)."""
    (z,) = potential.coords
    ends = minimum_at(potential, start), critical_point_at(potential, gate)
    terms = []
    for (at,), sign in ((ends[0].at, -1), (ends[1].at, 1)):
        second, third, fourth = (sp.diff(potential.expr, z, order).subs(z, at) for order in (2, 3, 4))
        terms.append(5 * third**2 / (24 * abs(second) ** 3) + sign * fourth / (8 * second**2))
    return sp.Add(*terms)


def relative_errors(potential: Potential, start: Exact, target: Exact, etas: Sequence[int] = ETAS) -> Curve:
    """(E τ/formula − 1)/ε at each inverse temperature, enclosed."""
    times = escape_times(potential, start, target, etas)
    formula = formula_values(eyring_kramers(potential, start, target), etas)
    return tuple((x, (time / value - exact(1)) / exact(x)) for (x, time), (_, value) in zip(times, formula, strict=True))


@dataclass(frozen=True)
class Cusp:
    """The loss −w²/2 + `factor`·|w|^`power`, 2 < power < 4, with minima ±a and L''(0) = −1.

    With w = ±u², resp. ±u, it is a polynomial in u on each side: `root` is 2 for half-integer powers, 1 for integers.
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

    def escape_time(self, inverse: int) -> Bound:
        """E τ from −a to a, enclosed: η/2 ∫_{−a}^{a} e^{ηL} ∫_ℝ e^{−ηL}, as L is even."""
        p, height = self.root, -(u ** (2 * self.root)) / 2 + self.factor * u ** (self.root * self.power)
        stretch = p * u ** (p - 1)
        top = integral(sp.exp(inverse * height) * stretch, u, 0, self.minimum ** sp.Rational(1, p))
        bottom = integral_over_line(Potential(height, (u,)), inverse, stretch, 0, sp.oo)
        with flint.ctx.workprec(128):
            return enclosed(2 * inverse * top * bottom, method="two integrals in Arb")

    def relative_error(self, inverse: int) -> Bound:
        """E τ/formula − 1, enclosed."""
        return self.escape_time(inverse) / closed_form(self.formula(sp.Integer(inverse))) - exact(1)


def normal_moment(power: sp.Expr) -> sp.Expr:
    """E|Z|^power of a standard normal variable."""
    return sp.powsimp(2 ** (power / 2) * sp.gamma((power + 1) / 2) / sp.sqrt(sp.pi))
