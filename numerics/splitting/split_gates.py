r"""The ring at weak coupling: two or four gates side by side, where at strong coupling there was one.

Below the bifurcation κ₁ the gate at 0 splits into d gates of one height (d = 2, 4): half of the sites at
√(1 − κ/κ₁), the others opposite, for 2κ₁/3 < κ < κ₁. Their rates add up.

## Main definitions
* `parallel_gates_time`: the leading term of E τ.
* `bent_coordinate`: a reaction coordinate for it.      * `split_gates_escape`: E τ by splitting.

## Implementation notes
Between the wells, paths leave the diagonal. On the way up those that have left it are farther than others
with the same mean s, after the gate they are less far: ξ = s (1 − 2 y²), y² the mean square of w_i − s.
With s alone one run of 64 carries 63 % of the estimate (d = 2, H/ε = 120), which is refused.

## References
* Berglund2007: the bifurcation.      * Bovier2004: gates side by side.
"""

from fractions import Fraction

import sympy as sp

from derivations.coupled_chain import bifurcation, chain_determinant, coupled_chain, two_front_gate
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.escape import trusted
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting

BEND = 2
RADIUS = Fraction(1, 2)


def parallel_gates_time(size: int, coupling: sp.Expr, eta: sp.Expr) -> sp.Expr:
    """2π/(d λ*) √(|det ∇²V(gate)|/det ∇²V(1, …, 1)) e^{eta H}, H = (d/4)(1 − (1 − κ/κ₁)²), for d = 2, 4.

    Raises:
        ValueError: if the coupling is not strictly between 2κ₁/3 and κ₁, or the size is not 2 or 4.
    """
    critical = bifurcation(size)
    ring, gate = coupled_chain(size, coupling), two_front_gate(size, coupling)
    if not 2 * critical / 3 < coupling < critical:
        raise ValueError(f"coupling={coupling}: strictly between {2 * critical / 3} and {critical}")
    bends = ring.hessian.subs(dict(zip(ring.coords, gate, strict=True))).eigenvals(multiple=True)
    downhill = -min(bends)
    height = sp.Rational(size, 4) * (1 - (1 - coupling / critical) ** 2)
    shape = sp.sqrt(-sp.prod(bends) / chain_determinant(size, coupling, 2))
    return 2 * sp.pi / (size * downhill) * shape * sp.exp(eta * height)


def bent_coordinate(coords: tuple[sp.Symbol, ...]) -> sp.Expr:
    """ξ = s (1 − 2 y²) with the mean s of the sites and the mean square y² of their distances from it."""
    mean = sp.Add(*coords) / len(coords)
    square = sp.Add(*((site - mean) ** 2 for site in coords)) / len(coords)
    return sp.expand(mean * (1 - BEND * square))


def split_gates_escape(
    size: int, coupling: sp.Expr, eta: sp.Expr, *, dt: Fraction, replicas: int, runs: int, seed: int
) -> Estimate:
    """E τ from (−1, …, −1) to within 1/2 of (1, …, 1), simulated.

    ValueError is raised if the runs cannot be trusted.
    """
    ring = coupled_chain(size, coupling)
    model = Model(ring, sp.Integer(1), 1 / eta, dt)
    target = Target(model, (-1,) * size, (1,) * size, RADIUS)
    return trusted(Splitting(target, bent_coordinate(ring.coords), replicas, seed).block(0, runs))
