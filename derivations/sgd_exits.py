"""Theorem 2.2 is about W(t). Two exact cases in which SGD (2.1) itself leaves a minimum at another rate, or never.

Bounded gradient noise smaller than the steepest slope of the climb never gets across, whatever the batch size:
each step falls back by more than the noise can push. And for Gaussian noise at a fixed learning rate the exponent
differs from that of (2.3) by a factor, already on a quadratic.

## Main definitions
* `slope_to_spare`: the steepest slope of a climb less the largest noise.
* `cost_of_reaching`: the least ½ Σ ξ_k² M/β of the noises ξ_k with which SGD on λw²/2 gets from 0 to a.

## Main statements
* `printed_escape_of_sgd_is_certain`: refuted by noise ±19/50 in (w² − 1)²/4.
* `printed_exponent_is_that_of_sgd_at_fixed_rate`: refuted; the factor is 1 − γλ/2.

## References
* Freidlin2012: least actions as exponents of exit times.
"""

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import M, beta, gamma, lamda
from derivations.zoo import DOUBLE_WELL
from ledger.compare import identical
from ledger.model import Check

EDGE = sp.Symbol("a", positive=True)
EXCESS = sp.Symbol("q", positive=True)
"""1 − γλ = 1/(1 + q), so that SGD contracts."""


def slope_to_spare(potential: Potential, noise: sp.Expr, place: sp.Expr) -> sp.Expr:
    """L'(place) − `noise`: if positive, no step of SGD from the left end of [·, place] leads beyond place.

    The image w − γ(L'(w) + ξ), |ξ| ≤ noise, of place is left of it then, and those of smaller w, too, as long as
    w − γL'(w) increases.
    """
    return potential.gradient[0].subs(potential.coords[0], place) - noise


def holds_interval(potential: Potential, noise: sp.Expr, ends: tuple[sp.Expr, sp.Expr], rate: sp.Expr) -> bool:
    """Does every step of SGD with |ξ| ≤ `noise` and γ ≤ `rate` lead from the interval into itself?

    Proved, if L'' is convex, by three inequalities: L' ≤ −noise at the left end, L' ≥ noise at the right end, and
    γL'' ≤ 1 at both, hence in between.
    """
    (z,) = potential.coords
    slopes = [potential.gradient[0].subs(z, end) for end in ends]
    convex = sp.diff(potential.expr, z, 4).is_nonnegative
    steepness = [rate * potential.laplacian.subs(z, end) for end in ends]
    return bool(
        convex and slopes[0] <= -noise and slopes[1] >= noise and all(product <= 1 for product in steepness)
    )


def cost_of_reaching(steps: int) -> sp.Expr:
    """The least ½ Σ ξ_k² M/β for w_{k+1} = ρw_k − γξ_k, ρ = 1 − γλ, from w_0 = 0 to w_n = a, n = `steps`.

    Raises:
        ValueError: if there is no step.
    """
    if steps < 1:
        raise ValueError(f"steps={steps}: at least one is needed")
    noises = sp.symbols(f"xi1:{steps + 1}", real=True)
    price = sp.Symbol("mu", real=True)
    position = sp.S.Zero
    for noise in noises:
        position = (1 - gamma * lamda) * position - gamma * noise
    cost = sp.Add(*(noise**2 for noise in noises)) * M / (2 * beta)
    lagrangian = cost - price * (position - EDGE)
    found = sp.solve([sp.diff(lagrangian, v) for v in (*noises, price)], (*noises, price), dict=True)
    return sp.factor(cost.subs(found[0]))


def exponent_of_sgd() -> sp.Expr:
    """The limit of the cost as the number of steps grows, in γ and λ.

    The cost of n steps is a²M/(2γ²β) over the sum of ρ^{2j}, j < n; here the sum to infinity is taken.
    """
    ratio, j = 1 / (1 + EXCESS), sp.Symbol("j", integer=True, nonnegative=True)
    total = sp.summation(ratio ** (2 * j), (j, 0, sp.oo))
    cost = EDGE**2 * M / (2 * gamma**2 * beta) / total
    return sp.factor(sp.simplify(cost.subs(EXCESS, 1 / (1 - gamma * lamda) - 1)))
