"""The first two findings of Section 3, tested: norms of the Hessian at equal epochs (Figure 3).

The rules were fixed before the run. The paper reads Figure 3 at epochs 150 to 180 of 180
(`nn_experiments.findings.spans`). Norms are called different if they differ by a quarter, ln 1.25 on the
natural logarithm, and called the same only if they also differ by less than a quarter of the distance to the
other ratio; the arms are those of `nn_experiments.training.protocol`. A ratio flattens faster if its norm is
lower late, and if the straight line through its norms by ln(epoch) falls further from the first epoch to the
last.

The last two of these rules, and the sign flips, were added for the record of MNIST, before it was made; on
the digits they change nothing.

## Main statements
* `equal_ratios_give_equal_norms`, `equal_ratios_give_equal_norms_under_equal_normalisation`.
* `larger_ratios_flatten_faster_per_epoch`.

The names that end in `on_mnist` are the same on the record.
"""

from collections.abc import Callable, Mapping

import numpy as np

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments.findings import figures
from nn_experiments.findings.contrasts import (
    LEVEL,
    WITHIN,
    Curve,
    When,
    between_probes,
    by_a_quarter,
    difference,
    less,
    values_at,
)
from nn_experiments.findings.intervals import paired
from nn_experiments.findings.shared_run import GROUP, LIMIT, drawn, of_the_run
from nn_experiments.findings.spans import FIGURE_3, LAST_SIXTH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN, Arm

FOURFOLD = 4


def norms_at_equal_epochs(run: Run, curve: Curve = "log_norm") -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F over the last sixth of the epochs; HOT since its start, and measured twice."""
    late, start = window(run, LAST_SIXTH), run.protocol.checkpoints[:1]
    pairs = [(HOT, TWIN), (HOT, GHOST), (HOT, COLD), (TWIN, COLD)]
    return {
        **{less(a, b): difference(run, curve, [When(a, late)], [When(b, late)]) for a, b in pairs},
        **{further(arm): further_fall(run, curve, arm) for arm in (HOT, TWIN)},
        **{name: bound for arm in (TWIN, GHOST) for name, bound in room(run, curve, arm).items()},
        TWICE: between_probes(run, When(HOT, run.protocol.checkpoints)),
        SINCE: difference(run, curve, [When(HOT, late)], [When(HOT, start)]),
    }


def room(run: Run, curve: Curve, other: Arm) -> Mapping[str, Bound]:
    """The distance of COLD from HOT, less and plus four times that of `other`: positive if near."""
    late = window(run, LAST_SIXTH)
    hot, cold, near = (values_at(run, curve, When(arm, late)) for arm in (HOT, COLD, other))
    distance = (cold - hot) * np.sign((cold - hot).mean())
    return {
        above(other): paired(distance - FOURFOLD * (near - hot), LEVEL, WITHIN),
        below(other): paired(distance + FOURFOLD * (near - hot), LEVEL, WITHIN),
    }


def further_fall(run: Run, curve: Curve, arm: Arm) -> Bound:
    """By how much the line through the norms of `arm` by ln(epoch) rises more than that of COLD, in all."""
    return paired(_rises(run, curve, arm) - _rises(run, curve, COLD), LEVEL, WITHIN)


def _rises(run: Run, curve: Curve, arm: Arm) -> Floats:
    """The rise of the least-squares line by ln(epoch) over Figure 3, by replica."""
    epochs = window(run, FIGURE_3)
    places = np.log(epochs)
    norms = np.stack([values_at(run, curve, When(arm, (epoch,))) for epoch in epochs])
    rises: Floats = np.polyfit(places, norms, 1)[0] * (places[-1] - places[0])
    return rises


def above(other: Arm) -> str:
    """The name of what remains of a quarter of the distance, on one side."""
    return f"distance of {COLD.label} − 4 · ({less(other, HOT)})"


def below(other: Arm) -> str:
    """The name of what remains of a quarter of the distance, on the other side."""
    return f"distance of {COLD.label} + 4 · ({less(other, HOT)})"


def further(arm: Arm) -> str:
    """The name of a difference of rises."""
    return f"rise of the line: {less(arm, COLD)}"


TWICE = f"{HOT.label} by one half of the probes − by the other"
SINCE = f"{HOT.label} late − after one epoch"


# --- Evidence ---------------------------------------------------------------------------------


def _alike(other: Arm) -> Callable[[], Mapping[str, str]]:
    return lambda: {less(HOT, other): "same", above(other): "positive", below(other): "positive"}


def _faster(late: str, line: str) -> Callable[[], Mapping[str, str]]:
    return lambda: {
        **{less(arm, COLD): late for arm in (HOT, TWIN)},
        **{further(arm): line for arm in (HOT, TWIN)},
    }


equal_ratios_give_equal_norms = Check(
    tests=(
        "The difference of ln ‖H‖_F between (0.1, 128) and (0.2, 256), paired over ten seeds, over the last"
        " sixth of the epochs of Figure 3, also against a quarter of the distance to (0.01, 128); the labels"
        " swapped, and the same nets measured twice."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=_alike(TWIN),
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    figures=drawn(figures.norms),
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_norms_under_equal_normalisation = Check(
    tests=("The same with batch normalisation over 128 images in both arms, so that only the step differs."),
    measure=of_the_run(norms_at_equal_epochs),
    predict=_alike(GHOST),
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {less(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

larger_ratios_flatten_faster_per_epoch = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128) and of (0.2, 256) less that of (0.01, 128), which starts from the same nets,"
        " over the last sixth of the epochs of Figure 3, and the rise of the line through each by ln(epoch);"
        " the order reversed, and (0.1, 128) against its own start."
    ),
    measure=of_the_run(norms_at_equal_epochs),
    predict=_faster("less", "less"),
    compare=by_a_quarter(),
    wrong={
        "a smaller ratio is faster": _faster("more", "more"),
        "the ratio does not matter": _faster("same", "same"),
    },
    right={"(0.1, 128) flattens": lambda: {SINCE: "less"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_norms_on_mnist = on_the_record(
    equal_ratios_give_equal_norms, norms_at_equal_epochs, figures.norms
)
equal_ratios_give_equal_norms_under_equal_normalisation_on_mnist = on_the_record(
    equal_ratios_give_equal_norms_under_equal_normalisation, norms_at_equal_epochs, of="corrected"
)
larger_ratios_flatten_faster_per_epoch_on_mnist = on_the_record(
    larger_ratios_flatten_faster_per_epoch, norms_at_equal_epochs
)
