"""One check, run or not: what came of it.

Failed (a verdict differs), broke, timed out and not run are four different things; the first is said of
claims, the others of checks.
"""

import traceback
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

from ledger.catalogue import SUITE, Catalogue
from ledger.model import Evidence, Setting


class Status(StrEnum):
    """How far a check came. BROKE: it raised, or its process died."""

    RAN = "ran"
    BROKE = "broke"
    TIMED_OUT = "timed out"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one check: evidence if it ran, a sentence on what went wrong otherwise."""

    check: str
    status: Status
    evidence: Evidence | None = None
    error: str = ""
    seconds: float = 0.0


def run(check: str, setting: Setting, catalogue: Catalogue = SUITE) -> Run:
    """The check of the catalogue, run here and now; an exception in it is caught and told."""
    start = perf_counter()
    try:
        evidence = catalogue.check(check).run(setting)
    except Exception as error:
        return Run(check, Status.BROKE, error=_told(error), seconds=perf_counter() - start)
    return Run(check, Status.RAN, evidence, seconds=perf_counter() - start)


def _told(error: Exception) -> str:
    """The exception and the line that raised it, without paths of the machine."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({frame.name}, line {frame.lineno})"
