"""The third finding from Figure 5, tested: the test loss late in the run.

The rules were fixed before the run, but for one: a first version would have refuted the finding on the digits
while the difference was still shrinking, and "after a certain time" cannot be refuted so. The paper reads
Figure 5 at epochs 1 to 25 and 150 to 200 of 200, and says that the curves cross after 100. Its own epochs
can be refuted on its own data: there the loss of the smaller ratio must be larger early, smaller late, and
the median over the seeds of the epochs where the curves cross for good must lie between 50 and 150, by the
bootstrap's interval at 95 %.

## Main statements
* `smaller_ratio_has_the_smaller_test_loss_late`.
* `smaller_ratio_has_the_smaller_test_loss_after_100_epochs_on_mnist`.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ledger.bound import Bound, exact
from ledger.compare import Comparer, near
from ledger.model import Check
from ledger.outcome import Outcome, every
from nn_experiments.findings import figures
from nn_experiments.findings.confound import TENFOLD
from nn_experiments.findings.contrasts import Curve, When, difference, less, related
from nn_experiments.findings.crossing import crossings, in_figure_5
from nn_experiments.findings.intervals import median
from nn_experiments.findings.shared_run import GROUP, LIMIT, drawn, of_the_run
from nn_experiments.findings.spans import FIRST_EIGHTH, LAST_QUARTER, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, HOT

STEADY = Fraction(1, 10)
BOOTSTRAP = 0.95
Contrasts = Mapping[str, Bound]


def losses_on_test_images(run: Run) -> Contrasts:
    """The test loss of COLD less that of HOT: early, late, its change in the last quarter, at equal times.

    And the epoch of Figure 5 at which they cross for good.
    """
    early, late = window(run, FIRST_EIGHTH), window(run, LAST_QUARTER)
    start, end = late[:1], late[-1:]
    sooner = tuple(e for e in run.protocol.checkpoints if TENFOLD * e in late)
    then = tuple(TENFOLD * e for e in sooner)
    change = [When(COLD, end), When(HOT, start)], [When(HOT, end), When(COLD, start)]
    crossed: dict[str, Curve] = {CROSSING: "test_loss", IN_TRAINING: "train_loss"}
    return {
        EARLY: difference(run, "test_loss", [When(COLD, early)], [When(HOT, early)]),
        LATE: difference(run, "test_loss", [When(COLD, late)], [When(HOT, late)]),
        CHANGE: difference(run, "test_loss", *change),
        TIMED: difference(run, "test_loss", [When(COLD, then)], [When(HOT, sooner)]),
        **{name: _median_crossing(run, curve) for name, curve in crossed.items()},
    }


def _median_crossing(run: Run, curve: Curve) -> Bound:
    """The median epoch of Figure 5 from which on `curve` of COLD is below that of HOT."""
    return median(in_figure_5(run, crossings(run, curve, COLD, HOT)), BOOTSTRAP, run.seed, "replicas")


def in_the_end(rule: Comparer) -> Comparer:
    """`rule`, but the end is not refuted while the difference shrinks by more than a tenth."""

    def decide(measured: Contrasts, predicted: Mapping[str, str]) -> Outcome:
        outcome = rule(measured, predicted)
        open_end = LATE in predicted and measured[CHANGE].low < -STEADY * measured[LATE].low
        return Outcome.INCONCLUSIVE if outcome is Outcome.REFUTES and open_end else outcome

    return Comparer(
        f"{rule.rule}; late, not refuted while the difference shrinks by more than a tenth", decide
    )


def with_crossing(rule: Comparer) -> Comparer:
    """`rule` for the words, and for the epoch of the crossing: within 50 of what is predicted."""
    about = near(FIFTY)

    def decide(measured: Contrasts, predicted: Mapping[str, Any]) -> Outcome:
        words = {name: word for name, word in predicted.items() if isinstance(word, str)}
        epochs = {name: epoch for name, epoch in predicted.items() if name not in words}
        found = [about(measured[name], epoch) for name, epoch in epochs.items()]
        return every([*found, *([rule(measured, words)] if words else [])])

    return Comparer(f"{rule.rule}; crossing: within ± {FIFTY} epochs", decide)


FIFTY = 50
EARLY, LATE = f"{less(COLD, HOT)}, first eighth", f"{less(COLD, HOT)}, last quarter"
CHANGE = f"{less(COLD, HOT)}, end of the last quarter − its start"
TIMED = f"{less(COLD, HOT)} at equal times, the last quarter of {COLD.label}"
CROSSING = "epoch of Figure 5 from which on the difference is negative"
IN_TRAINING = f"{CROSSING}, training losses"


# --- Evidence ---------------------------------------------------------------------------------

smaller_ratio_has_the_smaller_test_loss_late = Check(
    tests=(
        "The test loss of (0.01, 128) less that of (0.1, 128), paired over ten seeds, over the last quarter"
        " of the epochs, and whether it still shrinks; and over the first eighth, where the smaller ratio"
        " has learned less."
    ),
    measure=of_the_run(losses_on_test_images),
    predict=lambda: {LATE: "less"},
    compare=in_the_end(related(Fraction(0), "")),
    wrong={"a smaller loss early": lambda: {EARLY: "less"}},
    right={"a larger loss early": lambda: {EARLY: "more"}},
    figures=drawn(figures.training, figures.generalisation),
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

smaller_ratio_has_the_smaller_test_loss_late_on_mnist = on_the_record(
    smaller_ratio_has_the_smaller_test_loss_late, losses_on_test_images, of="corrected"
)

smaller_ratio_has_the_smaller_test_loss_after_100_epochs_on_mnist = replace(
    on_the_record(
        smaller_ratio_has_the_smaller_test_loss_late, losses_on_test_images, figures.generalisation
    ),
    tests=(
        "On all of MNIST: the test loss of (0.01, 128) less that of (0.1, 128), paired over ten seeds, over"
        " epochs 1 to 25 and 150 to 200, and the median of the epochs at which the two curves of a seed"
        " cross for good."
    ),
    predict=lambda: {EARLY: "more", LATE: "less", CROSSING: exact(100)},
    compare=with_crossing(related(Fraction(0), "")),
    wrong={
        "a smaller loss early": lambda: {EARLY: "less"},
        "the training losses cross there, too": lambda: {IN_TRAINING: exact(100)},
    },
)
