"""Mean escape times that no simulation would live to see, by adaptive multilevel splitting.

## Main definitions
* `split_escape`: the mean time from a well to a target, at barriers of any height.
* `SplitEscape`: the time, and how far it can be trusted.
* `trusted`: the estimate from runs, if it can be.      * `require_agreement`: of two estimates.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô); ε₀ = γ/(2M); constant noise β: ε = ε₀β = 1/η.

## Implementation notes
An estimate that rests on few runs looks more certain than it is: a bad coordinate hides the rare run that
would carry all the weight. So the answer is refused if one run has more than its part, if the first half of
the runs and the second disagree, or, in several dimensions, if another coordinate gives another time.

## References
* Brehier2016, Cerou2007, Cerou2011.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.quadrature import Exact
from numerics.splitting.coordinate import coordinate_towards, other_coordinate
from numerics.splitting.estimate import Estimate
from numerics.splitting.lanes import LANES
from numerics.splitting.splitting import MAX_STEPS, Runs, Splitting, joined_runs

FEWEST_RUNS = 16
LARGEST_SHARE = 0.3
WIDEST = 0.3
"""The largest relative standard error that is still told."""
FARTHEST = 4.5
"""So many standard errors two halves, or two coordinates, may lie apart."""


@dataclass(frozen=True)
class SplitEscape:
    """What `split_escape` has found; times are in t.

    Attributes:
        time: E τ of the Euler–Maruyama chain, at 99.99 %.
        estimate: the runs behind it, for other levels and for figures.
        coordinate: the reaction coordinate ξ.
        check: E τ by another coordinate; None on the line.
        steps: of all paths together, those of the check among them.
    """

    time: Bound
    estimate: Estimate
    coordinate: sp.Expr
    check: Bound | None
    steps: int

    @property
    def p(self) -> float:
        """The chance that a loop ends in the target; 0 if it is below the smallest float."""
        return float(np.exp(self.estimate.log_p))

    @property
    def gain(self) -> float:
        """Steps of plain simulation for the same relative error, over the steps taken."""
        needed = self.estimate.time / self.estimate.runs.dt / self.estimate.relative_error**2
        return needed / self.estimate.runs.steps


def split_escape(
    potential: Potential,
    noise: sp.Expr,
    eps0: Exact,
    start: tuple[Exact, ...],
    target: tuple[Exact, ...],
    *,
    radius: Exact | None = None,
    dt: Exact,
    replicas: int = 100,
    runs: int = 64,
    seed: int,
    coordinate: sp.Expr | None = None,
    shifted: bool = True,
    max_steps: int = MAX_STEPS,
    threads: int = 1,
    progress: Callable[[Runs], None] | None = None,
) -> SplitEscape:
    """The mean time from `start` to `target` of Euler–Maruyama paths, at barriers of any height.

    On the line a path has arrived beyond `target`, or, as everywhere else, within `radius` of it. `shifted`
    moves the target by 0.5826 √(2 ε₀ β dt) towards the path; without it the time is that of the chain (SGD
    with learning rate dt). `coordinate` is ξ, an exact expression that grows from the start to the
    target; found from the loss if it is left out. In several dimensions a quarter of as many runs
    again is made with another coordinate. `progress` is told of every block of runs that is done.

    TypeError is raised if a number is not exact.

    Raises:
        ValueError: if a number is not allowed, places do not fit the loss, ξ does not grow, a path diverges
            or never ends, or the runs do not give a time that can be trusted.
    """
    for name, value, least in (("runs", runs, FEWEST_RUNS), ("threads", threads, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"{name}={value!r}: an integer from {least} on is wanted")
    aim = Target(Model(potential, noise, eps0, dt), start, target, radius, shifted)
    chosen = coordinate_towards(aim) if coordinate is None else sp.sympify(coordinate)
    splitting = Splitting(aim, chosen, replicas, seed, max_steps=max_steps)
    found = trusted(_all_runs(splitting, 0, runs, threads, progress))
    check, steps = None, found.runs.steps
    if len(start) > 1:
        # Numbers that were not used: the streams of the check are others.
        more = max(FEWEST_RUNS, runs // 4)
        other = replace(splitting, coordinate=other_coordinate(aim, chosen))
        second = trusted(_all_runs(other, runs, more, threads, progress))
        require_agreement(found, second, f"the coordinates {chosen} and {other.coordinate} disagree")
        check, steps = second.bound(), steps + second.runs.steps
    return SplitEscape(found.bound(), found, chosen, check, steps)


def _all_runs(
    splitting: Splitting, first: int, count: int, threads: int, progress: Callable[[Runs], None] | None
) -> Runs:
    """The runs first, …, first + count − 1, from `threads` threads."""
    done = []
    for part in run_blocks(splitting, first, count, threads):
        done.append(part)
        if progress is not None:
            progress(part)
    return joined_runs(done)


def run_blocks(splitting: Splitting, first: int, count: int, threads: int) -> Iterator[Runs]:
    """Blocks of `count` runs from number `first` on, in order."""
    size = max(LANES, -(-count // (4 * threads)))
    if threads == 1:
        yield splitting.block(first, count)
        return
    splitting.block(first, 1)  # compiled once, before the threads start
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(
            lambda begin: splitting.block(begin, min(size, first + count - begin)),
            range(first, first + count, size),
        )


def trusted(runs: Runs) -> Estimate:
    """The estimate from `runs`.

    Raises:
        ValueError: if a path went astray, all runs died out, one run carries too much, halves disagree, or
            the error is too large.
    """
    if runs.trouble:
        raise ValueError(f"{runs.trouble}: the others say nothing")
    found = Estimate(runs)
    if found.largest_share > LARGEST_SHARE:
        raise ValueError(
            f"one of {found.count} runs carries {100 * found.largest_share:.0f} % of p: more replicas, more"
            " runs, or a better coordinate are wanted"
        )
    if found.relative_error > WIDEST:
        raise ValueError(
            f"runs={found.count}: the standard error is {100 * found.relative_error:.0f} %, more are wanted"
        )
    half = found.count // 2
    parts = (runs.found[:half], runs.found[half:])
    one, two = (Estimate(replace(runs, found=part)) for part in parts)
    require_agreement(one, two, "the two halves of the runs disagree: more runs or replicas are wanted")
    return found


def require_agreement(one: Estimate, two: Estimate, otherwise: str) -> None:
    """Two estimates of one time agree.

    Raises:
        ValueError: with the words of `otherwise`, if the two lie more than 4.5 standard errors apart on the
            logarithmic scale, which happens by chance once in 10⁵ times.
    """
    apart = abs(np.log(one.time / two.time))
    if apart > FARTHEST * np.hypot(one.relative_error, two.relative_error):
        raise ValueError(f"{otherwise} ({one.time:.4g} and {two.time:.4g})")
