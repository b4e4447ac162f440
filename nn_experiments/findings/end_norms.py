"""Norms of the Hessian at the end of the record, in three ways, and differences between the pairs.

Of the nets of the record after epoch 200, on 2048 training images (`nn_experiments.curvature`):
* ln ‖H‖_F with batch normalisation in evaluation mode, as Figure 3 is read here,
* the same in training mode, with all images in one batch, so that all pairs have one loss,
* ln ‖DHD‖_F in evaluation mode, D the lengths of the weights: a longer net is not a flatter one there.

## Main definitions
* `Norm`: one of the three ways: `PLAIN`, `TRAINED`, `SCALED`.
* `at_the_end`: by replica. * `gap`: between two pairs. * `room`: beside the distance to the other ratio.
* `end_norms`: all that the checks ask for.
* `picture`: every net.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ledger.bound import Bound
from ledger.figure import Curve, Figure, Panel
from nn_experiments.curvature.kept import EVALUATION, TRAINING, Curvatures
from nn_experiments.findings.contrasts import LEVEL, WITHIN, less
from nn_experiments.findings.drawing import half_width, told
from nn_experiments.findings.intervals import paired
from nn_experiments.findings.norms import FOURFOLD, above, below
from nn_experiments.training.curves import Floats, Run
from nn_experiments.training.protocol import COLD, GHOST, HOT, TWIN, Arm


@dataclass(frozen=True, slots=True)
class Norm:
    """A way to measure: the `name` in reports, the quantity in the file, and the mode there."""

    name: str
    quantity: str
    kind: str
    symbol: str


PLAIN = Norm("evaluation mode", "log_norm", EVALUATION, r"$\ln\,\|H\|_F$, evaluation mode")
TRAINED = Norm("training mode", "log_norm", TRAINING, r"$\ln\,\|H\|_F$, training mode")
SCALED = Norm("scale-invariant", "log_scaled_norm", EVALUATION, r"$\ln\,\|DHD\|_F$, scale-invariant")
NORMS = (PLAIN, TRAINED, SCALED)
AGAIN = f"{HOT.label}, {PLAIN.name} − as measured in the run"


def at_the_end(found: Curvatures, norm: Norm, arm: Arm) -> Floats:
    """A logarithm of the norm by replica, shape (R,).

    Raises:
        ValueError: if it is not of all replicas; pairs are compared replica by replica.
    """
    if (replicas := found.replicas(arm.label, norm.kind)) != tuple(range(arm.replicas)):
        raise ValueError(f"{arm.label}, {norm.name}: all {arm.replicas} replicas are wanted, not {replicas}")
    return found.values(arm.label, norm.kind, norm.quantity)


def gap(found: Curvatures, norm: Norm, first: Arm, second: Arm) -> Bound:
    """The mean difference of two pairs."""
    return paired(at_the_end(found, norm, first) - at_the_end(found, norm, second), LEVEL, WITHIN)


def room(found: Curvatures, norm: Norm, other: Arm) -> Mapping[str, Bound]:
    """The distance of COLD from HOT, less and plus four times that of `other`, as in `findings`."""
    hot, cold, near = (at_the_end(found, norm, arm) for arm in (HOT, COLD, other))
    distance = (cold - hot) * np.sign((cold - hot).mean())
    return {
        named(norm, above(other)): paired(distance - FOURFOLD * (near - hot), LEVEL, WITHIN),
        named(norm, below(other)): paired(distance + FOURFOLD * (near - hot), LEVEL, WITHIN),
    }


def end_norms(run: Run, found: Curvatures) -> Mapping[str, Bound]:
    """Differences in each of the three ways; and of HOT from what was measured in the run itself."""
    pairs = [(HOT, TWIN), (HOT, GHOST), (HOT, COLD), (TWIN, COLD)]
    again = at_the_end(found, PLAIN, HOT) - run.curves[HOT].log_norm[:, -1]
    return {
        **{named(norm, less(a, b)): gap(found, norm, a, b) for norm in NORMS for a, b in pairs},
        **{
            name: bound
            for norm in NORMS
            for arm in (TWIN, GHOST)
            for name, bound in room(found, norm, arm).items()
        },
        AGAIN: paired(again, LEVEL, WITHIN),
    }


def named(norm: Norm, difference: str) -> str:
    """The name of a difference, and how it was measured."""
    return f"{difference}, {norm.name}"


def picture(found: Curvatures) -> Figure:
    """Every net: by the norm in evaluation mode, in the two other ways."""
    arms = (COLD, HOT, TWIN, GHOST)
    panels = [
        Panel(f"{norm.name} against {PLAIN.name}", PLAIN.symbol, norm.symbol, _points(found, norm, arms))
        for norm in (TRAINED, SCALED)
    ]
    said = "; ".join(f"{norm.name}: {_told(found, norm, arms)}" for norm in NORMS)
    return Figure(
        "figure-3-end",
        "The end of Figure 3 on MNIST, measured in three ways",
        "Every net after 200 epochs, a dot, by the norm of its Hessian in evaluation mode, and by that"
        " in training mode on the left, by the scale-invariant one on the right; bars are 95 % intervals of"
        " the mean. The paper calls a smaller norm flatter; the scale-invariant one does not fall as weights"
        " grow."
        f" {said}.",
        tuple(panels),
    )


def _points(found: Curvatures, norm: Norm, arms: tuple[Arm, ...]) -> tuple[Curve, ...]:
    curves = []
    for arm in arms:
        x, y = at_the_end(found, PLAIN, arm), at_the_end(found, norm, arm)
        curves += [Curve(arm.label, (_plain(a),), (_plain(b),)) for a, b in zip(x, y, strict=True)]
        middle, width = y.mean(), half_width(y)
        bar = tuple(_plain(v) for v in (middle - width, middle, middle + width))
        curves.append(Curve(arm.label, (_plain(x.mean()),) * 3, bar))
    return tuple(curves)


def _told(found: Curvatures, norm: Norm, arms: tuple[Arm, ...]) -> str:
    """Means of the pairs, in words."""
    rows = [(arm.label, at_the_end(found, norm, arm)) for arm in arms]
    return ", ".join(f"{label} {told(float(row.mean()), float(half_width(row)))}" for label, row in rows)


def _plain(value: float) -> float:
    return float(f"{value:.5g}")
