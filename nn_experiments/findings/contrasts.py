"""Differences between arms, replica by replica, and what can be said of them.

## Main definitions
* `When`: an arm, and the checkpoints over which a curve is averaged.
* `difference`: the mean over replicas of a curve at such places less at others.
* `values_at`: a curve at one place, by replica.
* `level`: the mean over replicas of a curve at one place.
* `between_probes`: the same of the norms that two halves of the probes give.
* `less`: the name of a difference.
* `related`: the comparer "less", "more", "same", "not less", "not more", up to a margin, and "positive".
* `by_a_quarter`: the same for ln ‖H‖_F.

## Implementation notes
Replica s of all arms shares its first net and its order of images, so that differences are taken within
replicas. Their mean has an interval of the level 99 % that holds Student's and that of all sign flips
(`nn_experiments.findings.intervals`): one-sided tests at 1/200, so that six findings together err less often
than once in twenty, by Bonferroni's rule and all the more by Holm's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from ledger.bound import Bound
from ledger.compare import Comparer
from ledger.outcome import Outcome, every
from nn_experiments.findings.intervals import paired
from nn_experiments.training.curves import Floats, Run, log_norm
from nn_experiments.training.protocol import Arm
from numerics.bounds import empirical

Curve = Literal[
    "log_norm", "train_loss", "test_loss", "log_train_loss", "log_decrement", "train_error", "test_error"
]
LEVEL = 0.99
WITHIN = "differences within replicas"
QUARTER = Fraction("0.2231")  # ln 1.25 = 0.22314…


@dataclass(frozen=True, slots=True)
class When:
    """An arm, and some of its checkpoints."""

    arm: Arm
    epochs: tuple[int, ...]


def difference(run: Run, curve: Curve, plus: Sequence[When], minus: Sequence[When]) -> Bound:
    """The sum of `curve` at some places less that at others, the mean over the replicas that all have."""
    terms = [values_at(run, curve, w) for w in plus] + [-values_at(run, curve, w) for w in minus]
    shared = min(map(len, terms))
    return paired(np.sum([term[:shared] for term in terms], axis=0), LEVEL, WITHIN)


def level(run: Run, curve: Curve, when: When) -> Bound:
    """`curve`, the mean over the replicas."""
    return empirical(values_at(run, curve, when), LEVEL, "replicas")


def between_probes(run: Run, when: When) -> Bound:
    """The log norm by the odd probes less that by the even ones: the same nets, measured twice."""
    curves = run.curves[when.arm]
    squares = curves.squares[:, [curves.epochs.index(epoch) for epoch in when.epochs]]
    odd, even = (log_norm(squares[..., start::2])[0].mean(1) for start in (0, 1))
    return paired(odd - even, LEVEL, WITHIN)


def values_at(run: Run, curve: Curve, when: When) -> Floats:
    """The mean of `curve` over the checkpoints, by replica, shape (R,).

    Raises:
        ValueError: if there is no checkpoint.
    """
    if not when.epochs:
        raise ValueError(f"epochs={when.epochs}: no checkpoint of {when.arm.label} to average over")
    curves = run.curves[when.arm]
    columns = [curves.epochs.index(epoch) for epoch in when.epochs]
    values: Floats = getattr(curves, curve)[:, columns].mean(1)
    return values


def less(first: Arm, second: Arm) -> str:
    """The name of a difference."""
    return f"{first.label} − {second.label}"


def by_a_quarter() -> Comparer:
    """The comparer of logarithms of norms: they differ if the norms do by a quarter."""
    return related(QUARTER, " (a quarter)")


def related(margin: Fraction, unit: str) -> Comparer:
    """Is each named difference "less", "more", "same", "not less", "not more" or "positive", as predicted?

    Measured is a mapping name -> Bound, predicted a mapping of some of the names to these words. Less means
    below −margin, the same within ± margin, and positive above 0, whatever the margin.
    """

    def decide(measured: Mapping[str, Bound], predicted: Mapping[str, str]) -> Outcome:
        return every(_said(measured[name], word, margin) for name, word in predicted.items())

    text = f"{float(margin):g}{unit}"
    return Comparer(f"less: below −{text}; more: above {text}; same: within ± {text}", decide)


def _said(value: Bound, word: str, margin: Fraction) -> Outcome:
    """Is `value` what `word` says?

    Raises:
        ValueError: if the word is unknown.
    """
    match word:
        case "less":
            return _ordered(value.high <= -margin, value.low > -margin)
        case "not less":
            return _said(value, "less", margin).opposite
        case "not more":
            return _said(value, "more", margin).opposite
        case "more":
            return _ordered(value.low >= margin, value.high < margin)
        case "positive":
            return _ordered(value.low > 0, value.high <= 0)
        case "same":
            return _ordered(
                -margin <= value.low and value.high <= margin, value.high < -margin or value.low > margin
            )
    raise ValueError(f"word={word!r}: less, not less, more, not more, same or positive")


def _ordered(supports: bool, refutes: bool) -> Outcome:
    if supports:
        return Outcome.SUPPORTS
    return Outcome.REFUTES if refutes else Outcome.INCONCLUSIVE
