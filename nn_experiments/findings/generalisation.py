"""Does a larger ratio generalise worse? Test errors late in the run (Section 5).

The rule was fixed before the run. The generalisation error is the share of wrongly classified test images;
"worse" is by more than 0.15 percentage points over the last quarter of the run (Figure 5), at equal epochs.
The same at equal times and at equal training losses is shown and does not decide: the sentence is about the
experiment as it was made.
As with the test loss (`nn_experiments.findings.late_loss`) this is not refuted while the difference may still
grow by more than a tenth of its margin.

## Main statements
* `larger_ratio_has_the_larger_test_error_late`.
"""

from collections.abc import Mapping
from fractions import Fraction

from ledger.bound import Bound, exact
from ledger.compare import Comparer
from ledger.model import Check
from ledger.outcome import Outcome
from nn_experiments.findings.confound import TENFOLD
from nn_experiments.findings.contrasts import When, difference, less, related
from nn_experiments.findings.equal_losses import at_equal_losses
from nn_experiments.findings.late_loss import STEADY
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import FIRST_EIGHTH, LAST_QUARTER, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.findings.training_quality import MARGINS
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, HOT

Contrasts = Mapping[str, Bound]


def errors_on_test_images(run: Run) -> Contrasts:
    """Test errors of HOT less those of COLD, in units of 0.15 points.

    Early, late, and the change since, at equal epochs; late at equal times and at equal training losses.
    """
    early, late = window(run, FIRST_EIGHTH), window(run, LAST_QUARTER)
    sooner = tuple(e for e in run.protocol.checkpoints if TENFOLD * e in late)
    then = tuple(TENFOLD * e for e in sooner)
    start, end = late[:1], late[-1:]
    unit = exact(MARGINS["test_error"])
    change = [When(HOT, end), When(COLD, start)], [When(COLD, end), When(HOT, start)]
    return {
        EARLY: difference(run, "test_error", [When(HOT, early)], [When(COLD, early)]) / unit,
        LATE: difference(run, "test_error", [When(HOT, late)], [When(COLD, late)]) / unit,
        CHANGE: difference(run, "test_error", *change) / unit,
        TIMED: difference(run, "test_error", [When(HOT, sooner)], [When(COLD, then)]) / unit,
        LEARNED: at_equal_losses(run, "test_error", HOT, COLD, LAST_QUARTER) / unit,
    }


def in_the_end() -> Comparer:
    """The comparer of differences in margins, but the end is not refuted while the difference may grow."""
    rule = related(Fraction(1), " margin")

    def decide(measured: Contrasts, predicted: Mapping[str, str]) -> Outcome:
        outcome = rule(measured, predicted)
        open_end = LATE in predicted and measured[CHANGE].high > STEADY
        return Outcome.INCONCLUSIVE if outcome is Outcome.REFUTES and open_end else outcome

    return Comparer(f"{rule.rule}; late, not refuted while it may grow by a tenth of the margin", decide)


UNIT = "test error / 0.15 points"
EARLY, LATE = f"{UNIT}: {less(HOT, COLD)}, first eighth", f"{UNIT}: {less(HOT, COLD)}, last quarter"
CHANGE = f"{UNIT}: {less(HOT, COLD)}, end of the last quarter − its start"
TIMED = f"{UNIT}: {less(HOT, COLD)}, last quarter of {COLD.label}, equal times"
LEARNED = f"{UNIT}: {less(HOT, COLD)}, last quarter of {COLD.label}, equal training losses"


# --- Evidence ---------------------------------------------------------------------------------

larger_ratio_has_the_larger_test_error_late = Check(
    tests=(
        "The share of wrongly classified test images of (0.1, 128) less that of (0.01, 128), paired over ten"
        " seeds, over the last quarter of the epochs, and whether it may still grow; and over the first"
        " eighth, where the smaller ratio has learned less."
    ),
    measure=of_the_run(errors_on_test_images),
    predict=lambda: {LATE: "more"},
    compare=in_the_end(),
    wrong={"a larger error early": lambda: {EARLY: "more"}},
    right={"a smaller error early": lambda: {EARLY: "less"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

larger_ratio_has_the_larger_test_error_late_on_mnist = on_the_record(
    larger_ratio_has_the_larger_test_error_late, errors_on_test_images
)
