"""How fast the distance to the Gibbs density is lost at constant temperature (Theorem 2.4, corrected).

With p = p∞(1 + f) the squared distance is y = ∫ f² p∞. At constant η it obeys y' = −(2/η) ∫ p∞‖∇f‖², and
the Poincaré inequality of p∞ turns that into y' ≤ −(2 C_P(η)/η) y.

## Main definitions
* `local_loss`: ∂_t(f² p∞) less the divergence that the integration by parts drops.

## Main statements
* `squared_distance_is_lost_by_the_mean_squared_gradient`: for every L and every f.
"""

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.gibbs import LINE, PLANE, density_rate, gibbs_density
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta
from ledger.model import Check

LOSSES = (LINE, PLANE)


def deviation(loss: Potential) -> sp.Expr:
    """The deviation p/p∞ − 1, an undefined function of the coordinates."""
    return sp.Function("f", real=True)(*loss.coords)


def mean_squared_gradient(loss: Potential) -> sp.Expr:
    """The integrand p∞‖∇f‖²."""
    slope = gradient(deviation(loss), loss.coords)
    return gibbs_density(loss, eta) * slope.dot(slope)


def local_loss(loss: Potential) -> sp.Expr:
    """∂_t(f² p∞) = 2f ∂_t p, from (2.5), less ∇·((2/η) p∞ f ∇f), which integrates to 0."""
    f, stationary = deviation(loss), gibbs_density(loss, eta)
    flux = 2 * stationary * f * gradient(f, loss.coords) / eta
    return 2 * f * density_rate(stationary * (1 + f), loss, eta) - divergence(flux, loss.coords)


# --- Evidence ---


def _gradients(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    return tuple(factor * mean_squared_gradient(loss) for loss in LOSSES)


squared_distance_is_lost_by_the_mean_squared_gradient = Check(
    tests=r"For any loss and any density $p=p_\infty(1+f)$ on the line and the plane, at constant $\eta$:"
    r" $\partial_t(f^2p_\infty)$ by (2.5), up to a divergence, against $-\frac2\eta p_\infty\|\nabla f\|^2$.",
    measure=lambda: tuple(local_loss(loss) for loss in LOSSES),
    predict=lambda: _gradients(-2 / eta),
    compare=equal(),
    wrong={
        "half of it": lambda: _gradients(-1 / eta),
        "no 1/η": lambda: _gradients(sp.Integer(-2)),
        "gain instead of loss": lambda: _gradients(2 / eta),
    },
    of="corrected",
)
