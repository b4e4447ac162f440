"""The records: long runs of the experiment, kept with the suite, and checks of what they measured.

The findings of Section 3 are about MNIST, and the record of the paper's protocol on all of it decides them.
The run on the digits, which anyone repeats in two minutes, goes through the same rules and is shown beside
it, as is what the paper's protocol does not have: more pairs of one ratio, nets without normalisation.

A record, and with it PyTorch, is read when it is wanted, so that the ledger can be listed without.

## Main definitions
* `on_the_record`: a check of the run on the digits -> the same check on the record of MNIST.
* `taken_from`, `drawn_from`: measurements and pictures of a run -> those of a record.
* `kept`: a record by its name: `MNIST`, `LADDER`. How it was made stands in its `run.json`.
* `kept_curvature`: the curvature of the nets at its end, if it was measured.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from ledger.figure import Figure
from ledger.model import Check, Setting
from nn_experiments.curvature.kept import Curvatures, recorded_curvature
from nn_experiments.training.curves import Run

RECORDS = Path(__file__).parents[1] / "records"
MNIST, LADDER = "mnist-width-64", "digits-ladder"
READING = 120.0  # seconds
T = TypeVar("T")


@cache
def kept(name: str) -> Run:
    """The record called `name`.

    Raises:
        RuntimeError: if a replica diverged; comparisons by seed need all of them.
    """
    from nn_experiments.training.record import recorded

    run = recorded(RECORDS / name)
    if run.diverged:
        raise RuntimeError(f"training diverged: {'; '.join(run.diverged)}")
    return run


@cache
def kept_curvature(name: str) -> Curvatures:
    """What is kept with the record called `name` of the nets at its end."""
    return recorded_curvature(RECORDS / name)


def taken_from(name: str, measure: Callable[[Run], T]) -> Callable[[], T]:
    """`measure`, applied to a record."""
    return lambda: measure(kept(name))


def drawn_from(name: str, *pictures: Callable[[Run], Figure]) -> Callable[[Setting], tuple[Figure, ...]]:
    """Pictures of a record; they do not depend on the setting."""
    return lambda setting: tuple(picture(kept(name)) for picture in pictures)


def on_the_record(
    check: Check,
    measure: Callable[[Run], T],
    *pictures: Callable[[Run], Figure],
    of: Literal["paper", "corrected", "beside"] = "paper",
) -> Check:
    """`check` with the same formulas, controls and rule, its measurement taken on the record of MNIST."""
    return replace(
        check,
        tests=f"On all of MNIST: {check.tests}",
        measure=taken_from(MNIST, measure),
        figures=drawn_from(MNIST, *pictures) if pictures else None,
        of=of,
        limit=READING,
        group="record",
        uses_setting=False,
    )
