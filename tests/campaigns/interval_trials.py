"""Intervals that the suite gives, at questions of which the answer is known exactly.

## Main definitions
* `Trial`: intervals of one kind, and what they promise.      * `TRIALS`: all of them.

## Notation
τ of the double well (w² − 1)²/4 from `START` to 1 is known exactly, as the nested integral.

## Implementation notes
Everything here was fixed before the first run. Repetition k draws from the seed k, or uses paths that no
other repetition uses. An interval that is refused is none: it is told, and not counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound
from numerics.answers.escape import EscapeAnswer, escape
from numerics.answers.simulation_direct import Direct
from numerics.answers.simulation_plan import LEVEL, Plan, plan
from numerics.answers.simulation_splitting import Rare
from numerics.bounds import counted, empirical, sampled
from numerics.paths.escape import simulated_escape

SMALL = 256  # paths of a block of the two-stage trial: as few as blocks of long paths have


@dataclass(frozen=True)
class Trial:
    """Intervals of one kind: `covered` tells of each whether it holds the truth, None if it was refused."""

    what: str
    level: float
    covered: Callable[[], Iterator[bool | None]]


def holds(bound: Bound, truth: float) -> bool:
    """Whether the truth lies in the interval."""
    return bound.low <= Fraction(truth) <= bound.high


@lru_cache
def asked(eta: int, start: Fraction) -> EscapeAnswer:
    """The question, with its exact answer."""
    return escape(DOUBLE_WELL, start, 1, eta=eta)


def plain(paths: int, repetitions: int) -> Callable[[], Iterator[bool]]:
    """`escape --simulate direct --paths N`: Student's interval of the paths of one long row, N at a time."""

    def covered() -> Iterator[bool]:
        answer = asked(8, Fraction(-1))
        made = plan(answer, "direct", paths=paths)
        total = paths * repetitions
        question = answer.question
        found = simulated_escape(
            DOUBLE_WELL, question.noise, question.eps0, question.start, question.target,
            dt=made.dt, paths=total, seed=0,
        )  # fmt: skip
        truth = float(answer.mean_escape_time.middle)
        return (holds(sampled(row, LEVEL), truth) for row in found.times.reshape(repetitions, paths))

    return covered


def by_stages(made: Direct | Rare) -> Bound:
    """What `simulated` gives, in this process: blocks until there are as many as are wanted."""
    done: dict[int, dict[str, np.ndarray]] = {}
    while (total := made.wanted(done)) > len(done):
        for number in range(len(done), total):
            done[number] = made.work.block(number)
    return made.found(done).time


def two_stages(error: Fraction, repetitions: int) -> Callable[[], Iterator[bool | None]]:
    """`--simulate direct --relative-error R` from the gate, where times scatter much."""

    def made(answer: EscapeAnswer, chosen: Plan) -> Direct:
        direct = Direct(answer, chosen)
        direct.__dict__["work"] = replace(direct.work, size=SMALL)  # the place of a cached property
        return direct

    return _staged(asked(8, Fraction(-1, 20)), "direct", error, repetitions, made)


def split(error: Fraction, repetitions: int) -> Callable[[], Iterator[bool | None]]:
    """`--simulate splitting --relative-error R` over a barrier of eight times the temperature."""
    return _staged(asked(32, Fraction(-1)), "splitting", error, repetitions, Rare)


def _staged(
    answer: EscapeAnswer,
    method: str,
    error: Fraction,
    repetitions: int,
    made: Callable[[EscapeAnswer, Plan], Direct | Rare],
) -> Callable[[], Iterator[bool | None]]:
    def covered() -> Iterator[bool | None]:
        chosen = plan(answer, method, relative_error=error)
        truth = float(answer.mean_escape_time.middle)
        for seed in range(repetitions):
            try:
                yield holds(by_stages(made(answer, replace(chosen, seed=seed))), truth)
            except ValueError:
                yield None

    return covered


def few_runs(paths: int, repetitions: int) -> Callable[[], Iterator[bool | None]]:
    """`--simulate splitting --paths N` with the fewest runs that there may be."""

    def covered() -> Iterator[bool | None]:
        answer = asked(32, Fraction(-1))
        chosen = plan(answer, "splitting", paths=paths)
        truth = float(answer.mean_escape_time.middle)
        for seed in range(repetitions):
            rare = Rare(answer, replace(chosen, seed=seed))
            rare.__dict__["work"] = replace(rare.work, size=rare.first_runs)  # no run is made in vain
            try:
                yield holds(by_stages(rare), truth)
            except ValueError:
                yield None

    return covered


def exponential(count: int, level: float, repetitions: int) -> Callable[[], Iterator[bool]]:
    """Means of exponential times, as the checks of simulated escapes have them."""

    def covered() -> Iterator[bool]:
        draws = np.random.default_rng(count)
        return (holds(sampled(draws.exponential(size=count), level), 1.0) for _ in range(repetitions))

    return covered


def shares(chance: Fraction, count: int, repetitions: int) -> Callable[[], Iterator[bool]]:
    """Shares of what happens with this chance."""

    def covered() -> Iterator[bool]:
        hits = np.random.default_rng(count).binomial(count, float(chance), repetitions)
        return (holds(counted(int(h), count, 0.95), float(chance)) for h in hits)

    return covered


def runs_of_nets(count: int, repetitions: int) -> Callable[[], Iterator[bool]]:
    """Means over few runs that scatter normally."""

    def covered() -> Iterator[bool]:
        draws = np.random.default_rng(count)
        return (holds(empirical(draws.normal(size=count)), 0.0) for _ in range(repetitions))

    return covered


TRIALS = (
    Trial("escape --simulate direct --paths 100", 0.95, plain(100, 4000)),
    Trial("escape --simulate direct --paths 1000", 0.95, plain(1000, 1000)),
    Trial(
        "escape --simulate direct --relative-error 0.1, more paths where they scatter more",
        0.95,
        two_stages(Fraction(1, 10), 400),
    ),
    Trial("escape --simulate splitting --paths 1600, sixteen runs", 0.95, few_runs(1600, 500)),
    Trial("escape --simulate splitting --relative-error 0.05", 0.95, split(Fraction(1, 20), 250)),
    Trial("mean of 1000 exponential times", 0.9999, exponential(1000, 0.9999, 20_000)),
    Trial("share, chance 1/1000, of 100", 0.95, shares(Fraction(1, 1000), 100, 3000)),
    Trial("share, chance 1/20, of 200", 0.95, shares(Fraction(1, 20), 200, 3000)),
    Trial("share, chance 1/2, of 1000", 0.95, shares(Fraction(1, 2), 1000, 3000)),
    Trial("mean of ten runs, normal scatter", 0.99, runs_of_nets(10, 3000)),
)
