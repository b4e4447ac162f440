"""The first finding from Figure 3 at all epochs at once: do the curves lie on each other?

## Main statements
* `equal_ratios_give_equal_norms_at_every_epoch`.
"""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments.findings.contrasts import (
    LEVEL,
    WITHIN,
    Curve,
    When,
    between_probes,
    by_a_quarter,
    less,
    values_at,
)
from nn_experiments.findings.intervals import joint
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import AFTER_THE_APPROACH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Run
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN, Arm
from numerics.bounds import observed


def largest_differences(run: Run, curve: Curve = "log_norm") -> Mapping[str, Bound]:
    """The largest |difference| of ln ‖H‖_F at a checkpoint after the approach, intervals for all at once."""
    return {largest(HOT, other): _largest(run, curve, other) for other in (TWIN, GHOST, COLD)} | {
        TWICE: between_probes(run, When(HOT, run.protocol.checkpoints))
    }


def _largest(run: Run, curve: Curve, other: Arm) -> Bound:
    epochs = window(run, AFTER_THE_APPROACH)
    gaps = [values_at(run, curve, When(HOT, (e,))) - values_at(run, curve, When(other, (e,))) for e in epochs]
    bounds = joint(np.stack(gaps, axis=1), LEVEL, WITHIN)
    low = max(max(bound.low, -bound.high, Fraction(0)) for bound in bounds)
    high = max(max(-bound.low, bound.high) for bound in bounds)
    return observed(float(low), float(high), bounds[0].method)


def largest(first: Arm, second: Arm) -> str:
    """The name of the largest of differences."""
    return f"largest |{less(first, second)}|"


TWICE = f"{HOT.label} by one half of the probes − by the other"


# --- Evidence ---------------------------------------------------------------------------------

equal_ratios_give_equal_norms_at_every_epoch = Check(
    tests=(
        "The largest difference of ln ‖H‖_F between (0.1, 128) and (0.2, 256) at a checkpoint from a ninth of"
        " Figure 3 on, by intervals that hold for all checkpoints at once."
    ),
    measure=of_the_run(largest_differences),
    predict=lambda: {largest(HOT, TWIN): "same"},
    compare=by_a_quarter(),
    wrong={"(0.01, 128) labelled (0.2, 256)": lambda: {largest(HOT, COLD): "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)

equal_ratios_give_equal_norms_at_every_epoch_on_mnist = on_the_record(
    equal_ratios_give_equal_norms_at_every_epoch, largest_differences, of="beside"
)
