"""Texts without end for the reader of formulas: each is read exactly, or refused in a sentence, and soon.

`python -m tests.campaigns.fuzz` makes texts for an hour of the processor. The record tells the
seed, with which the same texts come again.

## Main definitions
* `campaign`: what is run.      * `Chunk`: a kind of text, a seed, so many seconds, in a process of its own.

## Implementation notes
A text that ends its process, by the limit of its time or otherwise, is known from the file to which the
process wrote it.
"""

import argparse
import json
import math
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from ledger.progress import training_bar
from ledger.trust.campaign import Count, Found, Left, recorded
from tests.conftest import ROOT
from tests.trust.formula_grammar import KINDS
from tests.trust.reading import SECONDS

MINUTES, WORKERS = 60.0, 2
TITLE = "Texts that a machine made"
ASKS = "Is every text read as an exact formula or refused in a sentence, soon, with nothing run?"
WHAT = {
    "sound": "texts that follow the grammar of formulas",
    "formulas": "texts that nearly follow it",
    "spoiled": "such texts with something else put in",
    "attacks": "attacks, cut and joined",
    "scribbles": "any characters",
}
WANTED = f"read or refused within {SECONDS:.0f} s of the processor, nothing run"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Texts of a kind from a seed, for so many seconds of the processor."""

    kind: str
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """How many texts of a kind were tried and read; those that failed, with what happened."""

    kind: str
    tried: int
    read: int
    failed: Sequence[tuple[str, str]]


def chunks(minutes: float, seed: int) -> list[Chunk]:
    """The work, half a minute each at most, the kinds in turn."""
    count = max(len(KINDS), math.ceil(2 * minutes))
    return [Chunk([*KINDS][n % len(KINDS)], seed + n, 60 * minutes / count) for n in range(count)]


def result(chunk: Chunk, folder: Path) -> Result:
    """Run a chunk in a process of its own; what became of its texts."""
    place = folder / f"{chunk.seed}"
    words = [chunk.kind, str(chunk.seed), str(chunk.seconds), str(place)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.fuzzed_texts", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        told = json.loads(done.stdout)
        return Result(chunk.kind, told["tried"], told["read"], [(a, b) for a, b in told["failed"]])
    text = place.read_bytes().decode("utf-8", "surrogatepass") if place.exists() else ""
    return Result(chunk.kind, 1, 0, [(text, f"the process ended ({done.returncode}): {done.stderr[-200:]}")])


def campaign(work: Sequence[Chunk], workers: int, clock: float) -> Found:
    """The counts by kind of text, and the texts that failed; no chunk begins after `clock` minutes."""
    end, results = monotonic() + 60 * clock, list[Result]()
    with TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as crew, training_bar("chunks") as told:

        def unless_over(chunk: Chunk) -> Result | None:
            return result(chunk, Path(folder)) if monotonic() < end else None

        for found in filter(None, crew.map(unless_over, work)):
            results.append(found)
            news = f"{sum(r.tried for r in results)} texts, {sum(len(r.failed) for r in results)} failed"
            told("fuzz", len(results), len(work), news)
    late = len(work) - len(results)
    over = [Left(f"{late} of {len(work)} parts of the work", "not begun: the time was over")] if late else []
    return list(_counts(results)), over + [left for found in results for left in _left(found)]


def _counts(results: Sequence[Result]) -> Iterator[Count]:
    tried, read, failed = Counter[str](), Counter[str](), Counter[str]()
    for found in results:
        tried[found.kind] += found.tried
        read[found.kind] += found.read
        failed[found.kind] += len(found.failed)
    for kind, number in tried.items():
        what = f"{WHAT[kind]} ({read[kind]} were read)"
        yield Count(what, number, number - failed[kind], WANTED)


def _left(found: Result) -> Iterator[Left]:
    for text, what in found.failed:
        yield Left(f"{ascii(text)[:400]}: {' '.join(what.split())[:300]}", "")


def main(words: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns.fuzz", description=ASKS)
    options.add_argument("--minutes", type=float, default=MINUTES, help="of the processor, in all")
    options.add_argument("--clock", type=float, default=math.inf, help="minutes after which nothing begins")
    options.add_argument("--workers", type=int, default=WORKERS)
    options.add_argument("--seed", type=int, help="of the texts; by default the system's noise")
    options.add_argument("--out", type=Path, help="folder of the record; by default the package's")
    given = options.parse_args(words)
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    clock = f" --clock {given.clock:g}" if given.clock < math.inf else ""
    command = f"python -m tests.campaigns.fuzz --minutes {given.minutes:g}{clock} --seed {seed}"
    print(command, file=sys.stderr)
    run = partial(campaign, chunks(given.minutes, seed), given.workers, given.clock)
    print(recorded("fuzz", TITLE, ASKS, command, run, folder=given.out))


if __name__ == "__main__":
    main()
