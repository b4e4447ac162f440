"""A process of its own that makes texts and reads them, for so many seconds of the processor.

Its arguments are a kind of text, a seed, the seconds and a file. To that file it writes each text before it
reads it, so that the text is known even if it ends the process. What became of the texts goes to stdout.

## Main definitions
* `Tally`: what became of the texts.      * `fuzz`: read texts until the time is over.

## Implementation notes
Hypothesis makes the texts in batches, each from a seed of its own; when one fails it finds a smaller one that
fails in the same way, and that is what is told. The time and the addresses of the process are limited, so
that a text which takes all of either ends the process.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from io import FileIO
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

from tests.trust import audited_parser
from tests.trust.formula_grammar import KINDS
from tests.trust.reading import watched_reading

BATCH = 2000  # texts that differ from one another
GRACE = 60  # seconds of the processor
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@dataclass
class Tally:
    """How many texts were tried and how many of them read; the texts that failed, with what happened."""

    tried: int = 0
    read: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def fuzz(kind: str, number: int, seconds: float, place: Path) -> Tally:
    """Read texts for `seconds`."""
    tally, end = Tally(), time.process_time() + seconds
    with FileIO(place, "wb") as file:
        for batch in _batches(number):
            if time.process_time() > end:
                break
            failure = _failure(kind, batch, end, file, tally)
            tally.failed += [failure] if failure else []
    return tally


def _batches(number: int) -> Iterator[int]:
    """Seeds that no other process with another `number` has.

    Yields:
        the seeds of the batches.
    """
    yield from range(number << 20, (number + 1) << 20)


def _failure(kind: str, batch: int, end: float, file: FileIO, tally: Tally) -> tuple[str, str] | None:
    """Read one batch; the smallest text that failed and its error, or None."""
    last, failing = "", False

    @seed(batch)
    @settings(max_examples=BATCH, deadline=None, database=None, suppress_health_check=QUIET)
    @given(KINDS[kind])
    def reads(text: str) -> None:
        nonlocal last, failing
        if time.process_time() > end and not failing:  # what fails is made smaller to the end
            return
        last = text
        file.seek(0)
        file.truncate()
        file.write(text.encode("utf-8", "surrogatepass"))
        tally.tried += 1
        failing, before = True, failing
        found, events = watched_reading(text)
        assert not events, events
        failing = before
        tally.read += found is not None

    try:
        reads()
    except Exception as error:  # whatever it is, it is told
        return last, f"{type(error).__name__}: {error}"
    return None


def main() -> None:
    """Fuzz as the arguments say."""
    kind, number, seconds, place = sys.argv[1:]
    whole = int(float(seconds)) + GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 5))
    resource.setrlimit(resource.RLIMIT_AS, (audited_parser.MEMORY, audited_parser.MEMORY))
    audited_parser.warm()
    audited_parser.watch()
    tally = fuzz(kind, int(number), float(seconds), Path(place))
    json.dump(asdict(tally), sys.stdout)


if __name__ == "__main__":
    main()
