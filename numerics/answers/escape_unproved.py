"""The mean escape time on the line where nobody has proved that the process cannot run away.

Behind the start the loss is looked at in doubles, out to 10¹⁰ times the length of the way, and a wall is put
where e^{−φ} has fallen to e^{−40} of its largest value. With the wall the time is enclosed, which also proves
that the functions are smooth on the way; without it a second method has to agree. So the grade is NUMERICAL.

Notation: dW = −L' dt + √(2 ε₀ β(W)) dB (Itô), φ' = L'/(ε₀β).

## Main definitions
* `mean_escape_time_unproved`.
"""

from fractions import Fraction

import sympy as sp

from derivations.algebraic import order
from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import converged
from numerics.line.escape import mean_escape_time_with_noise
from numerics.line.gauss_passage import way_up
from numerics.quadrature import Exact

ROUNDING = 1e-12
SAME = 1e-8
METHOD = "enclosed with a far wall, and Gauss panels without"


def mean_escape_time_unproved(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, start: sp.Expr, target: sp.Expr
) -> Bound:
    """E τ from `start` to `target` with diffusion `eps0`·`noise`, all exact: grade NUMERICAL.

    Raises:
        ValueError: if the loss seems not to confine, is not smooth, or the two methods do not agree.
    """
    way, eta = way_up(potential, start, target, noise), float(1 / eps0)
    quick = way.time(eta)
    side = 1 if order(start, target) < 0 else -1
    wall: Exact = Fraction(side * way.cut(eta))
    walled = float(mean_escape_time_with_noise(potential, noise, eps0, start, target, wall=wall).middle)
    error = abs(quick - walled)
    if not error < SAME * walled:
        raise ValueError(f"{potential.name or potential.expr}: two methods give {walled!r} ± {error:.3g}")
    return converged(walled + max(error, ROUNDING * walled), walled, r"\mathbb{E}[\tau]", METHOD)
