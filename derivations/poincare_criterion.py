"""Why (A.2) is sufficient for the Poincaré inequality: its first half is the potential of an energy.

For any g, ‖∇g‖²e^{−L} = U g²e^{−L} + ‖∇g − g∇L/2‖²e^{−L} + a divergence, with U = ½(‖∇L‖²/2 − ∇·∇L). So
∫‖∇g‖²dμ ≥ ∫U g²dμ. If U → ∞, then U ≥ θ − b·1_B for some θ > 0 and a ball B; with g = f − (mean of f on B)
the inequality of the ball, L being bounded there, gives Var_μ f ≤ (1/θ)(1 + b/C_B)∫‖∇f‖²dμ.

## Main definitions
* `gradient_less_a_square`: ‖∇g‖²e^{−L} less the square and the divergence.
* `growth_potential`: U.

## References
* Bakry2008: this argument, by the Lyapunov function e^{L/2}.
"""

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.gibbs import LINE, PLANE, multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import growth
from ledger.model import Check

LOSSES = (LINE, PLANE)


def any_function(loss: Potential) -> sp.Expr:
    """g, an undefined function of the coordinates."""
    return sp.Function("g", real=True)(*loss.coords)


def gradient_less_a_square(loss: Potential) -> sp.Expr:
    """(‖∇g‖² − ‖∇g − g∇L/2‖²)e^{−L} − ½∇·(g²∇L e^{−L})."""
    g, weight = any_function(loss), sp.exp(-loss.expr)
    slope = gradient(g, loss.coords)
    rest = slope - g * loss.gradient / 2
    flux = g**2 * loss.gradient * weight / 2
    return (slope.dot(slope) - rest.dot(rest)) * weight - divergence(flux, loss.coords)


def growth_potential(loss: Potential) -> sp.Expr:
    """Half the expression that (A.2) sends to infinity."""
    return growth(loss)[0] / 2


# --- Evidence ---


def _energies(steepness: str, laplacian: str) -> tuple[sp.Expr, ...]:
    """(steepness‖∇L‖² + laplacian ∇·∇L)g²e^{−L}."""
    terms = []
    for loss in LOSSES:
        potential = (
            sp.Rational(steepness) * loss.gradient.dot(loss.gradient)
            + sp.Rational(laplacian) * loss.laplacian
        )
        terms.append(multiplied_out(potential * any_function(loss) ** 2 * sp.exp(-loss.expr)))
    return tuple(terms)


def _by_growth() -> tuple[sp.Expr, ...]:
    energies = {a: growth_potential(a) * any_function(a) ** 2 * sp.exp(-a.expr) for a in LOSSES}
    return tuple(multiplied_out(energy) for energy in energies.values())


growth_of_the_second_assumption_bounds_the_mean_square = Check(
    tests=r"For any $L$ and $g$ on the line and the plane: $\|\nabla g\|^2e^{-L}$ less"
    r" $\|\nabla g-\frac12g\nabla L\|^2e^{-L}$ and a divergence, against $g^2e^{-L}$ times half of the"
    r" $\frac12\|\nabla L\|^2-\nabla\cdot\nabla L$ of (A.2).",
    measure=lambda: tuple(multiplied_out(gradient_less_a_square(loss)) for loss in LOSSES),
    predict=_by_growth,
    compare=equal(),
    wrong={
        "‖∇L‖² − ∇·∇L, as in (A.3)": lambda: _energies("1/2", "-1/2"),
        "the whole of it": lambda: _energies("1/2", "-1"),
        "+∇·∇L": lambda: _energies("1/4", "1/2"),
    },
)
