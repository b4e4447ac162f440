"""The first two findings of Section 3, tested: norms of the Hessian at equal epochs (Figure 3).

The rules were fixed before the run. The paper reads Figure 3 at epochs 150 to 180 of 180; here the same share
of the run is taken, since epochs of 1280 and of 60 000 images do not compare. Norms are called different if
they differ by a quarter, ln 1.25 on the natural logarithm; the arms are those of `nn_experiments.protocol`.

## Main statements
* `equal_ratios_give_equal_norms`, `equal_ratios_give_equal_norms_under_equal_normalisation`.
* `larger_ratios_flatten_faster_per_epoch`.
"""

from collections.abc import Mapping

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments import figures
from nn_experiments.contrasts import LAST_SIXTH, When, between_probes, by_a_quarter, difference, less, window
from nn_experiments.curves import Run
from nn_experiments.protocol import COLD, GHOST, HOT, TWIN
from nn_experiments.shared_run import GROUP, LIMIT, drawn, of_the_run


def norms_at_equal_epochs(run: Run) -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F over the last sixth of the epochs; HOT since its start, and measured twice."""
    late, start = window(run, LAST_SIXTH), run.protocol.checkpoints[:1]
    pairs = [(HOT, TWIN), (HOT, GHOST), (HOT, COLD), (TWIN, COLD)]
    return {
        **{less(a, b): difference(run, "log_norm", [When(a, late)], [When(b, late)]) for a, b in pairs},
        TWICE: between_probes(run, When(HOT, run.protocol.checkpoints)),
        SINCE: difference(run, "log_norm", [When(HOT, late)], [When(HOT, start)]),
    }


TWICE = f"{HOT.label} by one half of the probes − by the other"
SINCE = f"{HOT.label} late − after one epoch"


# --- Evidence ---------------------------------------------------------------------------------

equal_ratios_give_equal_norms = Check(
    tests=(
        "The difference of ln ‖H‖_F between (0.1, 128) and (0.2, 256), paired over ten seeds, over the"
        " last sixth of the epochs; the labels swapped, and the same nets measured twice."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, TWIN): "same"},
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    figures=drawn(figures.norms),
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_norms_under_equal_normalisation = Check(
    tests=("The same with batch normalisation over 128 images in both arms, so that only the step differs."),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, GHOST): "same"},
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="corrected",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

larger_ratios_flatten_faster_per_epoch = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128) and of (0.2, 256) less that of (0.01, 128), which starts from the same nets,"
        " over the last sixth of the epochs; the order reversed, and (0.1, 128) against its own start."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=lambda: {less(HOT, COLD): "less", less(TWIN, COLD): "less"},
    compare=by_a_quarter(),
    wrong={
        "a smaller ratio is faster": lambda: {less(HOT, COLD): "more"},
        "the ratio does not matter": lambda: {less(HOT, COLD): "same", less(TWIN, COLD): "same"},
    },
    right={"(0.1, 128) flattens": lambda: {SINCE: "less"}},
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)
