"""Curves of a run as curves to look at.

## Main definitions
* `mean`: over the replicas, with a band. * `runs`: each replica. * `one_run`: the first.
* `later`: a part of a curve. * `times`: the time of each checkpoint. * `told`: a mean in words.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from ledger.figure import Curve
from nn_experiments.training.curves import Curves, Floats, Run
from nn_experiments.training.protocol import Arm

LEVEL = 0.95
BAND = "Bands: 95 % intervals of the mean."


def mean(curves: Curves, values: Floats, x: Sequence[float] = ()) -> Curve:
    """The mean over the replicas of `values`, shape (R, C), with its interval by Student's t as a band."""
    middle = values.mean(0)
    width = half_width(values)
    label = curves.arm.label
    return Curve(
        label, tuple(x) or _epochs(curves), _plain(middle), _plain(middle - width), _plain(middle + width)
    )


def half_width(values: Floats) -> Floats:
    """Half the width of the interval of the mean over the first axis."""
    count = len(values)
    if count < 2:
        return np.zeros(values.shape[1:])
    factor = stats.t.ppf((1 + LEVEL) / 2, count - 1) / np.sqrt(count)
    width: Floats = factor * values.std(0, ddof=1)
    return width


def told(middle: float, width: float) -> str:
    """A mean and half the width of its interval, to the first digit of the latter.

    >>> told(-0.4512, 0.0371)
    '−0.45 ± 0.04'
    >>> told(12.3, 0.0)
    '12.3'
    """
    if not width > 0:
        return f"{middle:.3g}".replace("-", "−")
    digits = max(0, -math.floor(math.log10(width)))
    return f"{middle:.{digits}f} ± {width:.{digits}f}".replace("-", "−")


def runs(curves: Curves, values: Floats) -> list[Curve]:
    """Each replica, faint."""
    return [Curve(curves.arm.label, _epochs(curves), _plain(row), faint=True) for row in values]


def one_run(curves: Curves, values: Floats, *, faint: bool = False) -> Curve:
    """The first replica."""
    return Curve(curves.arm.label, _epochs(curves), _plain(values[0]), faint=faint)


def later(curve: Curve, epochs: Collection[float]) -> Curve:
    """The part of a curve at the given epochs."""
    kept = [place for place, epoch in enumerate(curve.x) if epoch in epochs]

    def part(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(values[place] for place in kept) if values else ()

    return replace(curve, x=part(curve.x), y=part(curve.y), low=part(curve.low), high=part(curve.high))


def times(run: Run, arm: Arm) -> tuple[float, ...]:
    """Σ γ_k at the checkpoints."""
    return tuple(float(run.protocol.time(arm, epoch)) for epoch in run.protocol.checkpoints)


def _epochs(curves: Curves) -> tuple[float, ...]:
    return tuple(map(float, curves.epochs))


def _plain(values: Floats) -> tuple[float, ...]:
    """Five digits are enough to look at, and keep the evidence small."""
    return tuple(float(f"{value:.5g}") for value in values)
