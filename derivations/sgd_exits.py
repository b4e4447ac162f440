"""Theorem 2.2 is about W(t): two exact cases in which SGD (2.1) leaves a minimum at another rate, or never.

Bounded gradient noise smaller than the steepest slope of the climb never gets across, whatever the batch
size: each step falls back by more than the noise can push. And for Gaussian noise at a fixed learning rate
the exponent differs from that of (2.3) by a factor, already on a quadratic.

## Main definitions
* `holds_interval`: does SGD with bounded noise never leave an interval?
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


def holds_interval(
    potential: Potential, noise: sp.Expr, ends: tuple[sp.Expr, sp.Expr], rate: sp.Expr
) -> bool:
    """Is it proved that no step w − γ(L'(w) + ξ), |ξ| ≤ `noise`, γ ≤ `rate`, leads out of the interval?

    L' ≤ −noise at the left end and L' ≥ noise at the right end keep the ends inside. In between w − γL'(w)
    increases, if γL'' ≤ 1; for convex L'' that has to be looked at in the ends only. False means: not
    proved.
    """
    (z,) = potential.coords
    left, right = (potential.gradient[0].subs(z, end) for end in ends)
    steepest = max(potential.laplacian.subs(z, end) for end in ends)
    convex = sp.diff(potential.expr, z, 4).is_nonnegative
    return bool(convex and left <= -noise and right >= noise and rate * steepest <= 1)


def goes_beyond(potential: Potential, noise: sp.Expr, ends: tuple[sp.Expr, sp.Expr]) -> bool:
    """Does SGD with ξ = −`noise` at every step leave the interval on the right, however small γ > 0 is?

    It does if L' < noise all over the interval: each step goes right by at least γ(noise − max L').
    """
    (z,) = potential.coords
    inside = [
        p.at[0] for p in Potential(potential.gradient[0], (z,)).critical_points if ends[0] < p.at[0] < ends[1]
    ]
    return all(bool(potential.gradient[0].subs(z, place) < noise) for place in (*ends, *inside))


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
    """The limit of the cost as the number of steps grows, for 0 < γλ < 2.

    The cost of n steps is a²/(2v_n) with v_{n+1} = (1 − γλ)²v_n + γ²β/M, v_0 = 0, by the Cauchy–Schwarz
    inequality; v_n tends to the fixed point.
    """
    v = sp.Symbol("v", positive=True)
    (settled,) = sp.solve((1 - gamma * lamda) ** 2 * v + gamma**2 * beta / M - v, v)
    return sp.factor(EDGE**2 / (2 * settled))


# --- Evidence ---------------------------------------------------------------------------------------

NOISE = sp.Rational(19, 50)
STEEPEST = -1 / sp.sqrt(3)
"""Where L' of (w² − 1)²/4 is greatest left of the gate: 2/(3√3) = 0.385."""

ENDS = (sp.Rational(-6, 5), STEEPEST)
RATE = sp.Rational(3, 10)


def _leaves() -> dict[str, bool]:
    """Does SGD from −1 ever leave the interval, for ξ = ±19/50 and ξ = ±1/2?

    Raises:
        ArithmeticError: if it is proved neither that it does nor that it does not.
    """
    found = {}
    for noise in (NOISE, sp.S.Half):
        found[f"noise ±{noise}"] = goes_beyond(DOUBLE_WELL, noise, ENDS)
        if found[f"noise ±{noise}"] == holds_interval(DOUBLE_WELL, noise, ENDS, RATE):
            raise ArithmeticError(f"nothing is proved for noise ±{noise}")
    return found


def _answers(small: bool, large: bool) -> dict[str, bool]:
    return {f"noise ±{NOISE}": small, "noise ±1/2": large}


def _exponent(factor: sp.Expr) -> sp.Expr:
    """`factor` times that of (2.3): 2M/(γβ) times the height λa²/2."""
    return factor * lamda * EDGE**2 * M / (gamma * beta)


printed_escape_of_sgd_is_certain = Check(
    tests=(
        "Whether SGD on (w² − 1)²/4 with gradient noise ±19/50 or ±1/2 and γ ≤ 3/10 can leave the interval"
        " from −6/5 to the steepest place −1/√3, left of the gate 0, by exact inequalities; compared with:"
        " yes, after the finite mean time of Theorem 2.2."
    ),
    measure=_leaves,
    predict=lambda: _answers(True, True),
    compare=identical(),
    wrong={"neither noise gets out": lambda: _answers(False, False)},
    right={"only noise larger than the steepest slope": lambda: _answers(False, True)},
)

printed_exponent_is_that_of_sgd_at_fixed_rate = Check(
    tests=(
        "The least cost of noises that bring SGD on λw²/2 from 0 to a, M/(2β) Σ ξ_k², which is the"
        " exponent of the exit time for Gaussian noise as M → ∞ at fixed γ, exactly; compared with 2M/(γβ)"
        " times the height λa²/2."
    ),
    measure=exponent_of_sgd,
    predict=lambda: _exponent(sp.S.One),
    compare=equal(),
    wrong={
        "times 1 + γλ/2": lambda: _exponent(1 + gamma * lamda / 2),
        "times 1 − γλ": lambda: _exponent(1 - gamma * lamda),
    },
    right={"times 1 − γλ/2": lambda: _exponent(1 - gamma * lamda / 2)},
)
