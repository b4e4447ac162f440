"""The first two findings from Figure 5, tested: errors and training loss at equal epochs.

The rules were fixed before the run. Margins: 0.1 percentage points for the error (wrongly classified images)
on the training images, 0.15 on the test images, a quarter, ln 1.25, for the training loss. Late is the last
quarter of the run, epochs 150 to 200 in the paper; early is the first eighth, up to where the paper's zoom
begins. On the digits the late training accuracy may be 1 at all ratios, where it cannot differ: there a
larger ratio need only be not worse.

## Main statements
* `equal_ratios_give_equal_errors`, `equal_ratios_give_equal_training_under_equal_normalisation`.
* `larger_ratios_train_better_per_epoch`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ledger.bound import Bound, exact
from ledger.compare import Comparer
from ledger.model import Check
from nn_experiments.findings import figures
from nn_experiments.findings.confound import TENFOLD
from nn_experiments.findings.contrasts import QUARTER, Curve, When, difference, less, related
from nn_experiments.findings.shared_run import GROUP, LIMIT, drawn, of_the_run
from nn_experiments.findings.spans import FIRST_EIGHTH, LAST_QUARTER, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN, Arm

MARGINS: Mapping[Curve, Fraction] = {
    "train_error": Fraction("0.1"),
    "test_error": Fraction("0.15"),
    "log_train_loss": QUARTER,
}
NAMES: Mapping[Curve, str] = {
    "train_error": "training error / 0.1 points",
    "test_error": "test error / 0.15 points",
    "log_train_loss": "ln training loss / ln 1.25",
}
TRAINING: tuple[Curve, ...] = ("train_error", "log_train_loss")


def in_margins(run: Run, curve: Curve, plus: When, minus: When) -> Bound:
    """A difference of `curve` in units of its margin."""
    return difference(run, curve, [plus], [minus]) / exact(MARGINS[curve])


def named(curve: Curve, first: Arm, second: Arm, when: str) -> str:
    """The name of a difference."""
    return f"{NAMES[curve]}: {less(first, second)}, {when}"


def quality_of_equal_ratios(run: Run) -> Mapping[str, Bound]:
    """Late errors and training losses of HOT less those of other arms, and of COLD at its own late epochs."""
    late = window(run, LAST_QUARTER)
    outer, inner = (late[-4], late[-1]), (late[-3], late[-2])
    found = {
        named(curve, HOT, other, LATE): in_margins(run, curve, When(HOT, late), When(other, late))
        for other in (TWIN, GHOST, COLD)
        for curve in NAMES
    }
    itself = {
        f"{NAMES[curve]}: {ITSELF}": in_margins(run, curve, When(COLD, outer), When(COLD, inner))
        for curve in TRAINING
    }
    return {**found, **itself}


def quality_by_ratio(run: Run) -> Mapping[str, Bound]:
    """Training error and loss of larger ratios less those of COLD at equal epochs, and HOT at equal times."""
    windows = {EARLY: window(run, FIRST_EIGHTH), LATE: window(run, LAST_QUARTER)}
    sooner = tuple(e for e in run.protocol.checkpoints if TENFOLD * e in windows[LATE])
    then = tuple(TENFOLD * e for e in sooner)
    found = {
        named(curve, arm, COLD, when): in_margins(run, curve, When(arm, epochs), When(COLD, epochs))
        for arm in (HOT, TWIN)
        for when, epochs in windows.items()
        for curve in TRAINING
    }
    timed = {
        named(curve, HOT, COLD, "equal times"): in_margins(run, curve, When(HOT, sooner), When(COLD, then))
        for curve in TRAINING
    }
    return {**found, **timed}


def by_margins() -> Comparer:
    """The comparer of differences in units of their margins."""
    return related(Fraction(1), " margin")


EARLY, LATE = "first eighth", "last quarter"
ITSELF = f"{COLD.label}, outer − inner of its last four checkpoints"


# --- Evidence ---------------------------------------------------------------------------------


def _same(other: Arm, curves: Sequence[Curve]) -> Mapping[str, str]:
    return {named(curve, HOT, other, LATE): "same" for curve in curves}


def _early(error: str, loss: str) -> Mapping[str, str]:
    words: Mapping[Curve, str] = {"train_error": error, "log_train_loss": loss}
    return {named(c, arm, COLD, EARLY): word for arm in (HOT, TWIN) for c, word in words.items()}


def _late(loss: str) -> Mapping[str, str]:
    return {named("log_train_loss", arm, COLD, LATE): loss for arm in (HOT, TWIN)}


def _no_worse() -> Mapping[str, str]:
    """Errors of the larger ratios do not exceed those of COLD: those of COLD are not less."""
    return {named("train_error", arm, COLD, LATE): "not more" for arm in (HOT, TWIN)}


equal_ratios_give_equal_errors = Check(
    tests=(
        "Training error, test error and ln of the training loss of (0.1, 128) less those of (0.2, 256),"
        " paired over ten seeds, over the last quarter of the epochs, in units of their margins; the labels"
        " swapped, and (0.01, 128) against itself."
    ),
    measure=of_the_run(quality_of_equal_ratios),
    predict=lambda: _same(TWIN, tuple(NAMES)),
    compare=by_margins(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: _same(COLD, tuple(NAMES))},
    right={"the same nets": lambda: {f"{NAMES[curve]}: {ITSELF}": "same" for curve in TRAINING}},
    figures=drawn(figures.generalisation),
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_training_under_equal_normalisation = Check(
    tests=(
        "Training error and ln of the training loss with batch normalisation over 128 images in both arms, so"
        " that only the step differs, in units of their margins."
    ),
    measure=of_the_run(quality_of_equal_ratios),
    predict=lambda: _same(GHOST, TRAINING),
    compare=by_margins(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: _same(COLD, TRAINING)},
    right={"the same nets": lambda: {f"{NAMES[curve]}: {ITSELF}": "same" for curve in TRAINING}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

larger_ratios_train_better_per_epoch = Check(
    tests=(
        "Training error and ln of the training loss of (0.1, 128) and of (0.2, 256) less those of"
        " (0.01, 128), paired over ten seeds, over the first eighth and the last quarter of the epochs, in"
        " units of their margins; late, the error need only be no larger."
    ),
    measure=of_the_run(quality_by_ratio),
    predict=lambda: {**_early("less", "less"), **_late("less"), **_no_worse()},
    compare=by_margins(),
    wrong={
        "a smaller ratio trains better": lambda: _early("more", "more"),
        "the ratio does not matter": lambda: {**_early("same", "same"), **_late("same")},
    },
    right={"early": lambda: _early("less", "less")},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_errors_on_mnist = on_the_record(
    equal_ratios_give_equal_errors, quality_of_equal_ratios, figures.generalisation
)
equal_ratios_give_equal_training_under_equal_normalisation_on_mnist = on_the_record(
    equal_ratios_give_equal_training_under_equal_normalisation, quality_of_equal_ratios, of="corrected"
)
larger_ratios_train_better_per_epoch_on_mnist = on_the_record(
    larger_ratios_train_better_per_epoch, quality_by_ratio
)
