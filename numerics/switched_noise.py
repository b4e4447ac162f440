"""A learning rate that changes while SGD is still in the well: which one does Theorem 2.2 mean by γ(w₁)?

In (2.3) γ and M are functions of the time, not of the place. If the noise changes at a time t₀, the mean
escape time is ∫_0^{t₀} P(τ > t) dt plus the mean time that remains after t₀ under the new noise.

## Main definitions
* `switched_escape_time`: by finite volumes on the line.
* `two_rates`: the same for an exponential law: (1 − e^{−t₀/T})T + e^{−t₀/T}T′.

## Main statements
* `printed_noise_at_the_start_gives_the_time`: refuted when γ is halved early.
* `time_is_made_of_both_noises`, `noise_has_to_last_as_long_as_the_escape`: what is true instead.
"""

from fractions import Fraction
from functools import lru_cache

import numpy as np
import sympy as sp
from scipy.linalg import expm, solve

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import agree
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import closed_form, converged
from numerics.line.chain import generator
from numerics.line.escape import mean_escape_time

CELLS = 320
ROOM = 1.0


def switched_escape_time(
    potential: Potential, etas: tuple[int, int], switch: float, start: int, target: int
) -> Bound:
    """E τ from `start` up to `target` when η is the first of `etas` until the time `switch`, then the second.

    The line is cut one unit behind the start; from two meshes.

    Raises:
        ValueError: if the potential has several coordinates, start is not below target, or a number is not
        positive.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    if not start < target:
        raise ValueError(f"start={start}, target={target}: the target has to lie above the start")
    for name, value in (("etas", min(etas)), ("switch", switch)):
        if not value > 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    coarse, fine = (_time(potential, etas, switch, start, target, n) for n in (CELLS // 2, CELLS))
    return converged(coarse, fine, method=f"finite volumes, {CELLS} cells")


def _time(
    potential: Potential, etas: tuple[int, int], switch: float, start: float, target: float, cells: int
) -> float:
    """E τ = T(start) − [e^{At₀} T](start) + [e^{At₀} T′](start), A the generator killed at the target."""
    width = (target - start + ROOM) / cells
    centres = start - ROOM + width * (np.arange(cells + 1) + 0.5)  # the last one is the target
    heights = compiled(potential.expr, potential.coords, "numpy")(centres) + 0 * centres
    killed = [generator(eta * heights, width)[:-1, :-1] / eta for eta in etas]
    first, second = (solve(-A, np.ones(cells)) for A in killed)
    later = expm(killed[0] * switch) @ (second - first)
    return float(np.interp(start, centres[:-1], first + later))


def two_rates(before: Bound, after: Bound, left: sp.Expr) -> Bound:
    """(1 − p) T + p T′ with p = `left`, the probability that the escape comes after the switch."""
    remaining = closed_form(left)
    return (exact(1) - remaining) * before + remaining * after


# --- Evidence ---------------------------------------------------------------------------------------

ETAS = (20, 40)
EARLY, NEVER = Fraction(1, 10), Fraction(20)
"""When γ is halved, in units of the mean escape time at η = 20."""


@lru_cache(maxsize=4)
def _mean_time(eta: int) -> Bound:
    return mean_escape_time(DOUBLE_WELL, eta, -1, 1)


@lru_cache(maxsize=4)
def _switched(part: Fraction) -> Bound:
    return switched_escape_time(DOUBLE_WELL, ETAS, float(part * _mean_time(ETAS[0]).middle), -1, 1)


def _both_noises(left: sp.Expr) -> Bound:
    return two_rates(_mean_time(ETAS[0]), _mean_time(ETAS[1]), left)


def _by_exponential_law() -> Bound:
    return _both_noises(sp.exp(-sp.Rational(EARLY)))


printed_noise_at_the_start_gives_the_time = Check(
    tests=(
        "The mean escape time from −1 to 1 in (w² − 1)²/4 when γ is halved (η from 20 to 40) after a tenth"
        " of the mean escape time at η = 20, by finite volumes, compared with the time for the γ with which"
        " the escape begins."
    ),
    measure=lambda: _switched(EARLY),
    predict=lambda: _mean_time(ETAS[0]),
    compare=agree("0.02"),
    wrong={"the later γ alone": lambda: _mean_time(ETAS[1])},
    right={"(1 − p)T + pT′, p = e^{−1/10}": _by_exponential_law},
    group="switched noise",
)

time_is_made_of_both_noises = Check(
    tests=(
        "The mean escape time from −1 to 1 in (w² − 1)²/4 when γ is halved (η from 20 to 40) after a tenth"
        " of the mean escape time T at η = 20, by finite volumes, compared with (1 − p)T + pT′, p ="
        " e^{−1/10}, both enclosed."
    ),
    measure=lambda: _switched(EARLY),
    predict=_by_exponential_law,
    compare=agree("0.02"),
    wrong={
        "the earlier γ": lambda: _mean_time(ETAS[0]),
        "the later γ": lambda: _mean_time(ETAS[1]),
        "equal parts": lambda: _both_noises(sp.S.Half),
    },
    of="corrected",
    group="switched noise",
)

noise_has_to_last_as_long_as_the_escape = Check(
    tests=(
        "The mean escape time from −1 to 1 in (w² − 1)²/4 when γ is halved (η from 20 to 40) only after"
        " twenty mean escape times, by finite volumes, compared with the time for constant γ, enclosed."
    ),
    measure=lambda: _switched(NEVER),
    predict=lambda: _mean_time(ETAS[0]),
    compare=agree("0.02"),
    wrong={
        "the later γ": lambda: _mean_time(ETAS[1]),
        "as if halved early": _by_exponential_law,
    },
    of="corrected",
    group="switched noise",
)
