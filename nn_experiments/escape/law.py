"""The Eyring–Kramers formula with logarithms, from what was found at a minimum and a gate.

    ln E τ = ln 2π − ln λ* + ½ ln(|det ∇²L(gate)|/det ∇²L(minimum)) + H/ε,   ε = γβ/(2M).

## Main definitions
* `Law`: barrier, prefactor, time.     * `law`: of a minimum and a gate.

## References
* Bovier2004, Theorem 3.2; Theorem 2.2 of the paper, with |det|.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from ledger.bound import Bound, exact
from nn_experiments.escape.log_determinant import log_ratio
from nn_experiments.escape.stationary_point import StationaryPoint
from numerics.bounds import closed_form, exponential, logarithm

LARGEST = 10**5
"""Logarithms up to which the number itself is worth writing."""


@dataclass(frozen=True, slots=True)
class Law:
    """`barrier` H; `log_prefactor` ln(E τ e^{−H/ε}); `climb` H/ε and `log_time` ln E τ if ε is known.

    `log_determinants` is ln(|det ∇²L(gate)|/det ∇²L(minimum)).
    """

    barrier: Bound
    log_determinants: Bound
    log_prefactor: Bound
    climb: Bound | None
    log_time: Bound | None

    @property
    def time(self) -> Bound | None:
        """E τ in t = Σ γ_k; None if it is not known or too long to be written."""
        if self.log_time is None or self.log_time.high > LARGEST:
            return None
        return exponential(self.log_time)


def law(minimum: StationaryPoint, gate: StationaryPoint, eps: Bound | None) -> Law:
    """The formula at a minimum and a gate that are not degenerate, index 0 and 1."""
    barrier = gate.value - minimum.value
    determinants = log_ratio(gate.determinant, minimum.determinant)
    prefactor = (
        logarithm(closed_form(2 * sp.pi)) - logarithm(-gate.lowest) + exact(Fraction(1, 2)) * determinants
    )
    climb = None if eps is None else barrier / eps
    return Law(barrier, determinants, prefactor, climb, None if climb is None else prefactor + climb)
