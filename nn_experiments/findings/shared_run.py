"""One run for all checks of the experiment.

The run, and with it PyTorch, is imported when it is wanted, so that the ledger can be listed without.

## Main definitions
* `of_the_run`: a measurement on a run -> a measurement under a setting.
* `drawn`: the same for pictures.
"""

from collections.abc import Callable
from typing import TypeVar

from ledger.figure import Figure
from ledger.model import Setting
from nn_experiments.training.curves import Run

GROUP = "experiment"  # its checks run one after another in one process, which keeps the run
LIMIT = 600  # seconds; the run is made by the check that happens to be first
T = TypeVar("T")


def of_the_run(measure: Callable[[Run], T]) -> Callable[[Setting], T]:
    """`measure`, applied to the run that a setting asks for."""

    def measured(setting: Setting) -> T:
        from nn_experiments.training.run import digits_run

        return measure(digits_run(setting))

    return measured


def drawn(*pictures: Callable[[Run], Figure]) -> Callable[[Setting], tuple[Figure, ...]]:
    """Pictures of the run that a setting asks for."""
    return of_the_run(lambda run: tuple(picture(run) for picture in pictures))
