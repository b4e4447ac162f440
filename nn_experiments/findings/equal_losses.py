"""Arms compared where they have learned equally much: at equal training losses.

Equal epochs are unequal times (`nn_experiments.findings.confound`); whoever doubts the time t = Σ γ_k as a
clock may take the training loss as one. The curve of one arm is read, on straight lines between its
checkpoints, at the losses that another arm has late in the run.

## Main definitions
* `at_equal_losses`: the difference of a curve there.

## Main statements
* `ratio_does_not_matter_at_equal_training_losses`.
"""

from collections.abc import Mapping

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
    difference,
    less,
)
from nn_experiments.findings.intervals import paired
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import LAST_SIXTH, Span, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import COLD, HOT, Arm


def at_equal_losses(run: Run, curve: Curve, first: Arm, second: Arm, span: Span) -> Bound:
    """`curve` of `first` at the training losses that `second` has in `span`, less that of `second` there."""
    columns = [run.protocol.checkpoints.index(epoch) for epoch in window(run, span)]
    shared = min(first.replicas, second.replicas)
    gaps = [_gap(run, curve, first, second, replica, columns) for replica in range(shared)]
    return paired(np.array(gaps), LEVEL, WITHIN)


def _gap(run: Run, curve: Curve, first: Arm, second: Arm, replica: int, columns: list[int]) -> float:
    """The mean difference for one replica."""
    wanted = run.curves[second].log_train_loss[replica, columns]
    losses, values = run.curves[first].log_train_loss[replica], getattr(run.curves[first], curve)[replica]
    order = np.argsort(losses)
    read: Floats = np.interp(wanted, losses[order], values[order])
    return float((read - getattr(run.curves[second], curve)[replica, columns]).mean())


def norms_at_equal_losses(run: Run) -> Mapping[str, Bound]:
    """Differences of ln ‖H‖_F at equal training losses and at equal epochs, and of one net measured twice."""
    late = window(run, LAST_SIXTH)
    return {
        EQUAL_LOSSES: at_equal_losses(run, "log_norm", HOT, COLD, LAST_SIXTH),
        EQUAL_EPOCHS: difference(run, "log_norm", [When(HOT, late)], [When(COLD, late)]),
        TWICE: between_probes(run, When(HOT, run.protocol.checkpoints)),
    }


EQUAL_LOSSES = f"{less(HOT, COLD)} at equal training losses"
EQUAL_EPOCHS = f"{less(HOT, COLD)} at equal epochs"
TWICE = f"{HOT.label} by one half of the probes − by the other"


# --- Evidence ---------------------------------------------------------------------------------

ratio_does_not_matter_at_equal_training_losses = Check(
    tests=(
        "ln ‖H‖_F of (0.1, 128) less that of (0.01, 128), paired over ten seeds, at the training losses that"
        " the latter has over the last sixth of Figure 3, and at equal epochs."
    ),
    measure=of_the_run(norms_at_equal_losses),
    predict=lambda: {EQUAL_LOSSES: "same"},
    compare=by_a_quarter(),
    wrong={"nor at equal epochs": lambda: {EQUAL_EPOCHS: "same"}},
    right={"the same nets, other probes": lambda: {TWICE: "same"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)
ratio_does_not_matter_at_equal_training_losses_on_mnist = on_the_record(
    ratio_does_not_matter_at_equal_training_losses, norms_at_equal_losses, of="beside"
)
