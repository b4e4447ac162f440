"""A process that judges the mutants of one module after another, in a copy of the suite of its own.

It is sent lines, each a JSON object with a module and its mutants, and appends what came of every mutant to
a journal. What all judges need of other packages is imported once; for each module a process is forked that
imports what does not depend on the module, and for each mutant a process is forked from that one.

## Main definitions
* `Bench`: the copy, its imports and the journal.

## Implementation notes
Before a judge is asked of mutants, it is asked of the module as it stands: one that objects to that is no
judge and is left out, and so is one that takes long. A mutant may take four times as long. Compiled kernels
are found again by the sources of their packages; in these, everything is compiled anew for each mutant, also
for the module as it stands. No bytecode is written; what there is is compared with its source by content.
"""

import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from tests.campaigns.mutation.dependents import OWN_CHECKS, Judge, Tree
from tests.campaigns.mutation.forked import Answer, asked, end_with_parent
from tests.campaigns.mutation.judged import objection
from tests.campaigns.mutation.mutants import Mutant

LONG = {OWN_CHECKS: 40.0}  # seconds of the processor: a judge that takes longer is not asked
OTHERS_LONG = 15.0
MARGIN, GRACE = 4.0, 5.0  # a mutant may take MARGIN times as long, and GRACE
THIRD_PARTIES = (
    "sympy",
    "mpmath",
    "flint",
    "numpy",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.sparse.linalg",
    "scipy.special",
    "scipy.stats",
    "numba",
    "hypothesis",
    "_hypothesis_pytestplugin",
    "joblib",
    "click",
    "jinja2",
)
KERNELS = ("numerics.paths", "numerics.splitting", "numerics.backends")


class Bench:
    """The suite in `root`, which is the working directory."""

    def __init__(self, root: Path, journal: Path) -> None:
        self.root, self.journal, self.tree = root, journal, Tree(root)
        self.alone: dict[str, tuple[bool, float]] = {}  # judge -> does it accept the suite, and in what time
        for name in THIRD_PARTIES:
            importlib.import_module(name)

    def recall(self) -> None:
        """Read in the journal which judges were asked of the suite as it stands, by whichever process."""
        for line in self.journal.read_text(encoding="utf-8").splitlines() if self.journal.exists() else ():
            entry = json.loads(line)
            if "judge_alone" in entry:
                self.alone[entry["judge_alone"]] = (entry["accepts"], entry["seconds"])

    def keep(self, entry: dict[str, object]) -> None:
        """Append a line; one call to the system, so that lines of two processes do not mix."""
        with self.journal.open("ab", buffering=0) as file:
            file.write((json.dumps(entry, ensure_ascii=False) + "\n").encode())

    def judge(self, module: str, mutants: Sequence[Mutant]) -> None:
        """Judge the mutants of a module, in a fork that imports what does not depend on it."""
        self.recall()
        child = os.fork()
        if child == 0:
            end_with_parent()
            code = 1
            try:
                self._judge(module, mutants)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.waitpid(child, 0)
        self._restore(self.tree.files[module])

    def _judge(self, module: str, mutants: Sequence[Mutant]) -> None:
        judges = self.tree.judges(module)
        cold = module.startswith(KERNELS)
        if cold:
            os.environ["SGD_THEOREMS_KERNELS"] = "off"
        self._import_around(module, judges)
        for mutant in mutants:
            self.keep(asdict(mutant) | self._fate(mutant, judges, cold))

    def _import_around(self, module: str, judges: Sequence[Judge]) -> None:
        """Import what the judges need and the module has no part in."""
        names = {name for name, file in self.tree.files.items() if any(file == what for _, what in judges)}
        names |= {m for _, row in judges for m in self.tree.rows.get(row, ())}
        fresh = self.tree.dependents(module)
        if module.startswith("ledger"):
            fresh |= {name: 0 for name in self.tree.files if name.startswith("ledger")}
        for name in self.tree.needed(names):
            if name not in fresh and not set(_above(name)) & set(fresh) and "torch" not in name:
                with suppress(ImportError):
                    importlib.import_module(name)

    def _fate(self, mutant: Mutant, judges: Sequence[Judge], cold: bool) -> dict[str, object]:
        """What came of a mutant: the judges are asked in turn, each first of the suite as it stands."""
        seconds, answer = 0.0, Answer("", ("", ""), "", 0.0)
        asked_of = []
        for group in _by_kind(judges):
            sound = [judge for judge in group if self._accepts(judge, cold)]
            if not sound:
                continue
            limits = [MARGIN * self.alone[_key(judge, cold)][1] + GRACE for judge in sound]
            answer = self._asked_of(mutant, sound, limits)
            seconds += answer.seconds
            asked_of += sound
            if answer.how:
                break
        told = {"how": answer.how, "kind": answer.judge[0], "what": answer.what}
        return told | {"seconds": round(seconds, 2), "asked": len(asked_of)}

    def _accepts(self, judge: Judge, cold: bool) -> bool:
        key = _key(judge, cold)
        if key not in self.alone:
            answer = asked([judge], [LONG.get(judge[0], OTHERS_LONG)], objection)
            self.alone[key] = (not answer.how, answer.seconds)
            entry = {"judge_alone": key, "accepts": not answer.how, "seconds": round(answer.seconds, 2)}
            self.keep(entry | {"what": answer.what})
        return self.alone[key][0]

    def _asked_of(self, mutant: Mutant, judges: Sequence[Judge], limits: Sequence[float]) -> Answer:
        file = self.root / mutant.file
        source, then = file.read_bytes(), file.stat()
        kept = file.with_suffix(".sound")
        kept.write_bytes(source)
        try:
            file.write_bytes(mutant.applied(source))
            return asked(judges, limits, objection)
        finally:
            file.write_bytes(source)
            os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
            kept.unlink()

    def _restore(self, file: str) -> None:
        """Put the sound source back if a process died over a mutant."""
        kept = (self.root / file).with_suffix(".sound")
        if kept.exists():
            kept.replace(self.root / file)


def _key(judge: Judge, cold: bool) -> str:
    return f"{judge[1]}{' (compiled anew)' if cold else ''}"


def _above(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts))]


def _by_kind(judges: Sequence[Judge]) -> list[list[Judge]]:
    kinds = dict.fromkeys(kind for kind, _ in judges)
    return [[judge for judge in judges if judge[0] == kind] for kind in kinds]


def main() -> None:
    """Serve until there are no more lines; answer each with one."""
    root, journal = Path.cwd(), Path(sys.argv[1])
    here = importlib.util.find_spec("ledger")
    if here is None or not Path(str(here.origin)).is_relative_to(root):
        raise SystemExit(f"the suite that is imported here is not the one in {root}")
    bench = Bench(root, journal)
    for line in sys.stdin:
        task = json.loads(line)
        bench.judge(task["module"], [Mutant(**each) for each in task["mutants"]])
        print(json.dumps({"module": task["module"]}), flush=True)


if __name__ == "__main__":
    main()
