"""Code mutation: would the tests notice a slip of the pen?

One place of the code is falsified at a time, in a copy of the suite: an operator, a boundary, a condition, a
number, a sign, the order of arguments. The module's own tests are asked first, then the claims whose checks
stand in it, then tests and claims of what imports it. A mutant that no one objects to has survived: it is
mended by a test, or argued in argued.toml.

    python -m tests.campaigns.code_mutation [--per-module 3] [--modules numerics.line ...] [--all]

## Main definitions
* `main`: draw, judge, count, and write the record.

## Implementation notes
mutmut (3.8) puts a trampoline into functions. It cannot reach what stands at the level of a module, which is
where the checks and their lambdas are, nor decorated functions, which includes all that are cached, and
numba compiles no trampoline. cosmic-ray (8.7) starts a fresh interpreter per mutant, seconds before the first
test, and replaces each operator by each other one, most of which do not even run. So the mutants are our own,
and the processes are forked from one that has imported the libraries (tests/campaigns/mutation/).

What was judged stands in a journal in run/mutation, so that another run on the same sources goes on with what
is left of the sample. Survivors are asked about again by --again JOURNAL.

Tests were written against the survivors of earlier samples, and pinned figures were brought in
(tests/pinned_figures.py), which notice most other examples. Then SEED was set to 3, a sample not seen before:
435 of the 468 mutants judged where verdicts are made were noticed. Then tests were written for six of its
survivors, which were asked about again; the others are argued. The record is of the journal of both runs, so
that its time is only that of reading it.
"""

import argparse
import json
import shlex
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic

from ledger.trust.campaign import Found, recorded
from tests.campaigns.mutation.benches import judged
from tests.campaigns.mutation.copies import ROOT, copied, fingerprint
from tests.campaigns.mutation.dependents import Tree
from tests.campaigns.mutation.mutants import Mutant, mutants, sample
from tests.campaigns.mutation.score import Fate, counts, left

SEED = 3
PER_MODULE = 3  # of a module that carries verdicts
PER_OTHER = 2  # of any other
MINUTES = 4.0  # after which no further module is begun; `make trust` has an hour for everything
JUDGING = ("judge", "compare", "bound", "outcome", "model", "mutation")
"""Of the ledger: all verdicts rest on them."""
MUTATED = ("derivations", "numerics", "ledger")
Drawn = dict[str, list[Mutant]]
Key = tuple[str, int, int, str]


def drawn(tree: Tree, options: argparse.Namespace) -> Drawn:
    """The mutants of this run by module."""
    found: Drawn = {}
    for module, file in tree.files.items():
        chosen = any(f"{module}.".startswith(f"{part}.") for part in options.modules or MUTATED)
        if chosen and module.partition(".")[0] in MUTATED:
            most = options.per_module if carries_verdicts(tree, module) else options.per_other
            found[module] = sample(tree.root, file, None if options.all else most, options.seed)
    return {module: mutants for module, mutants in found.items() if mutants}


def carries_verdicts(tree: Tree, module: str) -> bool:
    """Whether checks stand in it, or it is one of those that judge."""
    return tree.carries_verdicts(module) or module in {f"ledger.{name}" for name in JUDGING}


def fates(journal: Path) -> dict[Key, Fate]:
    """What the journal says came of mutants, the last word of each."""
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    return {_key(entry): entry for line in lines if "original" in (entry := json.loads(line))}


def _key(entry: Fate) -> Key:
    return entry["file"], entry["start"], entry["end"], entry["new"]


def campaign(options: argparse.Namespace) -> Found:
    """Draw, judge, count; all in copies that are made first, so that the suite may change meanwhile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copies = [copied(Path(folder) / f"copy-{n}") for n in range(options.workers)]
        tree = Tree(copies[0])
        journal = options.journal or ROOT / "run" / "mutation" / f"{fingerprint(tree.root)}.jsonl"
        journal.parent.mkdir(parents=True, exist_ok=True)
        todo = _survivors(tree, options.again) if options.again else drawn(tree, options)
        keys, before = {_key(asdict(m)) for mutants in todo.values() for m in mutants}, fates(journal)
        print(f"{len(keys)} mutants of {len(todo)} modules; journal {journal}", file=sys.stderr, flush=True)
        waiting = {
            name: [m for m in mutants if _key(asdict(m)) not in before] for name, mutants in todo.items()
        }
        waiting = {name: mutants for name, mutants in waiting.items() if mutants}
        carrying = {module for module in tree.files if carries_verdicts(tree, module)}
        judged(waiting, carrying, copies, journal.resolve(), monotonic() + 60 * options.minutes)
    ran = [entry for key, entry in fates(journal).items() if key in keys]
    heavy = {tree.files[module] for module in carrying}
    return counts(ran, heavy, len(keys)), left(ran, heavy)


def _survivors(tree: Tree, journal: Path) -> Drawn:
    """The mutants that survived in another run, placed anew: the code may have moved."""
    alive: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in fates(journal).values():
        if not entry["how"]:
            alive[entry["file"]].add((entry["original"], entry["mutated"]))
    modules = {file: module for module, file in tree.files.items()}
    return {
        modules[file]: [m for m in mutants(tree.root, file) if (m.original, m.mutated) in lines]
        for file, lines in alive.items()
        if file in modules
    }


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="Would the tests notice a slip of the pen?")
    parser.add_argument("--out", type=Path, help="folder of the record (default: the package's own)")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="then no further module is begun")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")
    parser.add_argument("--per-module", type=int, default=PER_MODULE, help="mutants of a module with checks")
    parser.add_argument("--per-other", type=int, default=PER_OTHER, help="mutants of any other module")
    parser.add_argument("--modules", nargs="+", help="these modules or packages only")
    parser.add_argument("--all", action="store_true", help="all mutants, not a sample")
    parser.add_argument("--journal", type=Path, help="where what was judged is kept, and found again")
    parser.add_argument("--again", type=Path, metavar="JOURNAL", help="only the survivors of that journal")
    parser.add_argument("--no-record", action="store_true", help="print the counts and write no record")
    return parser.parse_args(arguments)


def _given(arguments: Sequence[str] | None) -> Sequence[str]:
    return sys.argv[1:] if arguments is None else arguments


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the campaign and write its record."""
    options = parsed(arguments)
    if options.no_record:
        table, rest = campaign(options)
        for row in table:
            print(f"{row.what}: {row.as_wanted} of {row.tried} {row.wanted}")
        for each in rest:
            print(f"{each.what}   [{each.why}]")
        return
    print(
        recorded(
            "code_mutation",
            "Code, falsified on purpose",
            "Would the tests and the claims notice one wrong operator, number, sign, boundary or argument?",
            shlex.join(["python", "-m", "tests.campaigns.code_mutation", *_given(arguments)]),
            lambda: campaign(options),
            options.out,
        )
    )


if __name__ == "__main__":
    main()
