"""The findings of Section 3, tested.

All rules were fixed before the run. The paper reads Figure 3 at epochs 150 to 180 of 180 and Figure 5 at
epochs 1 to 25 and 150 to 200 of 200; here the same shares of the run are taken, since epochs of 1280 and of
60 000 images do not compare. A norm is called different if it differs by a quarter, ln 1.25 on the natural
logarithm; the arms are those of `nn_experiments.protocol`.

## Main statements
* `equal_ratios_give_equal_norms`, `equal_ratios_give_equal_norms_under_equal_normalisation`.
* `larger_ratios_flatten_faster_per_epoch`.
* `one_epoch_takes_time_in_proportion_to_the_ratio`, `flatness_at_equal_epochs_needs_no_noise`.
* `smaller_ratio_has_the_smaller_test_loss_late`.

## Implementation notes
The run, and with it PyTorch, is imported when it is wanted, so that the ledger can be listed without.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from ledger.bound import Bound
from ledger.compare import Comparer, identical
from ledger.figure import Figure
from ledger.model import Check, Setting
from ledger.outcome import Outcome
from nn_experiments import figures
from nn_experiments.contrasts import When, between_probes, difference, related, window
from nn_experiments.curves import Run
from nn_experiments.protocol import ARMS, COLD, GHOST, HOT, STILL, TWIN, Arm

QUARTER = Fraction("0.2231")  # ln 1.25 = 0.22314…
LAST_SIXTH, LAST_QUARTER = Fraction(5, 6), Fraction(3, 4)
FIRST_EIGHTH = (Fraction(0), Fraction(1, 8))
STEADY = Fraction(1, 10)
TENFOLD = 10  # an epoch of HOT takes the time of so many of COLD

Contrasts = Mapping[str, Bound]
T = TypeVar("T")


def norms_at_equal_epochs(run: Run) -> Contrasts:
    """Differences of ln ‖H‖_F over the last sixth of the epochs; HOT since its start, and measured twice."""
    late, start = window(run, LAST_SIXTH), run.protocol.checkpoints[:1]
    pairs = [(HOT, TWIN), (HOT, GHOST), (HOT, COLD), (TWIN, COLD)]
    return {
        **{less(a, b): difference(run, "log_norm", [When(a, late)], [When(b, late)]) for a, b in pairs},
        TWICE: between_probes(run, When(HOT, run.protocol.checkpoints)),
        SINCE: difference(run, "log_norm", [When(HOT, late)], [When(HOT, start)]),
    }


def norms_by_time(run: Run) -> Contrasts:
    """Differences of ln ‖H‖_F late in the run, at equal epochs and at equal times.

    The late times are those that COLD reaches in its last sixth and HOT a tenfold earlier; STILL takes as
    many epochs as COLD, since it makes one step while HOT makes ten.
    """
    early = tuple(e for e in run.protocol.checkpoints if TENFOLD * e in window(run, LAST_SIXTH))
    late = tuple(TENFOLD * e for e in early)
    hot, cold_then, cold, still = When(HOT, early), When(COLD, early), When(COLD, late), When(STILL, late)
    return {
        EQUAL_EPOCHS: difference(run, "log_norm", [hot], [cold_then]),
        WITHOUT_NOISE: difference(run, "log_norm", [still], [cold_then]),
        EQUAL_TIMES: difference(run, "log_norm", [hot], [cold]),
        STILL_AT_EQUAL_TIMES: difference(run, "log_norm", [hot], [still]),
    }


def epoch_times(run: Run) -> Mapping[str, Fraction]:
    """The time Σ γ_k that an epoch of each arm took, counted in steps taken, over that of COLD."""
    taken = {arm: run.curves[arm].steps * arm.rate for arm in ARMS}
    return {arm.label: taken[arm] / taken[COLD] for arm in ARMS}


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


def less(first: Arm, second: Arm) -> str:
    """The name of a difference."""
    return f"{first.label} − {second.label}"


TWICE = f"{HOT.label} by one half of the probes − by the other"
SINCE = f"{HOT.label} late − after one epoch"
EQUAL_EPOCHS = f"{less(HOT, COLD)} at equal epochs"
WITHOUT_NOISE = f"{less(STILL, COLD)}, the former for the time of {HOT.label}"
EQUAL_TIMES = f"{less(HOT, COLD)} at equal times"
STILL_AT_EQUAL_TIMES = f"{less(HOT, STILL)} at equal times"
EARLY, LATE = f"{less(COLD, HOT)}, first eighth", f"{less(COLD, HOT)}, last quarter"
CHANGE = f"{less(COLD, HOT)}, end of the last quarter − its start"


def in_the_end(rule: Comparer) -> Comparer:
    """`rule`, but the end is not refuted while the difference shrinks by more than a tenth."""

    def decide(measured: Contrasts, predicted: Mapping[str, str]) -> Outcome:
        outcome = rule(measured, predicted)
        open_end = LATE in predicted and measured[CHANGE].low < -STEADY * measured[LATE].low
        return Outcome.INCONCLUSIVE if outcome is Outcome.REFUTES and open_end else outcome

    return Comparer(
        f"{rule.rule}; late, not refuted while the difference shrinks by more than a tenth", decide
    )


def of_the_run(measure: Callable[[Run], T]) -> Callable[[Setting], T]:
    """`measure`, applied to the run that a setting asks for."""

    def measured(setting: Setting) -> T:
        from nn_experiments.run import digits_run

        return measure(digits_run(setting))

    return measured


def drawn(*pictures: Callable[[Run], Figure]) -> Callable[[Setting], tuple[Figure, ...]]:
    """Pictures of the run that a setting asks for."""
    return of_the_run(lambda run: tuple(picture(run) for picture in pictures))


def by_ratio(quantity: Callable[[Arm], Fraction]) -> Callable[[], Mapping[str, Fraction]]:
    """`quantity` of each arm over that of COLD."""
    return lambda: {arm.label: quantity(arm) / quantity(COLD) for arm in ARMS}


# --- Evidence ---------------------------------------------------------------------------------

norm_rule = related(QUARTER, " (a quarter)")

equal_ratios_give_equal_norms = Check(
    tests=(
        "The difference of ln ‖H‖_F between (0.1, 128) and (0.2, 256), paired over ten seeds, over the"
        " last sixth of the epochs; the labels swapped, and the same nets measured twice."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, TWIN): "same"},
    compare=norm_rule,
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    figures=drawn(figures.norms),
    limit=600,
    group="experiment",
    uses_setting=True,
)

equal_ratios_give_equal_norms_under_equal_normalisation = Check(
    tests=("The same with batch normalisation over 128 images in both arms, so that only the step differs."),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, GHOST): "same"},
    compare=norm_rule,
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="corrected",
    limit=600,
    group="experiment",
    uses_setting=True,
)

larger_ratios_flatten_faster_per_epoch = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128) and of (0.2, 256) less that of (0.01, 128), which starts from the same nets,"
        " over the last sixth of the epochs; the order reversed, and (0.1, 128) against its own start."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, COLD): "less", less(TWIN, COLD): "less"},
    compare=norm_rule,
    wrong={
        "a smaller ratio is faster": lambda: {less(HOT, COLD): "more"},
        "the ratio does not matter": lambda: {less(HOT, COLD): "same", less(TWIN, COLD): "same"},
    },
    right={"(0.1, 128) flattens": lambda: {SINCE: "less"}},
    limit=600,
    group="experiment",
    uses_setting=True,
)

one_epoch_takes_time_in_proportion_to_the_ratio = Check(
    tests="Σ γ_k over the steps that each arm took, in units of that of (0.01, 128), against the ratios γ/M.",
    measure=of_the_run(epoch_times),
    predict=by_ratio(lambda arm: arm.rate / arm.batch),
    compare=identical(),
    wrong={
        "epochs take equal times": by_ratio(lambda arm: Fraction(1)),
        "time in proportion to γ": by_ratio(lambda arm: arm.rate),
        "time in steps": by_ratio(lambda arm: Fraction(1, arm.batch)),
    },
    limit=600,
    group="experiment",
    uses_setting=True,
)

flatness_at_equal_epochs_needs_no_noise = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128) less that of (0.01, 128) at equal epochs and at equal times t = Σ γ_k; the"
        " same with (0.1, 1280), normalised by 128, for either: it takes all the embedded digits at once."
    ),
    measure=of_the_run(norms_by_time),
    predict=lambda: {
        EQUAL_EPOCHS: "less",
        WITHOUT_NOISE: "less",
        EQUAL_TIMES: "not less",
        STILL_AT_EQUAL_TIMES: "not less",
    },
    compare=norm_rule,
    wrong={
        "the temperature makes it: flatter at equal times, too": lambda: {EQUAL_TIMES: "less"},
        "the noise makes it: flatter than without": lambda: {STILL_AT_EQUAL_TIMES: "less"},
        "the noise makes it: nothing without": lambda: {WITHOUT_NOISE: "same"},
    },
    right={"at equal epochs as in Figure 3": lambda: {EQUAL_EPOCHS: "less"}},
    figures=drawn(figures.norms_in_time),
    limit=600,
    group="experiment",
    uses_setting=True,
)

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
    limit=600,
    group="experiment",
    uses_setting=True,
)
