"""Other seeds than those that were chosen: do checks that draw keep their outcomes, and do intervals cover?

Every check that draws is run at twenty other seeds. It promises at 99.99 % that an interval does not miss: an
outcome opposite to that of the evidence should not be seen. That an outcome is neither, or a control slips,
no level forbids, but sizes and margins were chosen so that it is rare. How the measured numbers scatter from
seed to seed is compared with what their intervals say, and intervals that users see are asked to hold what is
known exactly. Checks of networks, dear as they are, are run at fewer seeds.

`python -m tests.campaigns.seeds [--workers N] [--out FOLDER]`. Seeds, sizes and repetitions were fixed before
the first run; only for how many seeds the dear checks run was settled after their time was known.
"""

import argparse
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from ledger.crew import ONE_THREAD
from ledger.trust.campaign import Count, Found, Left, recorded
from nn_experiments.findings.shared_run import GROUP as EXPERIMENT
from tests.campaigns.coverage import Coverage, coverage, covered, names_of_trials
from tests.campaigns.other_seeds import Drawing, Seen, drawing_checks, seen
from tests.campaigns.seed_verdicts import scatters, verdicts

NAME = "seeds"
SEEDS = tuple(range(1, 21))
FEWER = tuple(range(1, 6))
FEWEST = (1,)
OF_NETWORKS = ("nn_experiments.noise.isotropy", "nn_experiments.curvature.null_directions")


def seeds_of(check: Drawing) -> tuple[int, ...]:
    """At which seeds a check is run, besides that of the evidence; none if it is left out."""
    if not check.is_quick:
        return ()
    if check.group == EXPERIMENT:
        return FEWEST
    return FEWER if check.name.startswith(OF_NETWORKS) else SEEDS


def tasks(checks: Sequence[Drawing]) -> list[tuple[list[str], tuple[int, ...]]]:
    """Checks of one group that are run at the same seeds; the dearest come first."""
    gathered: dict[tuple[str, tuple[int, ...]], list[str]] = defaultdict(list)
    for check in checks:
        if seeds := seeds_of(check):
            gathered[check.group, seeds].append(check.name)
    ordered = sorted(gathered.items(), key=lambda item: (len(item[0][1]), -len(item[1])))
    return [(names, seeds) for (_, seeds), names in ordered]


def _seen(names: list[str], seeds: tuple[int, ...]) -> list[Seen]:
    return list(seen(names, seeds))


def gathered(workers: int) -> tuple[list[Seen], list[Coverage]]:
    """All checks at their seeds, and all trials of intervals."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # before children start: they must not share the cores
    spawn = multiprocessing.get_context("spawn")
    found: list[Seen] = []
    trials: list[Coverage] = []
    with ProcessPoolExecutor(workers, spawn) as pool:
        asked = {pool.submit(_seen, names, _with_default(seeds)): names[0] for names, seeds in _all_tasks()}
        tried = {pool.submit(coverage, name): name for name in names_of_trials()}
        for number, done in enumerate(as_completed([*asked, *tried]), start=1):
            if done in asked:
                found += done.result()
            else:
                trials.append(done.result())
            print(f"{number} of {len(asked) + len(tried)}: {asked.get(done) or tried.get(done)}", flush=True)
    order = {name: place for place, name in enumerate(names_of_trials())}
    return found, sorted(trials, key=lambda trial: order[trial.what])


def _all_tasks() -> list[tuple[list[str], tuple[int, ...]]]:
    return tasks(drawing_checks())


def _with_default(seeds: tuple[int, ...]) -> tuple[int, ...]:
    from ledger.model import DEFAULT_SEED

    return (DEFAULT_SEED, *seeds)


def campaign(workers: int) -> Found:
    """Run everything, and count."""
    found, trials = gathered(workers)
    counts: list[Count] = []
    left: list[Left] = []
    for more, others in (verdicts(found), scatters(found), covered(trials)):
        counts += more
        left += others
    return counts, [*left, *left_out()]


def left_out() -> list[Left]:
    """What was not run at all, or at fewer seeds."""
    slow = [check.name for check in drawing_checks() if not check.is_quick]
    return [
        *(Left(f"{name} was left out", "a slow check: minutes a seed") for name in slow),
        Left(
            f"checks of the network run on the digits: {len(FEWEST)} other seed, not {len(SEEDS)}",
            "a run of the experiment takes more than a minute",
        ),
        Left(
            f"checks of the noise and curvature of five nets: {len(FEWER)} other seeds, not {len(SEEDS)}",
            "the nets are trained anew for each seed",
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--out", type=Path)
    given = options.parse_args(arguments)
    path = recorded(
        NAME,
        "Other seeds, and whether intervals cover",
        "Do outcomes hang on the seeds that were chosen, and do intervals hold the truth as often as said?",
        f"python -m tests.campaigns.{NAME}",
        lambda: campaign(given.workers),
        given.out,
    )
    print(path)


if __name__ == "__main__":
    sys.exit(main())
