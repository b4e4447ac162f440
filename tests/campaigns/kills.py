"""Runs that are killed at random moments, again and again, and go on.

    python -m tests.campaigns.kills

A story is a folder: a run starts there, is killed, starts again with the same command, is killed …, and at
last ends by itself. Moments are uniform in the time that a whole run takes, so that they meet imports, work
and writing alike. Killed is the whole session, or the parent alone (the children must not outlive it), or
one child (which must not be noticed).
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from ledger.files import LEFT, SECOND
from ledger.trust.campaign import Count, Found, Left, recorded
from tests.campaigns.killed_runs import CHECKS, OUT, PYTHON, RUNS, KilledRun, unsound
from tests.campaigns.processes import WAYS, Started

SEED = 20261123
KILLS = 50
"""Of each kind of run, at least."""

A_STORY = 5
"""Kills in a folder before the run there may end."""

PATIENCE = 300.0
"""Seconds in which a run that is not killed must have ended."""

GRACE = 10.0
"""Seconds in which children must have ended after their parent was killed."""

TITLE = "Runs killed at random moments"
ASKS = "Is what a killed run had finished still there, and does it end in the same bytes, started again?"


@dataclass
class Story:
    """What happened in a folder; `last` is what was kept there after the last kill."""

    kills: list[str] = field(default_factory=list)
    last: Mapping[str, int] = field(default_factory=dict)
    anew: int = 0
    files: int = 0
    broken: int = 0
    kept: int = 0
    lost: int = 0
    orphans: int = 0
    problems: list[str] = field(default_factory=list)


def told(run: KilledRun, number: int, whole: Sequence[Mapping[str, bytes]], length: float) -> Story:
    """The story with this number: everything in it follows from SEED, but for how quick the machine is.

    `whole` is what the run finds with 1, 2 … workers if nobody kills it, `length` how long that takes.
    """
    random, story = Random(f"{SEED} {run.name} {number}"), Story()
    workers = 1 + number % len(whole)
    with TemporaryDirectory() as name:
        folder = Path(name)
        run.prepared(folder)
        command = [PYTHON, *run.command(workers)]
        while len(story.kills) < A_STORY:
            if not _killed(run, folder, command, random, length, story):
                break
        else:
            _ended(_started(command, folder, story), folder, story)
        _look_at_kept(run, folder, story)
        _compare(run, folder, whole[workers - 1], story)
        _look_at_visits(folder, workers, story)
    return story


def _started(command: Sequence[str], folder: Path, story: Story) -> Started:
    """The command at work; whoever was killed after the last file was written has a new run before him."""
    story.anew += (folder / OUT / "evidence.json").exists()
    return Started(command, folder)


def _killed(
    run: KilledRun, folder: Path, command: Sequence[str], random: Random, length: float, story: Story
) -> bool:
    """Start the run and kill it at a random moment; False if it has come to its end."""
    started = _started(command, folder, story)
    if started.ended_within(random.uniform(0, length)):
        _ended(started, folder, story)
        return False
    way = started.kill(random.choice(WAYS), random)
    story.kills.append(way)
    if way == "child":
        _ended(started, folder, story)
        return False
    story.orphans += bool(orphans := started.lingering(GRACE))
    story.problems += [f"{len(orphans)} processes outlived their parent"] if orphans else []
    _look_at_files(folder, story)
    _look_at_kept(run, folder, story)
    sleep(SECOND)  # what was left is younger than that, and could still be somebody's
    return True


def _ended(started: Started, folder: Path, story: Story) -> None:
    """Wait for the end of a run and look whether it is a good one."""
    if not started.ended_within(PATIENCE):
        started.lingering(0)
        story.problems.append(f"did not end within {PATIENCE:g} s")
    elif started.process.returncode:
        said = (folder / "stderr").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        story.problems.append(f"ended with {started.process.returncode}: {' '.join(said[-1:])}")


def _look_at_files(folder: Path, story: Story) -> None:
    files, broken = unsound(folder)
    story.files, story.broken = story.files + files, story.broken + len(broken)
    story.problems += broken


def _look_at_kept(run: KilledRun, folder: Path, story: Story) -> None:
    """Whether what was kept after the last kill is still there, and was not made again."""
    before, after = story.last, run.kept(folder)
    forgotten = (folder / OUT / "evidence.json").exists()  # complete, its single checks are not kept
    lost = [] if forgotten else run.lost(before, after)
    story.last = after
    story.kept, story.lost = story.kept + len(before), story.lost + len(lost)
    story.problems += [f"{run.parts} lost: {', '.join(lost[:3])}"] if lost else []


def _look_at_visits(folder: Path, workers: int, story: Story) -> None:
    """Of the checks that note each visit: a kill costs those that were in flight, and no other."""
    if (notes := folder / "visits").exists():
        again = len(notes.read_text(encoding="utf-8").split()) - CHECKS * (1 + story.anew)
        if again > workers * len(story.kills):
            story.problems.append(f"{again} checks were made again after {len(story.kills)} kills")


def _compare(run: KilledRun, folder: Path, whole: Mapping[str, bytes], story: Story) -> None:
    """Whether the end is the same as without kills, and nothing else is in the folder."""
    _look_at_files(folder, story)
    story.problems += [f"{f.name} is left" for f in (folder / OUT).rglob("*") if LEFT.fullmatch(f.name)]
    try:
        found = run.found(folder)
    except (OSError, ValueError, KeyError) as error:
        story.problems.append(f"no result: {type(error).__name__}: {error}")
        return
    if other := [name for name in {*whole, *found} if whole.get(name) != found.get(name)]:
        story.problems.append(f"another result than without kills: {', '.join(sorted(other)[:3])}")


def whole_run(run: KilledRun, workers: int) -> tuple[Mapping[str, bytes], float]:
    """What the run finds if nobody kills it, and how long it takes.

    Raises:
        RuntimeError: if it does not come to a good end.
    """
    with TemporaryDirectory() as name:
        folder, story, begin = Path(name), Story(), monotonic()
        run.prepared(folder)
        _ended(Started([PYTHON, *run.command(workers)], folder), folder, story)
        if story.problems:
            raise RuntimeError(f"{run.name}: {story.problems}")
        return run.found(folder), monotonic() - begin


def stories(run: KilledRun, kills: int, workers: int) -> list[Story]:
    """Stories of a kind of run until there were so many kills, several at a time."""
    with ThreadPoolExecutor(workers) as pool:
        whole = [found for found, _ in pool.map(partial(whole_run, run), (1, 2))]
        # Once more: the first may have compiled kernels; moments are drawn from how long the others take.
        length = max(seconds for _, seconds in pool.map(partial(whole_run, run), (1, 2)))
        found, numbers = list[Story](), count()
        while sum(len(story.kills) for story in found) < kills:
            several = [next(numbers) for _ in range(workers)]
            found += pool.map(lambda number: told(run, number, whole, length), several)
            print(
                f"{run.name}: {sum(len(s.kills) for s in found)} kills, {length:.1f} s a run", file=sys.stderr
            )
    return found


def campaign(kills: int, workers: int) -> Found:
    """The counts of all kinds of runs, and what went wrong."""
    all_found = {run.name: stories(run, kills, workers) for run in RUNS}
    counts = [line for run in RUNS for line in _counts(run, all_found[run.name])]
    left = [
        Left(f"{name}: {problem}", "")
        for name, found in all_found.items()
        for story in found
        for problem in story.problems
    ]
    return counts, left


def _counts(run: KilledRun, found: Sequence[Story]) -> Iterator[Count]:
    kills = [way for story in found for way in story.kills]
    ways = ", ".join(f"{kills.count(way)} {words}" for way, words in zip(WAYS, WORDS, strict=True))
    fine = sum(len(story.kills) for story in found if not story.problems)
    what = f"{run.name}, killed at a random moment ({ways})"
    yield Count(what, len(kills), fine, "ends in the same bytes as if it had not been killed")
    files, kept = sum(story.files for story in found), sum(story.kept for story in found)
    yield Count(
        f"{run.name}, files in the folder afterwards",
        files,
        files - sum(story.broken for story in found),
        "whole",
    )
    yield Count(
        f"{run.name}, {run.parts} that were finished before",
        kept,
        kept - sum(story.lost for story in found),
        "still there, and not made again",
    )
    alone = kills.count("all") + kills.count("parent")
    orphans = sum(story.orphans for story in found)
    yield Count(f"{run.name}, whole or parent killed", alone, alone - orphans, "no process outlives it")


WORDS = ("whole", "the parent", "one child")


def main(words: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(prog="python -m tests.campaigns.kills", description=ASKS)
    options.add_argument("--kills", type=int, default=KILLS, help="of each kind of run")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--out", type=Path, help="folder of the record; by default the package's")
    given = options.parse_args(words)
    command = f"python -m tests.campaigns.kills --kills {given.kills}"
    run = partial(campaign, given.kills, given.workers)
    print(recorded("kills", TITLE, ASKS, command, run, folder=given.out))


if __name__ == "__main__":
    main()
