"""The distance h of Appendix E and the conservation of mass that makes ∫ h √p∞ vanish.

## Main definitions
* `mean_of_distance`: ∫ h √p∞ and ∫ h for two Gaussians.
* `mass_rate`: the weight g with ∫ ∂_t p = ∫ p g; it is 0 if mass is conserved.

## Main statements
* ‖h‖² = ∫ p²/p∞ − 1: Pearson's χ² distance.
* ∫ p stays what it is for every loss; ∫ h √p∞ = 0, while ∫ h is not 0.
"""

import sympy as sp

from derivations.calculus import formal_adjoint, laplacian
from derivations.decay import LOSSES, density, limit_density
from derivations.gibbs import density_rate
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, w
from ledger.model import Check


def scaled_distance(loss: Potential) -> sp.Expr:
    """(p − p∞)/√p∞ for an undefined p."""
    stationary = limit_density(loss)
    return (density(loss) - stationary) / sp.sqrt(stationary)


def mass_rate(loss: Potential) -> sp.Expr:
    """The adjoint of the right side of (2.5), applied to 1: ∫ ∂_t p = ∫ p·(this)."""
    return formal_adjoint(lambda p: density_rate(p, loss, eta), sp.S.One, loss.coords).doit()


def normal_density(variance: sp.Expr | int) -> sp.Expr:
    """The density of N(0, variance)."""
    return sp.exp(-(w**2) / (2 * sp.S(variance))) / sp.sqrt(2 * sp.pi * variance)


def mean_of_distance(weighted: bool) -> sp.Expr:
    """∫ h √p∞ (weighted) or ∫ h for p = N(0, ½) and p∞ = N(0, 1)."""
    p, stationary = normal_density(sp.S.Half), normal_density(1)
    power = sp.Integer(0) if weighted else -sp.S.Half
    terms = sp.expand((p - stationary) * stationary**power)
    return sp.simplify(sum(sp.integrate(sp.powsimp(a), (w, -sp.oo, sp.oo)) for a in sp.Add.make_args(terms)))


# --- Evidence ---


def _pearson(cross: int) -> tuple[sp.Expr, ...]:
    """p²/p∞ − cross·p + p∞."""
    pairs = [(density(loss), limit_density(loss)) for loss in LOSSES]
    return tuple(p**2 / stationary - cross * p + stationary for p, stationary in pairs)


def _without_divergence_form(share: int) -> tuple[sp.Expr, ...]:
    """What would be the rate of mass if ∇·(∇L p) were share·∇L·∇p."""
    return tuple(-share * laplacian(loss.expr, loss.coords) for loss in LOSSES)


def _rates_and_means() -> tuple[sp.Expr, ...]:
    return (*(mass_rate(loss) for loss in LOSSES), mean_of_distance(weighted=True))


printed_distance_squares_to_pearsons = Check(
    tests=r"$h^2$ for $h=(p-p_\infty)/\sqrt{p_\infty}$, any $p$ and $L$, against "
    r"$p^2/p_\infty-2p+p_\infty$, so that $\|h\|^2=\int p^2/p_\infty-1$.",
    measure=lambda: tuple(sp.expand(scaled_distance(loss) ** 2) for loss in LOSSES),
    predict=lambda: _pearson(2),
    compare=equal(),
    wrong={"no mixed term": lambda: _pearson(0), "+2p": lambda: _pearson(-2)},
)

mass_is_conserved = Check(
    tests=r"The weight $g$ with $\int\partial_tp=\int p\,g$ under (2.5), for any $L$ on the line and on "
    r"the plane, and $\int h\sqrt{p_\infty}dw$ for $p=N(0,\frac12)$, $p_\infty=N(0,1)$, against 0.",
    measure=_rates_and_means,
    predict=lambda: (sp.S.Zero, sp.S.Zero, sp.S.Zero),
    compare=equal(),
    wrong={
        "∇L·∇p for ∇·(∇L p)": lambda: (*_without_divergence_form(1), sp.S.Zero),
        "∫h for ∫h√p∞": lambda: (sp.S.Zero, sp.S.Zero, mean_of_distance(weighted=False)),
    },
)
