"""How much of the fall of the Hessian's norm is that of the training loss?

The control for the third finding from Figure 3: the slope of ln ‖H‖_F by ln(epoch) once more, after the
straight line in ln L is taken out of it, replica by replica, as a share of the slope itself. If the share is
small, norms fall as the cross-entropy does, and nothing is left that would tell of other, flatter minima.

## Main statements
* `norms_fall_with_the_training_loss`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
from scipy import stats

from ledger.bound import Bound
from ledger.model import Check
from nn_experiments.findings.contrasts import LEVEL, related
from nn_experiments.findings.intervals import paired
from nn_experiments.findings.shared_run import GROUP, LIMIT, of_the_run
from nn_experiments.findings.spans import AFTER_THE_APPROACH, window
from nn_experiments.findings.the_record import on_the_record
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import COLD, HOT, TWIN

PAIRS = (COLD, HOT, TWIN)
TENTH = Fraction(1, 10)


def unexplained(norms: Floats, losses: Floats, places: Floats) -> float:
    """The Theil–Sen slope of what ln L leaves of ln ‖H‖_F, over that of ln ‖H‖_F; all of shape (C,)."""
    left = norms - np.polyval(np.polyfit(losses, norms, 1), losses)
    return float(stats.theilslopes(left, places).slope / stats.theilslopes(norms, places).slope)


def unexplained_shares(run: Run) -> Mapping[str, Bound]:
    """The unexplained share of the fall, the mean over the replicas; also with losses in random order."""
    epochs = window(run, AFTER_THE_APPROACH)
    columns = [run.protocol.checkpoints.index(epoch) for epoch in epochs]
    mixed = np.random.default_rng(run.seed).permutation(len(columns))
    losses = {arm: run.curves[arm].log_train_loss[:, columns] for arm in PAIRS}
    norms = {arm: run.curves[arm].log_norm[:, columns] for arm in PAIRS}

    def share(curves: Floats, explaining: Floats) -> Bound:
        shares = [unexplained(c, e, np.log(epochs)) for c, e in zip(curves, explaining, strict=True)]
        return paired(np.array(shares), LEVEL, "replicas")

    return {
        **{arm.label: share(norms[arm], losses[arm]) for arm in PAIRS},
        MIXED: share(norms[COLD], losses[COLD][:, mixed]),
        LINE: share(2 * losses[COLD] + 1, losses[COLD]),
    }


MIXED = f"{COLD.label}, losses in random order"
LINE = f"{COLD.label}, twice the logarithm of its loss"


# --- Evidence ---------------------------------------------------------------------------------


def _all(word: str) -> Callable[[], Mapping[str, str]]:
    return lambda: {arm.label: word for arm in PAIRS}


norms_fall_with_the_training_loss = Check(
    tests=(
        "The Theil–Sen slope by ln(epoch) of what a straight line in ln L leaves of ln ‖H‖_F, over that of"
        " ln ‖H‖_F, for three pairs from a ninth of Figure 3 on, the mean of ten seeds."
    ),
    measure=of_the_run(unexplained_shares),
    predict=_all("same"),
    compare=related(TENTH, ""),
    wrong={"losses in random order explain it": lambda: {MIXED: "same"}},
    right={"a line in ln L": lambda: {LINE: "same"}},
    of="beside",
    limit=LIMIT,
    group=GROUP,
    uses_setting=True,
)
norms_fall_with_the_training_loss_on_mnist = on_the_record(
    norms_fall_with_the_training_loss, unexplained_shares, of="beside"
)
