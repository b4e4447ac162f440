"""Mean escape times by simulation, an independent witness of the exact ones.

## Main definitions
* `simulated_escape`: the first passages of many paths.
* `simulated_escape_time`: their mean, as a Bound of grade STATISTICAL.

## Main statements
* `simulated_escapes_take_the_time_of_the_integral`.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô); ε₀ = γ/(2M); constant noise β: ε = ε₀β = 1/η.

## Implementation notes
Paths belong to blocks of consecutive numbers; threads take block after block. A path depends on its number
and on the seed only, so that neither threads nor blocks change a digit.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta
from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import agree
from ledger.model import Check, Setting
from numerics.bounds import closed_form, sampled
from numerics.line.escape import mean_escape_time
from numerics.paths.model import Model
from numerics.paths.passages import Passages, Simulation, joined
from numerics.paths.targets import Target
from numerics.quadrature import Exact, exact_number

BLOCK, DEVICE_BLOCK = 16384, 1 << 24
"""On a GPU hundreds of thousands of paths are under way at once, and blocks have to be much larger."""
MAX_STEPS = 10**9


def simulated_escape(
    potential: Potential,
    noise: sp.Expr,
    eps0: Exact,
    start: tuple[Exact, ...],
    target: tuple[Exact, ...],
    *,
    radius: Exact | None = None,
    dt: Exact,
    paths: int,
    seed: int,
    max_steps: int = MAX_STEPS,
    dtype: Any = np.float64,
    threads: int = 1,
    device: str = "cpu",
    shifted: bool = True,
    progress: Callable[[Passages], None] | None = None,
) -> Passages:
    """The first passages of `paths` Euler–Maruyama paths from `start` to `target`.

    On the line a path has arrived beyond `target`, or, as everywhere else, within `radius` of it. `shifted`
    moves the target by 0.5826 √(2 ε₀ β dt) towards the path, which leaves a bias of order dt; without it the
    passages are those of the chain (SGD with learning rate dt). `progress` is told of every block that is
    done. Paths that do not arrive are in the result, and in `Passages.trouble`.

    TypeError is raised if a number is not exact, or dtype is unknown.

    Raises:
        ValueError: if a number is not positive where it has to be, places do not fit the loss, the radius is
            missing for several coordinates or too small for the step, the path starts at the target,
            the step is beyond stability there or at the start, or `device` is not at hand.
    """
    for name, value in (("paths", paths), ("threads", threads)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{name}={value!r}: a positive integer is wanted")
    model = Model(potential, noise, eps0, dt, dtype=dtype)
    for name, place in (("start", start), ("target", target)):
        _refuse_unstable(model, name, place)
    simulation = Simulation(Target(model, start, target, radius, shifted), seed, max_steps, device)
    done = []
    for part in blocks_done(simulation, paths, threads):
        done.append(part)
        if progress is not None:
            progress(part)
    return joined(done)


def _refuse_unstable(model: Model, name: str, place: tuple[Exact, ...]) -> None:
    """Where dt times the largest eigenvalue of the Hessian exceeds 2, steps overshoot more and more.

    Raises:
        ValueError: if it does at `place`, which then has no meaning for the chain.
    """
    values = dict(zip(model.potential.coords, (exact_number(x, name) for x in place), strict=False))
    hessian = np.array(model.potential.hessian.subs(values).evalf(), float)
    if (most := model.step * np.linalg.eigvalsh(hessian)[-1]) > 2:
        raise ValueError(
            f"dt={model.dt}: beyond stability at the {name}, dt times the curvature is {most:.3g}"
        )


def blocks_done(simulation: Simulation, paths: int, threads: int) -> Iterator[Passages]:
    """The blocks of `paths` paths, in order, from `threads` threads; a GPU has threads of its own."""
    if simulation.device == "cuda":
        threads = 1
    size = min(DEVICE_BLOCK if simulation.device == "cuda" else BLOCK, -(-paths // threads))
    simulation.block(0, 1)  # compiled once, before the threads start
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(
            lambda first: simulation.block(first, min(size, paths - first)), range(0, paths, size)
        )


def simulated_escape_time(passages: Passages) -> Bound:
    """E τ, its interval at 99.99 %: grade STATISTICAL. The bias of the step is not in the interval.

    Raises:
        ValueError: if a path has not arrived: the mean of the others would be too short.
    """
    if trouble := passages.trouble:
        raise ValueError(f"{trouble}: the mean of the others says nothing")
    return sampled(passages.times, method=f"Euler–Maruyama, dt = {passages.dt:g}")


# --- Evidence ---------------------------------------------------------------------------------------

ETA, PATHS, STEP = 8, 16_000, "1/100"
"""At this step the bias is about a quarter of a percent; the interval is ± 3 %."""


def _simulated(setting: Setting) -> Bound:
    ones = sp.Integer(1)
    passages = simulated_escape(
        DOUBLE_WELL, ones, f"1/{ETA}", (-1,), (1,), dt=STEP, paths=PATHS, seed=setting.seed
    )
    return simulated_escape_time(passages)


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
