"""Do ten runs of one pair agree? Their spread in norm, training loss and training accuracy (Figures 3, 4).

The rules were fixed before the run. Norms: the standard deviation of ln ‖H‖_F over the seeds is below a
quarter of the distance to the nearest pair of another ratio at nine tenths of the epochs, or more; a
checkpoint stands for the epochs since the one before. Training: after the last epoch the standard deviation
of ln L is below ln 1.25, that of the accuracy below 0.1 percentage points.

## Main definitions
* `jackknifed`: a statistic of the replicas and how well it is known.

## Main statements
* `runs_of_a_pair_have_similar_norms`.
* `runs_of_a_pair_have_similar_losses`, `runs_of_a_pair_have_similar_accuracies`.

## Implementation notes
Replica s is left out of all arms at once. Standard deviations are compared by their logarithms, which are
nearer to normal (`Miller1974`), but for accuracies, which may be the same in all runs.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments.findings import figures
from nn_experiments.findings.contrasts import LEVEL, related
from nn_experiments.findings.shared_run import GROUP, LIMIT, drawn, of_the_run
from nn_experiments.findings.spans import FIGURE_3, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Floats, Run, log_norm
from nn_experiments.training.protocol import COLD, HOT, TWIN
from numerics.bounds import empirical

PAIRS = (COLD, HOT, TWIN)
OTHERS = {COLD: [HOT, TWIN], HOT: [COLD], TWIN: [COLD]}  # the pairs of another ratio
MOST = 0.9  # of the epochs
FOURFOLD = Fraction("1.3863")  # ln 4 = 1.38629…
QUARTER = math.log(1.25)
ACCURACY = Fraction(1, 10)  # percentage points


def jackknifed(statistic: Callable[[Floats], float], values: Floats) -> Bound:
    """`statistic` of the replicas, the first axis of `values`, by leaving out each in turn."""
    count = len(values)
    without = np.array([statistic(np.delete(values, s, axis=0)) for s in range(count)])
    return empirical(count * statistic(values) - (count - 1) * without, LEVEL, "jackknife over replicas")


def usual_spread(run: Run, runs: Floats, others: list[Floats]) -> Bound:
    """Ln of the spread of `runs` over the distance to the nearest of `others`, at nine tenths of the epochs.

    The quotient is larger at no more than a tenth of those of Figure 3. All curves have the shape (R, C).
    """
    epochs = window(run, FIGURE_3)
    weights = np.diff(epochs, prepend=0) / epochs[-1]

    def spread(stacked: Floats) -> float:
        centre, distances = stacked[:, 0].mean(0), stacked[:, 1:].mean(0)
        quotients = stacked[:, 0].std(0, ddof=1) / np.abs(distances - centre).min(0)
        ascending = np.argsort(quotients)
        reached = int(np.searchsorted(np.cumsum(weights[ascending]), MOST - 1e-9))
        return math.log(quotients[ascending[reached]])

    return jackknifed(spread, np.stack([runs, *others], axis=1))


def spreads_of_norms(run: Run) -> Mapping[str, Bound]:
    """Ln of spread over distance for each pair, for two pairs mixed, and for what the probes alone make."""
    count = len(window(run, FIGURE_3))
    norm = {arm: run.curves[arm].log_norm[:, :count] for arm in PAIRS}
    squares = run.curves[HOT].squares[:, :count]
    odd, even = (log_norm(squares[..., start::2])[0] for start in (0, 1))
    alone = norm[HOT].mean(0) + (odd - even) / 2
    return {
        **{arm.label: usual_spread(run, norm[arm], [norm[o] for o in OTHERS[arm]]) for arm in PAIRS},
        MIXED: usual_spread(run, mixed(norm[HOT], norm[COLD]), [norm[COLD]]),
        PROBES: usual_spread(run, alone, [norm[COLD]]),
    }


def mixed(first: Floats, second: Floats) -> Floats:
    """Every other replica from `second`, the rest from `first`."""
    odd = np.arange(len(first)) % 2 == 1
    return np.where(odd.reshape(-1, *[1] * (first.ndim - 1)), second, first)


def spreads_of_losses(run: Run) -> Mapping[str, Bound]:
    """Ln of (standard deviation of ln L after the last epoch / ln 1.25)."""
    last = len(window(run, FIGURE_3)) - 1
    loss = {arm: run.curves[arm].log_train_loss[:, last] for arm in PAIRS}
    near = loss[HOT].mean() + (loss[HOT] - loss[HOT].mean()) / 10

    def spread(values: Floats) -> float:
        return math.log(values.std(ddof=1) / QUARTER)

    samples = {**{arm.label: loss[arm] for arm in PAIRS}, MIXED: mixed(loss[HOT], loss[COLD]), TENTH: near}
    return {name: jackknifed(spread, values) for name, values in samples.items()}


def spreads_of_accuracies(run: Run) -> Mapping[str, Bound]:
    """Variance of the training accuracy after the last epoch, in squared percentage points."""
    last = len(window(run, FIGURE_3)) - 1
    error = {arm: run.curves[arm].train_error for arm in PAIRS}

    def spread(values: Floats) -> float:
        return float(values.var(ddof=1))

    early = mixed(error[HOT][:, 0], error[COLD][:, 0])
    samples = {**{arm.label: error[arm][:, last] for arm in PAIRS}, MIXED_EARLY: early}
    return {name: jackknifed(spread, values) for name, values in samples.items()}


MIXED = f"five runs of {HOT.label} and five of {COLD.label}"
MIXED_EARLY = f"{MIXED}, after one epoch"
PROBES = f"{HOT.label}, what the probes alone make"
TENTH = f"{HOT.label}, drawn together tenfold"


# --- Evidence ---------------------------------------------------------------------------------


def _all(word: str) -> Callable[[], Mapping[str, str]]:
    return lambda: {arm.label: word for arm in PAIRS}


runs_of_a_pair_have_similar_norms = Check(
    tests=(
        "ln of (standard deviation of ln ‖H‖_F over ten seeds / distance to the nearest pair of another"
        " ratio), the largest at nine tenths of the epochs, against ln 1/4."
    ),
    measure=of_the_run(spreads_of_norms),
    predict=_all("less"),
    compare=related(FOURFOLD, " (ln 4)"),
    wrong={"the same of mixed runs": lambda: {MIXED: "less"}},
    right={"one net, other probes": lambda: {PROBES: "less"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

runs_of_a_pair_have_similar_losses = Check(
    tests=(
        "ln of (standard deviation of ln L on the training images over ten seeds / ln 1.25), after the last"
        " epoch, against 0."
    ),
    measure=of_the_run(spreads_of_losses),
    predict=_all("less"),
    compare=related(Fraction(0), ""),
    wrong={"the same of mixed runs": lambda: {MIXED: "less"}},
    right={"runs drawn together": lambda: {TENTH: "less"}},
    figures=drawn(figures.training),
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

runs_of_a_pair_have_similar_accuracies = Check(
    tests=(
        "The variance of the training accuracy over ten seeds after the last epoch, against the square of"
        " 0.1 percentage points."
    ),
    measure=of_the_run(spreads_of_accuracies),
    predict=_all("same"),
    compare=related(ACCURACY**2, " squared percentage points"),
    wrong={"the same of mixed runs, early": lambda: {MIXED_EARLY: "same"}},
    right={"mixed runs differ early": lambda: {MIXED_EARLY: "more"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

runs_of_a_pair_have_similar_norms_on_mnist = on_the_record(
    runs_of_a_pair_have_similar_norms, spreads_of_norms
)
runs_of_a_pair_have_similar_losses_on_mnist = on_the_record(
    runs_of_a_pair_have_similar_losses, spreads_of_losses, figures.training
)
runs_of_a_pair_have_similar_accuracies_on_mnist = on_the_record(
    runs_of_a_pair_have_similar_accuracies, spreads_of_accuracies
)
