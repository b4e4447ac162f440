"""The energy identity of Appendix E: ½ ∂_t‖h‖² = I + II − III.

## Main definitions
* `energy_terms`: the integrands of I, II, III, with their prefactors.
* `energy_flux`: the field whose divergence the integration by parts drops.

## Main statements
* h ∂_t h = I + II − III + a divergence, for every L and h.
* ∇·(p∞∇L) = p∞(∇·∇L − η∞‖∇L‖²).

## Implementation notes
The identity is one between integrands; that the divergence integrates to 0 needs h to decay far out, which
the paper assumes without saying so.
"""

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.decay import LOSSES, delta_hat, distance, distance_rate, limit_density
from derivations.gibbs import multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, eta_infinity
from ledger.model import Check


def energy_terms(loss: Potential) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """The integrands of I, II and III in Appendix E."""
    p, h = limit_density(loss), distance(loss)
    drift = divergence(p * loss.gradient, loss.coords)
    slope = gradient(h / sp.sqrt(p), loss.coords)
    first, second = h / sp.sqrt(p) * drift, h**2 / p * drift / 2
    return delta_hat / eta * first, delta_hat / eta * second, p * slope.dot(slope) / eta


def energy_flux(loss: Potential) -> sp.Matrix:
    """(δ̂ f² p∞ ∇L/2 + f p∞ ∇f)/η with f = h/√p∞, shape (d, 1); what it carries far out must vanish."""
    p = limit_density(loss)
    f = distance(loss) / sp.sqrt(p)
    return (delta_hat * f**2 * p * loss.gradient / 2 + f * p * gradient(f, loss.coords)) / eta


# --- Evidence ---

ONE = sp.Integer(1)


def _drifts(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    """p∞ (∇·∇L − factor ‖∇L‖²)."""
    brackets = {loss: loss.laplacian - factor * loss.gradient.dot(loss.gradient) for loss in LOSSES}
    return tuple(multiplied_out(limit_density(loss) * bracket) for loss, bracket in brackets.items())


def _drift_divergences() -> tuple[sp.Expr, ...]:
    """∇·(p∞∇L)."""
    fields = {loss: limit_density(loss) * loss.gradient for loss in LOSSES}
    return tuple(multiplied_out(divergence(field, loss.coords)) for loss, field in fields.items())


def _weighted_energies(*weights: sp.Expr) -> tuple[sp.Expr, ...]:
    """The integrand of I, II and III, each times its weight."""
    terms = {loss: zip(weights, energy_terms(loss), strict=True) for loss in LOSSES}
    return tuple(multiplied_out(sum(c * term for c, term in pairs)) for pairs in terms.values())


def _energy_rates() -> tuple[sp.Expr, ...]:
    """What is left of h ∂_t h without the divergence that integrates to 0."""
    dropped = {loss: divergence(energy_flux(loss), loss.coords) for loss in LOSSES}
    return tuple(multiplied_out(distance(a) * distance_rate(a) - rest) for a, rest in dropped.items())


drift_divergence_has_the_limiting_eta = Check(
    tests=r"$\nabla\cdot(p_\infty\nabla L)$ for any $L$, against $p_\infty(\nabla\cdot\nabla "
    r"L-\eta_\infty\|\nabla L\|^2)$.",
    measure=_drift_divergences,
    predict=lambda: _drifts(eta_infinity),
    compare=equal(),
    wrong={
        "+η∞": lambda: _drifts(-eta_infinity),
        "η∞²": lambda: _drifts(eta_infinity**2),
        "no η∞": lambda: _drifts(ONE),
    },
)

energy_changes_by_the_three_terms = Check(
    tests=r"$h\,\partial_t h$ from (2.5) less a divergence, for any $L$ and $h$, against the integrands "
    r"of $I+II-III$.",
    measure=_energy_rates,
    predict=lambda: _weighted_energies(ONE, ONE, -ONE),
    compare=equal(),
    wrong={
        "II without ½": lambda: _weighted_energies(ONE, 2 * ONE, -ONE),
        "−II": lambda: _weighted_energies(ONE, -ONE, -ONE),
        "+III": lambda: _weighted_energies(ONE, ONE, ONE),
        "III without 1/η": lambda: _weighted_energies(ONE, ONE, -eta),
    },
)
