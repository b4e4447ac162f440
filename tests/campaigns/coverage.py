"""How often intervals hold the truth, and whether the binomial law allows so few.

## Main definitions
* `Coverage`: of a trial: tried, refused, covered.      * `coverage`: of the trial with this name.
* `covered`: as lines of a record.
"""

from dataclasses import dataclass

from scipy import stats

from ledger.trust.campaign import Count, Left
from tests.campaigns.interval_trials import TRIALS
from tests.campaigns.network_interval_trials import NETWORK_TRIALS

RARE = 0.001
"""A trial that covers so seldom by chance only once in a thousand times fails."""

ARGUED = {
    "escape --simulate direct --paths 100": (
        "Times of an escape are exponential, and Student's interval of so skewed a mean is known to cover"
        " 94.2 % at 100 values, 94.7 % at 400 and 94.9 % at 1000; a user gets so few paths by asking for them"
    ),
}


@dataclass(frozen=True)
class Coverage:
    """Of `tried` intervals `held` the truth, and `refused` were none; they promise `level`."""

    what: str
    level: float
    tried: int
    refused: int
    held: int

    @property
    def chance(self) -> float:
        """Of so few or fewer, if each holds the truth with the promised chance."""
        return float(stats.binom.cdf(self.held, self.tried - self.refused, self.level))

    @property
    def told_of_refused(self) -> str:
        """How many were refused, in words; "" if none."""
        return f" ({self.refused} refused, not counted)" if self.refused else ""


def names_of_trials() -> list[str]:
    """All of them."""
    return [trial.what for trial in (*TRIALS, *NETWORK_TRIALS)]


def coverage(what: str) -> Coverage:
    """Of the trial with this name."""
    (trial,) = (t for t in (*TRIALS, *NETWORK_TRIALS) if t.what == what)
    found = list(trial.covered())
    return Coverage(what, trial.level, len(found), found.count(None), found.count(True))


def covered(trials: list[Coverage]) -> tuple[list[Count], list[Left]]:
    """A line for each trial, and one that says for how many the binomial law allows what was seen."""
    counts = [
        Count(
            f"intervals, {trial.what}{trial.told_of_refused}",
            trial.tried - trial.refused,
            trial.held,
            f"hold the truth, {100 * trial.level:g} % (so few by chance: p = {trial.chance:.2g})",
        )
        for trial in trials
    ]
    bad = [trial for trial in trials if trial.chance < RARE]
    wanted = f"cover as promised, p ≥ {RARE:g}, one-sided"
    told = Count("kinds of intervals", len(trials), len(trials) - len(bad), wanted)
    return [*counts, told], [
        Left(
            f"{trial.what}: {trial.held} of {trial.tried - trial.refused} hold the truth, not"
            f" {100 * trial.level:g} %",
            ARGUED.get(trial.what, ""),
        )
        for trial in bad
    ]
