"""Noise that is not a function of the loss keeps probability circulating: the current, measured.

L = (x² + y²)/2 with D = γβ/(2M) = ε(1 + x²). For any field F, ∫ J·F dw = E[D ∇·F − F·∇L] under the stationary
law, and for F = (xy², 0) this is εE[(1 + x²)y²] − E[x²y²] = −(1 − ε) Cov(x², y²): it is 0 for every
density without flux, and known exactly, since the moments close.

## Main definitions
* `circulation`: ∫ x y² J_x dw, from the stationary law on several meshes.

## Main statements
* `current_of_the_circulating_law_is_that_of_its_moments`.
"""

from functools import lru_cache

import numpy as np
import sympy as sp

from derivations.circulating_example import BOWL, NOISE, covariance_of_squares
from derivations.potential import Potential
from derivations.symbols import eps, x, y
from ledger.bound import Bound
from ledger.compare import near
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.plane.escape import CELLS
from numerics.plane.richardson import refined
from numerics.plane.stationary import Level, stationary_at
from numerics.quadrature import Exact

ACCURACY = 1e-3


@lru_cache(maxsize=4)
def circulation(strength: Exact) -> Bound:
    """∫ x y² J_x dw at ε = `strength`: grade NUMERICAL."""
    level = lru_cache(lambda refinement: _level(strength, refinement))

    def moment(refinement: float) -> float:
        found = level(refinement)
        nodes = found.chain.indices
        places = found.mesh.x[nodes[:, 0]], found.mesh.y[nodes[:, 1]]
        across = found.current()[0][tuple(nodes.T)] * found.mesh.widths(nodes).prod(axis=1)
        return float(np.sum(places[0] * places[1] ** 2 * across))

    return refined(moment, lambda m: float(level(m).law.size), ACCURACY, CELLS, "the circulation")


def _level(strength: Exact, refinement: float) -> Level:
    return stationary_at(Potential(BOWL, (x, y)), sp.expand(NOISE / eps), strength, refinement)


# --- Evidence ---

STRENGTH = sp.Rational(1, 10)


def _moment(value: sp.Expr) -> Bound:
    return closed_form(value.subs(eps, STRENGTH))


current_of_the_circulating_law_is_that_of_its_moments = Check(
    tests=r"$\int xy^2J_x\,d\mathbf w$, $J$ the stationary current for $L=\frac12(x^2+y^2)$, "
    r"$\frac{\gamma\beta}{2M}=\varepsilon(1+x^2)$, $\varepsilon=\frac1{10}$, by finite volumes, against "
    r"$-(1-\varepsilon)\operatorname{Cov}(x^2,y^2)$, exact; it is 0 for every density without flux.",
    measure=lambda: circulation(STRENGTH),
    predict=lambda: _moment(-(1 - eps) * covariance_of_squares()),
    compare=near("0.00002"),
    wrong={
        "no current, as for a Gibbs density": lambda: _moment(sp.Integer(0) * eps),
        "the other way round": lambda: _moment((1 - eps) * covariance_of_squares()),
        "Cov(x², y²)": lambda: _moment(-covariance_of_squares()),
    },
    of="corrected",
)
