"""Checks, looked up and run in a crew of child processes: one that dies or hangs hurts no other.

## Main definitions
* `CheckCrew`: a crew that looks checks up and runs them.
* `Terms`: what has to be known of a check before it runs.

## Implementation notes
To look a check up is to import its module, which may be anybody's: it may end the process, or never end.
The child that has imported it is the first that runs checks.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ledger.catalogue import SUITE, Catalogue
from ledger.crew import Crew, Died, Late
from ledger.model import Setting
from ledger.run import Run, Status, run

IMPORT_LIMIT = 120.0
"""Seconds that a module may take to be imported."""

TRIES = 2
"""How often a check may take its process down before it is broken."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Name, group, speed and limit of a check that can be found."""

    check: str
    group: str
    speed: str
    limit: float


class CheckCrew(Crew):
    """A crew whose children look up and run checks of `catalogue` in `setting`."""

    def __init__(self, setting: Setting, catalogue: Catalogue = SUITE) -> None:
        super().__init__(partial(_answer, setting=setting, catalogue=catalogue))

    def terms(self, names: Sequence[str]) -> list[Terms | Run]:
        """The Terms of each check; of one that cannot be found the Run that says so."""
        modules: dict[str, list[str]] = defaultdict(list)
        for name in names:
            modules[name.partition(":")[0]].append(name)
        return [found for mine in modules.values() for found in self._terms_of(mine)]

    def _terms_of(self, names: list[str]) -> list[Terms | Run]:
        """The same for checks of one module: BROKE if it ends the child, TIMED_OUT if it does not end."""
        try:
            answer: list[Terms | Run] = self._asked(names, IMPORT_LIMIT)
        except Late:
            said = f"its module was not imported within {IMPORT_LIMIT:g} s"
            return [Run(name, Status.TIMED_OUT, error=said) for name in names]
        except Died as error:
            said = f"{error} while its module was imported"
            return [Run(name, Status.BROKE, error=said) for name in names]
        return answer

    def run(self, tasks: Sequence[tuple[str, float]], finished: Callable[[Run], None]) -> None:
        """Run (check, limit) one after another in child processes; tell each Run as it comes."""
        for check, limit in tasks:
            if self.left:
                return
            result = self._one(check, limit)
            if not self.left:  # what was under way when the crew was dismissed did not run
                finished(result)

    def _one(self, check: str, limit: float) -> Run:
        """The check; TIMED_OUT after `limit` seconds, BROKE if child after child dies."""
        try:
            answer: Run = self._asked(check, limit)
        except Late as error:
            return Run(check, Status.TIMED_OUT, error=str(error), seconds=limit)
        except Died as error:
            return Run(check, Status.BROKE, error=str(error))
        return answer

    def _asked(self, question: str | list[str], limit: float) -> Any:
        """The answer of a child; of another one if that is killed, which may have been somebody's doing.

        If child after child dies, Died is raised.
        """
        for _ in range(TRIES):
            try:
                with self.child() as child:
                    return child.answer(question, limit)
            except Died as error:
                last = error
                if self.left:
                    break
        raise last


def _answer(asked: str | list[str], setting: Setting, catalogue: Catalogue) -> Run | list[Terms | Run]:
    """In a child: the check that is asked for, run; or the Terms of several."""
    if isinstance(asked, str):
        return run(asked, setting, catalogue)
    return [_terms(name, catalogue) for name in asked]


def _terms(name: str, catalogue: Catalogue) -> Terms | Run:
    try:
        check = catalogue.check(name)
    except Exception as error:
        return Run(name, Status.BROKE, error=f"{type(error).__name__}: {error}")
    return Terms(name, check.group, check.speed, check.limit)
