"""Processes that judge mutants, each in a copy of the suite, until all are judged or the time is over.

## Main definitions
* `judged`: mutants by module -> lines of a journal.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from tests.campaigns.mutation.mutants import Mutant

Waiting = SimpleQueue[tuple[str, list[Mutant]]]


def judged(
    todo: Mapping[str, list[Mutant]], first: set[str], copies: Sequence[Path], journal: Path, end: float
) -> None:
    """Judge `todo` until the clock says `end`, one process in each of the copies; the journal tells it all.

    Modules come in an order by chance, so that a run which ends early has judged a fair sample; those that
    carry verdicts come first.
    """
    queue: Waiting = SimpleQueue()
    by_chance = random.Random("order").sample(sorted(todo.items()), len(todo))
    for module, drawn_ones in sorted(by_chance, key=lambda task: task[0] not in first):
        queue.put((module, drawn_ones))
    with ThreadPoolExecutor(len(copies)) as pool:
        for job in [pool.submit(_serve, queue, copy, journal, end) for copy in copies]:
            job.result()


def _serve(queue: Waiting, copy: Path, journal: Path, end: float) -> None:
    """One process in its own copy, sent one module after another."""
    command = [sys.executable, "-m", "tests.campaigns.mutation.bench", str(journal)]
    start = partial(subprocess.Popen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with start(command, cwd=copy, env=_surroundings(copy)) as bench:
        try:
            for module, mutants in _taken(queue, end):
                task = {"module": module, "mutants": [asdict(mutant) for mutant in mutants]}
                print(json.dumps(task), file=bench.stdin, flush=True)
                if bench.stdout is None or not bench.stdout.readline():
                    raise RuntimeError(f"the process that judged mutants of {module} ended")
                print(f"{module}, {queue.qsize()} modules to go", file=sys.stderr, flush=True)
        finally:
            bench.kill()  # and what it forked ends with it


def _taken(queue: Waiting, end: float) -> Iterator[tuple[str, list[Mutant]]]:
    """What waits, until nothing does or the time is over."""
    with suppress(Empty):
        while monotonic() < end:
            yield queue.get_nowait()


def _surroundings(copy: Path) -> dict[str, str]:
    """The environment: one thread each, caches inside the copy, no bytecode."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    folders = {"NUMBA_CACHE_DIR": str(copy / ".numba"), "SGD_THEOREMS_KERNELS": str(copy / ".kernels")}
    plain = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "TMPDIR": str(copy / ".scratch")}
    (copy / ".scratch").mkdir(exist_ok=True)
    return os.environ | one | folders | plain
