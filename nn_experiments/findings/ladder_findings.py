"""How far does γ/M alone count? Pairs of one ratio on the digits, with and without batch normalisation.

The rules were fixed before the run, which is kept as a record: the last sixth of the epochs, and a quarter as
the margin, as for the first finding from Figure 3. Two steps with (γ, M) and one with (2γ, 2M) differ by
terms of order γ², so that the ratio must cease to be all that counts somewhere; and where each batch is
normalised by itself the loss depends on M besides.

## Main statements
* `printed_norms_agree_up_the_ladder`, `norms_agree_up_the_ladder_under_equal_normalisation`.
* `equal_ratios_give_equal_norms_without_normalisation`.
"""

from collections.abc import Mapping, Sequence

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments.findings import figures
from nn_experiments.findings.contrasts import When, between_probes, by_a_quarter, difference, less
from nn_experiments.findings.spans import LAST_SIXTH, window
from nn_experiments.findings.the_record import LADDER, drawn_from, taken_from
from nn_experiments.training.curves import Run
from nn_experiments.training.digits_ladder import GHOSTS, PLAIN, RUNGS
from nn_experiments.training.protocol import Arm

FIRST = RUNGS[0]
COLD, HOT, TWIN = PLAIN


def norms_up_the_ladder(run: Run) -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F from the first rung, late; that rung since its start, and measured twice."""
    late, start = window(run, LAST_SIXTH), run.protocol.checkpoints[:1]
    return {
        **{
            less(arm, FIRST): difference(run, "log_norm", [When(arm, late)], [When(FIRST, late)])
            for arm in (*RUNGS[1:], *GHOSTS)
        },
        TWICE: between_probes(run, When(FIRST, run.protocol.checkpoints)),
        SINCE: difference(run, "log_norm", [When(FIRST, late)], [When(FIRST, start)]),
    }


def norms_without_normalisation(run: Run) -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F between nets without batch normalisation, late, and of one measured twice."""
    late = window(run, LAST_SIXTH)
    pairs = [(HOT, TWIN), (HOT, COLD)]
    return {
        **{less(a, b): difference(run, "log_norm", [When(a, late)], [When(b, late)]) for a, b in pairs},
        PLAIN_TWICE: between_probes(run, When(HOT, run.protocol.checkpoints)),
    }


TWICE = f"{FIRST.label} by one half of the probes − by the other"
SINCE = f"{FIRST.label} late − after one epoch"
PLAIN_TWICE = f"{HOT.label} by one half of the probes − by the other"


# --- Evidence ---------------------------------------------------------------------------------


def _same(arms: Sequence[Arm]) -> Mapping[str, str]:
    return {less(arm, FIRST): "same" for arm in arms}


printed_norms_agree_up_the_ladder = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128), (0.2, 256), (0.4, 512) and (0.8, 1024) less that of (0.05, 64), paired over"
        " ten seeds on the embedded digits, over the last sixth of the epochs; each batch normalised alone."
    ),
    measure=taken_from(LADDER, norms_up_the_ladder),
    predict=lambda: _same(RUNGS[1:]),
    compare=by_a_quarter(),
    wrong={"they do not change": lambda: {SINCE: "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="beside",
    figures=drawn_from(LADDER, figures.ladder),
    group="record",
)

norms_agree_up_the_ladder_under_equal_normalisation = Check(
    tests="The same with batch normalisation over 64 images in all arms, so that only the step differs.",
    measure=taken_from(LADDER, norms_up_the_ladder),
    predict=lambda: _same(GHOSTS),
    compare=by_a_quarter(),
    wrong={"they do not change": lambda: {SINCE: "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="beside",
    group="record",
)

equal_ratios_give_equal_norms_without_normalisation = Check(
    tests=(
        "The difference of ln ‖H‖_F between (0.1, 128) and (0.2, 256) in nets without batch normalisation,"
        " paired over ten seeds on the embedded digits, over the last sixth of the epochs; labels swapped."
    ),
    measure=taken_from(LADDER, norms_without_normalisation),
    predict=lambda: {less(HOT, TWIN): "same"},
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {PLAIN_TWICE: "same"}},
    of="beside",
    group="record",
)
