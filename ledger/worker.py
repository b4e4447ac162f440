"""Checks, run in a crew of child processes: one that dies or hangs hurts no other.

## Main definitions
* `CheckCrew`: a crew that runs checks.
"""

from collections.abc import Callable, Sequence
from functools import partial

from ledger.catalogue import SUITE, Catalogue
from ledger.crew import Crew, Died, Late
from ledger.model import Setting
from ledger.run import Run, Status, run


class CheckCrew(Crew):
    """A crew whose children run checks of `catalogue` in `setting`."""

    def __init__(self, setting: Setting, catalogue: Catalogue = SUITE) -> None:
        super().__init__(partial(run, setting=setting, catalogue=catalogue))

    def run(self, tasks: Sequence[tuple[str, float]], finished: Callable[[Run], None]) -> None:
        """Run (check, limit) one after another in child processes; tell each Run as it comes."""
        for check, limit in tasks:
            if self.left:
                return
            result = self._one(check, limit)
            if not self.left:  # what was under way when the crew was dismissed did not run
                finished(result)

    def _one(self, check: str, limit: float) -> Run:
        """The check; TIMED_OUT after `limit` seconds, BROKE if the child dies."""
        try:
            with self.child() as child:
                answer: Run = child.answer(check, limit)
        except Late as error:
            return Run(check, Status.TIMED_OUT, error=str(error), seconds=limit)
        except Died as error:
            return Run(check, Status.BROKE, error=str(error))
        return answer
