"""Same seed, same bytes: on 1, 2 and 4 workers, twice each, in a fresh copy of the tree.

Every process draws its own hash seed, so that what hangs on the order of a set shows, too. Times, dates and
what is said of machine and versions are set aside; everything else is compared byte for byte.

`python -m tests.campaigns.reproducibility [--whole] [--out FOLDER]`: of the ledger every tenth claim is
verified, those of the experiment with networks left aside; with `--whole` all claims, with 1 and 2 workers.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger import load
from ledger.catalogue import SUITE
from ledger.trust.campaign import Count, Found, Left, recorded
from nn_experiments.findings.shared_run import GROUP as EXPERIMENT
from tests.campaigns.fresh_copy import fresh_copy, run
from tests.campaigns.same_bytes import Parts, differences, parts

NAME = "reproducibility"
EVERY = 10
WORKERS = ("1", "2", "4")
TILTED = ("(w**2-1)**2/4+w/10", "--start", "-1", "--target", "1")
PLANE = ("(x**2-1)**2/4+(y-x)**2/2", "--start", "-1,-1", "--target", "1,1", "--radius", "0.3", "--eta", "12")
BALLS, KEPT = ("--radius", "0.1"), ("--json", "--out", "b")
DIRECT = ("--simulate", "direct", "--paths", "60000")
SPLITTING = ("--simulate", "splitting", "--paths", "30000")
SMALL = ("--pairs", "0.1,32;0.2,64;0.05,32", "--seeds", "2", "--epochs", "2", "--width", "16")


@dataclass(frozen=True)
class Deed:
    """A command, run `repeats` times for each number of workers, or altogether if it takes none."""

    what: str
    arguments: tuple[str, ...]
    has_workers: bool = True
    repeats: int = 2


AT_A_TIME = 2  # deeds; a run on one worker leaves a core free


def part_of_the_ledger() -> list[str]:
    """Every tenth claim that has checks and does not need the network runs."""
    claims = [row.claim for row in load.claims() if row.claim.checks]
    cheap = [c for c in claims if all(SUITE.check(name).group != EXPERIMENT for name in c.checks)]
    return [claim.id for claim in cheap[::EVERY]]


DEEDS = (
    Deed("escape, on the line", ("escape", *TILTED, "--eta", "30", "--json"), has_workers=False),
    Deed("escape, in the plane", ("escape", *PLANE, "--json"), has_workers=False),
    Deed("stationary", ("stationary", TILTED[0], "--eta", "30", *BALLS, "--json"), has_workers=False),
    Deed("explorer tables", ("explore", *TILTED, "--out", "page.html"), has_workers=False),
    Deed("plain paths", ("escape", *TILTED, "--eta", "12", *KEPT, *DIRECT)),
    Deed("splitting", ("escape", *TILTED, "--eta", "60", *KEPT, *SPLITTING)),
    Deed("train", ("train", *SMALL, "--out", "curves")),
)


def runs(copy: Path, deed: Deed) -> Iterator[Parts]:
    """What the runs of a deed leave behind, one after another."""
    for workers in WORKERS if deed.has_workers else WORKERS[:1]:
        for again in range(deed.repeats):
            given = ("--workers", workers) if deed.has_workers else ()
            kept = copy.parent / f"{deed.what} {workers} {again}"
            printed = run(copy, [*deed.arguments, *given], kept)
            yield parts(kept, printed)


def compared(deed: Deed, found: Iterator[Parts]) -> tuple[Count, list[Left]]:
    """Every run against the first one, part by part."""
    first, tried, left = next(found), 0, []
    for number, other in enumerate(found, start=2):
        tried += len(first.keys() | other.keys())
        for name in differences(first, other):
            left.append(Left(f"{deed.what}, run {number}: {name} differs from the first run", ""))
    how = "on 1, 2 and 4 workers, twice" if deed.has_workers else "again"
    return Count(f"{deed.what}, {how}: parts", tried, tried - len(left), "the bytes of the first run"), left


def campaign(whole: bool, deeds: Sequence[Deed] = DEEDS) -> Found:
    """All deeds in one fresh copy."""
    verify = Deed("every tenth claim", ("verify", *part_of_the_ledger(), "--out", "run"))
    counts, left = [], []
    with TemporaryDirectory() as folder:
        copy = fresh_copy(Path(folder) / "suite")
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            for count, more in pool.map(lambda deed: compared(deed, runs(copy, deed)), (*deeds, verify)):
                print(count.what, flush=True)
                counts.append(count)
                left += more
        if whole:
            count, more = the_whole_ledger(copy)
            counts.append(count)
            left += more
    return counts, left


def the_whole_ledger(copy: Path) -> tuple[Count, list[Left]]:
    """All claims, on 1 and on 2 workers."""
    found = []
    for workers in WORKERS[:2]:
        print(f"the whole ledger, {workers} workers", flush=True)
        kept = copy.parent / f"whole {workers}"
        printed = run(copy, ["verify", "--out", "run", "--workers", workers], kept)
        found.append(parts(kept, printed))
    count, left = compared(Deed("the whole ledger", ()), iter(found))
    return replace(count, what="the whole ledger, on 1 and 2 workers: parts"), left


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--whole", action="store_true")
    options.add_argument("--out", type=Path)
    given = options.parse_args(arguments)
    command = f"python -m tests.campaigns.{NAME}{' --whole' if given.whole else ''}"
    path = recorded(
        NAME,
        "Same seed, same bytes",
        "Does everything that is computed depend on the question and the seed only, not on the number of"
        " workers, on the process, or on where the sources lie?",
        command,
        lambda: campaign(given.whole),
        given.out,
    )
    print(path)


if __name__ == "__main__":
    sys.exit(main())
