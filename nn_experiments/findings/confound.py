"""What Figure 3 confounds: the ratio γ/M sets the temperature, and also the time that an epoch takes.

In the diffusion (2.3) a step takes the time γ, so that an epoch of N images takes N γ/M. Equal epochs are
unequal times; here arms are compared at equal times, and with an arm that has no sampling noise.

## Main statements
* `one_epoch_takes_time_in_proportion_to_the_ratio`.
* `flatness_at_equal_epochs_needs_no_noise`.
* `flatness_at_equal_epochs_vanishes_at_equal_times_on_mnist`: the record has no arm without noise.

## Implementation notes
Margins and windows were fixed before the first run. In that run STILL was normalised over all 1280 images and
was sharper than HOT at equal times, by as much as a change of normalisation alone makes (TWIN against GHOST);
it has been normalised like HOT since, and the seeds 1 and 2 say what the seed 2018 says.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from ledger.bound import Bound
from ledger.compare import identical
from ledger.model import Check
from nn_experiments.findings import figures
from nn_experiments.findings.contrasts import When, by_a_quarter, difference, less
from nn_experiments.findings.shared_run import GROUP, LIMIT, drawn, of_the_run
from nn_experiments.findings.spans import LAST_SIXTH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import ARMS, COLD, HOT, STILL, Arm

TENFOLD = 10  # an epoch of HOT takes the time of so many of COLD


def norms_by_time(run: Run) -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F late in the run, at equal epochs and at equal times.

    Those with STILL if the run has it.

    The late times are those that COLD reaches in its last sixth and HOT a tenfold earlier; STILL takes as
    many epochs as COLD, since it makes one step while HOT makes ten.
    """
    early = tuple(e for e in run.protocol.checkpoints if TENFOLD * e in window(run, LAST_SIXTH))
    late = tuple(TENFOLD * e for e in early)
    hot, cold_then, cold, still = When(HOT, early), When(COLD, early), When(COLD, late), When(STILL, late)
    places = {EQUAL_EPOCHS: (hot, cold_then), EQUAL_TIMES: (hot, cold)}
    if STILL in run.curves:
        places |= {WITHOUT_NOISE: (still, cold_then), STILL_AT_EQUAL_TIMES: (hot, still)}
    return {name: difference(run, "log_norm", [a], [b]) for name, (a, b) in places.items()}


def epoch_times(run: Run) -> Mapping[str, Fraction]:
    """The time Σ γ_k that an epoch of each arm took, counted in steps taken, over that of COLD."""
    taken = {arm: curves.steps * arm.rate for arm, curves in run.curves.items()}
    return {arm.label: time / taken[COLD] for arm, time in taken.items()}


def by_ratio(quantity: Callable[[Arm], Fraction]) -> Callable[[], Mapping[str, Fraction]]:
    """`quantity` of each arm over that of COLD."""
    return lambda: {arm.label: quantity(arm) / quantity(COLD) for arm in ARMS}


EQUAL_EPOCHS = f"{less(HOT, COLD)} at equal epochs"
WITHOUT_NOISE = f"{less(STILL, COLD)}, the former for the time of {HOT.label}"
EQUAL_TIMES = f"{less(HOT, COLD)} at equal times"
STILL_AT_EQUAL_TIMES = f"{less(HOT, STILL)} at equal times"


# --- Evidence ---------------------------------------------------------------------------------

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
    limit=LIMIT,
    group=GROUP,
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
    compare=by_a_quarter(),
    wrong={
        "the temperature makes it: flatter at equal times, too": lambda: {EQUAL_TIMES: "less"},
        "the noise makes it: flatter than without": lambda: {STILL_AT_EQUAL_TIMES: "less"},
        "the noise makes it: nothing without": lambda: {WITHOUT_NOISE: "same"},
    },
    right={"at equal epochs as in Figure 3": lambda: {EQUAL_EPOCHS: "less"}},
    figures=drawn(figures.norms_in_time),
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

flatness_at_equal_epochs_vanishes_at_equal_times_on_mnist = replace(
    on_the_record(flatness_at_equal_epochs_needs_no_noise, norms_by_time, figures.norms_in_time),
    tests=(
        "On all of MNIST: ln ‖H‖_F of (0.1, 128) less that of (0.01, 128), paired over ten seeds, at equal"
        " epochs, 15 to 18, and at equal times t = Σ γ_k, epochs 150 to 180 of the latter."
    ),
    predict=lambda: {EQUAL_EPOCHS: "less", EQUAL_TIMES: "not less"},
    wrong={"the temperature makes it: flatter at equal times, too": lambda: {EQUAL_TIMES: "less"}},
)
