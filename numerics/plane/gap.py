"""The spectral gap in the plane, to its relative accuracy, however small.

The slowest mode is found by repeating f ← u with −𝓛u = f and f, u of mean 0 under the stationary law. With
G f(w) = E_w ∫ f up to the first visit of the lowest node, u = G f⁺ − G f⁻ less its mean. Both parts come
from an elimination without a subtraction, and where one is large the other is not: nothing cancels, and a gap
of 10⁻⁸⁷ keeps its digits, which no matrix gives.

## Main definitions
* `spectral_gap_in_plane`: the least real part of the nonzero eigenvalues of −𝓛.

## References
* Bovier2005: the gap of two wells is the sum of their rates.
"""

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse.linalg import LinearOperator, eigs, eigsh

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.plane.chain import Chain, diffusion_chain
from numerics.plane.domain import Domain, domain
from numerics.plane.elimination import eliminated
from numerics.plane.escape import CELLS
from numerics.plane.landscape import Landscape, landscape
from numerics.plane.richardson import refined
from numerics.quadrature import Exact

Floats = NDArray[np.float64]

DEPTH = 30.0
HIGHEST = 650.0
"""e^680 ≈ 10^295 is still a double."""
MODES = 4
"""Modes looked at when eigenvalues may be complex."""
BASIS, TOLERANCE = 8, 1e-11


def spectral_gap_in_plane(
    potential: Potential, noise: sp.Expr | int, eps0: Exact, *, accuracy: float = 1e-4
) -> Bound:
    """The gap of 𝓛f = ε₀βΔf − ∇L·∇f: the rate at which the slowest mode decays, in 1/t, t = Σ γ_k.

    dW = −∇L dt + √(2ε₀β(W)) dB (Itô); `noise` is β. Grade NUMERICAL: three meshes, extrapolated, until the
    bound has the relative `accuracy`. Refused with a ValueError if the loss is not one of the plane or does
    not confine, ε₀ ≤ 0, or the bound is wider than 5 %.
    """
    land = landscape(potential, noise, eps0)
    place, low = whole_domain(land)

    def gap(refinement: float) -> float:
        mesh = place.mesh(low, refinement)
        chain = diffusion_chain(land, mesh, place.inside(land, mesh, low))
        return slowest_rate(chain, lowest_state(chain, land.loss(*mesh.nodes())), land.reversible)

    def cells(refinement: float) -> float:
        mesh = place.mesh(low, refinement)
        return float(place.inside(land, mesh, low).sum())

    return refined(gap, cells, accuracy, CELLS, "the spectral gap")


def whole_domain(land: Landscape) -> tuple[Domain, tuple[float, float]]:
    """The domain with all wells that matter, and a minimum in it.

    Raises:
        ValueError: if the way between the wells is so high that its rate is no double.
    """
    found = minimize(lambda w: float(land.loss(w[0], w[1])), (0.1, 0.2), method="Nelder-Mead")
    low = float(found.x[0]), float(found.x[1])
    place = domain(land, [low], DEPTH)
    if place.climb > HIGHEST:
        raise ValueError(f"potential: a way {place.climb:.0f} e-folds high is too high for doubles")
    return place, low


def lowest_state(chain: Chain, loss: Floats) -> int:
    """The number of the state at the lowest node."""
    return int(np.argmin(loss[tuple(chain.indices.T)]))


def slowest_rate(chain: Chain, lowest: int, reversible: bool) -> float:
    """The least real part of the nonzero eigenvalues of a chain that is not killed."""
    factors = eliminated(chain, lowest)
    law = factors.stationary()
    root = np.sqrt(law)

    def inverse(v: Floats) -> Floats:
        mode = np.ravel(v) / root
        mode = mode - law @ mode
        mean_time = factors.rewards(np.maximum(mode, 0)) - factors.rewards(np.maximum(-mode, 0))
        return np.asarray(root * (mean_time - law @ mean_time))

    size = law.size
    first = root * np.random.default_rng(1).standard_normal(size)
    operator = LinearOperator((size, size), matvec=inverse, dtype=float)
    if reversible:
        times = eigsh(operator, 1, ncv=BASIS, v0=first, tol=TOLERANCE, return_eigenvectors=False)
    else:
        times = eigs(operator, MODES, which="LM", v0=first, tol=TOLERANCE, return_eigenvectors=False)
    return float(np.min((1 / times).real))
