"""Are the points of Figure 3 minima? The gradient where the Hessians are taken.

The rule was fixed before the run. A point counts as a minimum if ‖∇L‖²/(2 ‖H‖_F) is below a hundredth of L:
the step −∇L/‖H‖_F lowers a quadratic loss by that much at least, and a point that one step down the gradient
can leave for a loss lower by a hundredth is an iterate. All of Figure 3 is called minima; the last sixth of
the run is where it is nearest to the truth.

The corrected statement is about nets that answer all training images right. On the record of MNIST up to two
of 60 000 are wrong now and then; the count there was to decide and, since that was seen, stands beside.

## Main statements
* `printed_iterates_are_minima`.
* `late_nets_answer_all_training_images_right`: so that their loss has no critical point there
  (`derivations.right_answers`).
"""

from collections.abc import Mapping
from fractions import Fraction

from ledger.bound import Bound, exact
from ledger.model import Check
from nn_experiments.findings.contrasts import LEVEL, When, level, related
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import LAST_SIXTH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, HOT, TWIN
from numerics.bounds import empirical

HUNDREDFOLD = Fraction("4.6052")  # ln 100 = 4.60517…
PAIRS = (COLD, HOT, TWIN)
START = f"{HOT.label} after one epoch"
REST = "softmax regression at rest"


def decrements(run: Run) -> Mapping[str, Bound]:
    """Ln of ‖∇L‖²/(2 ‖H‖_F L) over the last sixth, of HOT at its start, and at a known minimum."""
    from nn_experiments.findings.at_rest import resting_decrements

    late = window(run, LAST_SIXTH)
    return {
        **{arm.label: level(run, "log_decrement", When(arm, late)) for arm in PAIRS},
        START: level(run, "log_decrement", When(HOT, run.protocol.checkpoints[:1])),
        REST: empirical(resting_decrements(), LEVEL, "samples"),
    }


def errors(run: Run) -> Mapping[str, Bound]:
    """Training images classified wrongly over the last sixth, and by HOT at its start: their number."""
    late = window(run, LAST_SIXTH)
    percent = exact(Fraction(100, run.protocol.pool))
    return {
        **{arm.label: level(run, "train_error", When(arm, late)) / percent for arm in PAIRS},
        START: level(run, "train_error", When(HOT, run.protocol.checkpoints[:1])) / percent,
    }


# --- Evidence ---------------------------------------------------------------------------------

printed_iterates_are_minima = Check(
    tests=(
        "ln of ‖∇L‖²/(2 ‖H‖_F L) on the training images over the last sixth of the epochs, ten seeds of each"
        " pair, against ln 1/100; the same at the minimum of a softmax regression."
    ),
    measure=of_the_run(decrements),
    predict=lambda: {arm.label: "less" for arm in PAIRS},
    compare=related(HUNDREDFOLD, " (ln 100)"),
    wrong={"the net after one epoch is at a minimum": lambda: {START: "less"}},
    right={"softmax regression is": lambda: {REST: "less"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

late_nets_answer_all_training_images_right = Check(
    tests=(
        "Training images that are classified wrongly over the last sixth of the epochs, ten seeds of each"
        " pair, against none, up to half an image."
    ),
    measure=of_the_run(errors),
    predict=lambda: {arm.label: "same" for arm in PAIRS},
    compare=related(Fraction(1, 2), " images"),
    wrong={"after one epoch, too": lambda: {START: "same"}},
    right={"not after one epoch": lambda: {START: "more"}},
    of="corrected",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

printed_iterates_are_minima_on_mnist = on_the_record(printed_iterates_are_minima, decrements)
late_nets_answer_all_training_images_right_on_mnist = on_the_record(
    late_nets_answer_all_training_images_right, errors, of="beside"
)
