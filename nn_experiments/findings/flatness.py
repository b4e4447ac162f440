"""Is a smaller norm of the Hessian a flatter net? The end of Figure 3 with norms that lengths do not change.

Weights into a normalised layer may be multiplied by any α > 0: the network stays the same, and their block of
the Hessian is divided by α². Every step of SGD lengthens them, with a larger rate more so
(`derivations.direction_loss`). What is left when the lengths are taken out is compared here, and the plain
norm in training mode, in which SGD runs.

The rules were fixed before anything was measured: those of `nn_experiments.findings.norms`, at epoch 200 of
the record. Norms differ if they do by a quarter, and are the same if they also differ by less than a quarter
of the distance to (0.01, 128). The paper speaks of the norm itself, so these checks stand beside.

## Main statements
* `equal_ratios_give_equal_scale_invariant_norms_on_mnist`, the same `under_equal_normalisation`.
* `equal_ratios_give_equal_norms_in_training_mode_on_mnist`.
* `larger_ratios_are_flatter_whatever_the_lengths_on_mnist`, the same `in_training_mode`.
"""

from collections.abc import Mapping

from ledger.bound import Bound
from ledger.figure import Figure
from ledger.model import Check, Setting
from nn_experiments.findings.contrasts import by_a_quarter, less
from nn_experiments.findings.end_norms import AGAIN, PLAIN, SCALED, TRAINED, Norm, end_norms, named, picture
from nn_experiments.findings.norms import above, below
from nn_experiments.findings.the_record import MNIST, READING, kept, kept_curvature
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN, Arm


def _measured() -> Mapping[str, Bound]:
    return end_norms(kept(MNIST), kept_curvature(MNIST))


def _drawn(setting: Setting) -> tuple[Figure, ...]:
    return (picture(kept_curvature(MNIST)),)


# --- Evidence ---------------------------------------------------------------------------------


def _alike(norm: Norm, other: Arm) -> Mapping[str, str]:
    words = {less(HOT, other): "same", above(other): "positive", below(other): "positive"}
    return {named(norm, name): word for name, word in words.items()}


def _flatter(norm: Norm) -> Mapping[str, str]:
    return {named(norm, less(arm, COLD)): "less" for arm in (HOT, TWIN)}


AGAINST_COLD = named(PLAIN, less(HOT, COLD))
SWAPPED = {"(0.01, 128) labelled (0.2, 256), evaluation mode": lambda: {AGAINST_COLD: "same"}}
TWICE = {"the same nets, other probes": lambda: {AGAIN: "same"}}
END = "On all of MNIST, nets after 200 epochs, ten seeds: the difference of "

equal_ratios_give_equal_scale_invariant_norms_on_mnist = Check(
    tests=(
        END
        + r"$\ln\|DHD\|_F$, $D$ the lengths of the weights, between (0.1, 128) and (0.2, 256), also against"
        " a quarter of the distance to (0.01, 128)."
    ),
    measure=_measured,
    predict=lambda: _alike(SCALED, TWIN),
    compare=by_a_quarter(),
    wrong=SWAPPED,
    right=TWICE,
    figures=_drawn,
    of="beside",
    limit=READING,
    group="record",
)

equal_ratios_give_equal_scale_invariant_norms_under_equal_normalisation_on_mnist = Check(
    tests=END + r"$\ln\|DHD\|_F$ between (0.1, 128) and (0.2, 256), both normalised by 128 images.",
    measure=_measured,
    predict=lambda: _alike(SCALED, GHOST),
    compare=by_a_quarter(),
    wrong=SWAPPED,
    right=TWICE,
    of="beside",
    limit=READING,
    group="record",
)

equal_ratios_give_equal_norms_in_training_mode_on_mnist = Check(
    tests=(
        END + r"$\ln\|H\|_F$ between (0.1, 128) and (0.2, 256), batch normalisation in training mode with all"
        " images in one batch, so that the loss is the same."
    ),
    measure=_measured,
    predict=lambda: _alike(TRAINED, TWIN),
    compare=by_a_quarter(),
    wrong=SWAPPED,
    right=TWICE,
    of="beside",
    limit=READING,
    group="record",
)

larger_ratios_are_flatter_whatever_the_lengths_on_mnist = Check(
    tests=END
    + r"$\ln\|DHD\|_F$ between (0.1, 128) or (0.2, 256) and (0.01, 128), which starts from the same nets.",
    measure=_measured,
    predict=lambda: _flatter(SCALED),
    compare=by_a_quarter(),
    wrong=SWAPPED,
    right={"the norm itself, evaluation mode": lambda: {AGAINST_COLD: "less"}},
    of="beside",
    limit=READING,
    group="record",
)

larger_ratios_are_flatter_in_training_mode_on_mnist = Check(
    tests=END + r"$\ln\|H\|_F$ in training mode between (0.1, 128) or (0.2, 256) and (0.01, 128).",
    measure=_measured,
    predict=lambda: _flatter(TRAINED),
    compare=by_a_quarter(),
    wrong=SWAPPED,
    right={"the norm itself, evaluation mode": lambda: {AGAINST_COLD: "less"}},
    of="beside",
    limit=READING,
    group="record",
)
