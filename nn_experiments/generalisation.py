"""Does a larger ratio generalise worse? Test errors late in the run (Section 5).

The rule was fixed before the run. The generalisation error is the share of wrongly classified test images;
"worse" is by more than 0.15 percentage points over the last quarter of the run (Figure 5), at equal epochs.
As with the test loss (`nn_experiments.late_loss`) this is not refuted while the difference may still grow by
more than a tenth of its margin.

## Main statements
* `larger_ratio_has_the_larger_test_error_late`.
"""

from collections.abc import Mapping
from fractions import Fraction

from ledger.bound import Bound, exact
from ledger.compare import Comparer
from ledger.model import Check
from ledger.outcome import Outcome
from nn_experiments.contrasts import When, difference, less, related, window
from nn_experiments.curves import Run
from nn_experiments.late_loss import FIRST_EIGHTH, LAST_QUARTER, STEADY
from nn_experiments.protocol import COLD, HOT
from nn_experiments.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.training_quality import MARGINS

Contrasts = Mapping[str, Bound]


def errors_on_test_images(run: Run) -> Contrasts:
    """Test errors of HOT less those of COLD, in units of 0.15 points, early, late, and the change since."""
    early, late = window(run, *FIRST_EIGHTH), window(run, LAST_QUARTER)
    start, end = late[:1], late[-1:]
    unit = exact(MARGINS["test_error"])
    change = [When(HOT, end), When(COLD, start)], [When(COLD, end), When(HOT, start)]
    return {
        EARLY: difference(run, "test_error", [When(HOT, early)], [When(COLD, early)]) / unit,
        LATE: difference(run, "test_error", [When(HOT, late)], [When(COLD, late)]) / unit,
        CHANGE: difference(run, "test_error", *change) / unit,
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
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)
