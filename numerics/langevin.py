"""First passages of dW = −L'(W) dt + √(2/η) dB by simulation, an independent witness of the exact times.

Euler–Maruyama sees the path only at the steps and so notices a passage late. Moving the target towards the
start by 0.5826 √(2 dt/η) takes the leading part of that delay away; what is left is of order dt.

## Main definitions
* `first_passage_times`: the times of many paths.
* `simulated_escape_time`: their mean, as a Bound of grade STATISTICAL.

## Main statements
* `simulated_escapes_take_the_time_of_the_integral`.

## Implementation notes
Paths belong to blocks of 256, and every block has its own stream, spawned from the seed by the number of the
block: threads and their number change nothing. The kernel is compiled once per potential and process (about
two seconds) and not cached on disk, so that a read-only installation works.

## References
* Broadie1997: the shift −ζ(1/2)/√(2π) for discretely watched barriers.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from math import sqrt
from typing import Any

import numba
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import agree
from ledger.model import Check, Setting
from numerics.backends import compiled
from numerics.bounds import closed_form, sampled
from numerics.escape import mean_escape_time
from numerics.quadrature import Exact, exact_number

BLOCK = 256
SHIFT = 0.5825971579390106  # −ζ(1/2)/√(2π)
LONGEST = 1e6


def first_passage_times(
    potential: Potential,
    eta: Exact,
    start: Exact,
    target: Exact,
    *,
    paths: int,
    step: float,
    seed: int,
    workers: int = 1,
    longest: float = LONGEST,
) -> NDArray[np.float64]:
    """The first-passage times of `paths` independent paths, shape (paths,), with time steps of `step`.

    `workers` threads share the blocks.

    Raises:
        ValueError: if the potential has several coordinates, a number is not positive where it has to be,
            start and target coincide, or a path has not arrived after the time `longest`.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    inverse, a, b = (
        float(exact_number(value, name))
        for value, name in ((eta, "eta"), (start, "start"), (target, "target"))
    )
    for name, value in (("eta", inverse), ("paths", paths), ("step", step), ("workers", workers)):
        if not value > 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    if a == b:
        raise ValueError(f"start={start}, target={target}: they have to differ")
    kernel, limit = _kernel(potential.expr, potential.coords[0]), int(longest / step)
    noise = sqrt(2 * step / inverse)
    side = 1.0 if b > a else -1.0

    def block(number: int) -> NDArray[np.int64]:
        stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number,))))
        size = min(BLOCK, paths - number * BLOCK)
        return np.asarray(kernel(stream, a, b - side * SHIFT * noise, side, step, noise, size, limit))

    with ThreadPoolExecutor(workers) as pool:
        steps = np.concatenate(list(pool.map(block, range(-(-paths // BLOCK)))))
    if lost := int((steps >= limit).sum()):
        raise ValueError(
            f"longest={longest}: {lost} of {paths} paths have not arrived; their mean would be too short"
        )
    return steps * step


def simulated_escape_time(
    potential: Potential, eta: Exact, start: Exact, target: Exact, *, paths: int, step: float, seed: int
) -> Bound:
    """E τ from `first_passage_times`, its interval at 99.99 %: grade STATISTICAL.

    The bias of order `step` is not in the interval; a margin has to hold it.
    """
    times = first_passage_times(potential, eta, start, target, paths=paths, step=step, seed=seed)
    return sampled(times, method=f"Euler–Maruyama, dt = {step:g}")


@lru_cache(maxsize=16)
def _kernel(expr: sp.Expr, coord: sp.Symbol) -> Callable[..., Any]:
    """The compiled simulation for one potential."""
    force = compiled(sp.diff(expr, coord), (coord,), "numba")

    @numba.njit(nogil=True)
    def steps_taken(stream, start, target, side, step, noise, paths, limit):  # type: ignore[no-untyped-def]
        counts = np.empty(paths, np.int64)
        for path in range(paths):
            w, count = start, 0
            while side * (target - w) > 0 and count < limit:
                w += noise * stream.standard_normal() - step * force(w)
                count += 1
            counts[path] = count
        return counts

    return steps_taken


# --- Evidence ---------------------------------------------------------------------------------------

ETA, PATHS, STEP = 8, 16_000, 0.01
"""At this step the bias is about a quarter of a percent; the interval is ± 3 %."""


def _simulated(setting: Setting) -> Bound:
    return simulated_escape_time(DOUBLE_WELL, ETA, -1, 1, paths=PATHS, step=STEP, seed=setting.seed)


simulated_escapes_take_the_time_of_the_integral = Check(
    tests=(
        "The mean of 16 000 first-passage times of Euler–Maruyama paths from −1 to 1 in (w² − 1)²/4 at η = 8,"
        " compared with the nested integral that all exact escape times are computed from."
    ),
    measure=_simulated,
    predict=lambda: mean_escape_time(DOUBLE_WELL, ETA, -1, 1),
    compare=agree("0.08"),
    wrong={
        "√(γβ/M) dB taken as √(2γβ/M) dB": lambda: mean_escape_time(DOUBLE_WELL, ETA // 2, -1, 1),
        "without the factor 1/ε": lambda: mean_escape_time(DOUBLE_WELL, ETA, -1, 1) / exact(ETA),
        "only up to the gate": lambda: mean_escape_time(DOUBLE_WELL, ETA, -1, 0),
        "the Eyring–Kramers formula, at so much noise": lambda: closed_form(
            eyring_kramers(DOUBLE_WELL, -1, 1).subs(eta, ETA)
        ),
    },
    of="corrected",
    uses_setting=True,
)
