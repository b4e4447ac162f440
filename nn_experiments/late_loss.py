"""The third finding from Figure 5, tested: the test loss late in the run.

The rules were fixed before the run, but for one: a first version would have refuted the finding while the
difference was still shrinking, and "after a certain time" cannot be refuted so. The paper reads Figure 5 at
epochs 1 to 25 and 150 to 200 of 200; here the same shares of the run are taken.

## Main statements
* `smaller_ratio_has_the_smaller_test_loss_late`.
"""

from collections.abc import Mapping
from fractions import Fraction

from ledger.bound import Bound
from ledger.compare import Comparer
from ledger.model import Check
from ledger.outcome import Outcome
from nn_experiments import figures
from nn_experiments.contrasts import When, difference, less, related, window
from nn_experiments.curves import Run
from nn_experiments.protocol import COLD, HOT, Arm
from nn_experiments.shared_run import GROUP, LIMIT, drawn, of_the_run

LAST_QUARTER, FIRST_EIGHTH = Fraction(3, 4), (Fraction(0), Fraction(1, 8))
STEADY = Fraction(1, 10)
Contrasts = Mapping[str, Bound]


def losses_on_test_images(run: Run) -> Contrasts:
    """The test loss of COLD less that of HOT, early and late, and how it changes in the last quarter."""

    def places(arm: Arm, *epochs: int) -> list[When]:
        return [When(arm, epochs)]

    early, late = window(run, *FIRST_EIGHTH), window(run, LAST_QUARTER)
    start, end = late[0], late[-1]
    return {
        EARLY: difference(run, "test_loss", places(COLD, *early), places(HOT, *early)),
        LATE: difference(run, "test_loss", places(COLD, *late), places(HOT, *late)),
        CHANGE: difference(
            run,
            "test_loss",
            [*places(COLD, end), *places(HOT, start)],
            [*places(HOT, end), *places(COLD, start)],
        ),
    }


def in_the_end(rule: Comparer) -> Comparer:
    """`rule`, but the end is not refuted while the difference shrinks by more than a tenth."""

    def decide(measured: Contrasts, predicted: Mapping[str, str]) -> Outcome:
        outcome = rule(measured, predicted)
        open_end = LATE in predicted and measured[CHANGE].low < -STEADY * measured[LATE].low
        return Outcome.INCONCLUSIVE if outcome is Outcome.REFUTES and open_end else outcome

    return Comparer(
        f"{rule.rule}; late, not refuted while the difference shrinks by more than a tenth", decide
    )


EARLY, LATE = f"{less(COLD, HOT)}, first eighth", f"{less(COLD, HOT)}, last quarter"
CHANGE = f"{less(COLD, HOT)}, end of the last quarter − its start"


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
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)
