"""How many steps SGD takes, and the time of W(t): steps = time/γ (Theorem 2.2, its unit of time).

The mean number of steps S(w) to a target solves S = 1 + ∫ S(v) p(w, v) dv over the places short of it. For
Gaussian noise p is smooth, and Gauss–Legendre panels solve the equation to many digits
(`numerics.paths.exact_chain`). With ε = γβ/(2M) fixed and γ → 0 the number of steps times γ tends to the
mean escape time of W(t).

## Main definitions
* `mean_steps`: E of the number of steps of SGD from one place to beyond another.

## Main statements
* `steps_times_rate_tend_to_the_time`: time is the sum of the learning rates.
"""

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import tends_to
from ledger.model import Check
from numerics.line.escape import mean_escape_time
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.transition_law import Curve


def mean_steps(potential: Potential, rate: Fraction, eps: Fraction, start: int, target: int) -> Bound:
    """E of the number of steps w ← w − γL'(w) + √(2εγ) N(0, 1), γ = `rate`, from `start` to beyond `target`.

    Grade NUMERICAL; ValueError is raised as by `numerics.paths.exact_chain.mean_chain_time`.
    """
    model = Model(potential, sp.Integer(1), eps, rate)
    return mean_chain_time(Target(model, (start,), (target,), shifted=False)) / exact(rate)


# --- Evidence ---------------------------------------------------------------------------------------

ETA = 20
RATES = (Fraction(1, 10), Fraction(1, 20), Fraction(1, 40))


def _steps_counted() -> Curve:
    return tuple((g, mean_steps(DOUBLE_WELL, g, Fraction(1, ETA), -1, 1)) for g in RATES)


def _time_over(divisor: Callable[[Fraction], Fraction]) -> Curve:
    time = mean_escape_time(DOUBLE_WELL, ETA, -1, 1)
    return tuple((g, time / exact(divisor(g))) for g in RATES)


steps_times_rate_tend_to_the_time = Check(
    tests=(
        "The mean number of steps that SGD with Gaussian noise takes from −1 to 1 in (w² − 1)²/4 at γ ="
        " 1/10, 1/20, 1/40, with γβ/(2M) = 1/20 throughout, from its integral equation, compared with E"
        " τ/γ, E τ of W(t) enclosed."
    ),
    measure=_steps_counted,
    predict=lambda: _time_over(lambda rate: rate),
    compare=tends_to(1),
    wrong={
        "as many steps as E τ": lambda: _time_over(lambda rate: Fraction(1)),
        "γ E τ": lambda: _time_over(lambda rate: 1 / rate),
        "E τ/γ²": lambda: _time_over(lambda rate: rate**2),
        "E τ/(2γ)": lambda: _time_over(lambda rate: 2 * rate),
    },
)
