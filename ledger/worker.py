"""A child process that runs checks one at a time, and can be killed without losing anything else.

## Main definitions
* `Crew`: one child per thread that asks for one; all are killed when the crew is left.

## Implementation notes
Children are spawned, not forked (threads and forks do not mix), and compute with one thread each: a sum
over two threads rounds differently from a sum over one, and results must not depend on the number of workers.
"""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock, local
from typing import Self

from ledger.model import Setting
from ledger.run import Run, Status, run

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
SPAWN = get_context("spawn")


def serve(connection: Connection, setting: Setting) -> None:
    """Run the checks whose names arrive, send each Run back; end when the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption means
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    with suppress(EOFError, BrokenPipeError):
        while True:
            connection.send(run(connection.recv(), setting))


class Worker:
    """One child process."""

    def __init__(self, setting: Setting) -> None:
        self.connection, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs, setting), daemon=True)
        self.process.start()
        theirs.close()

    def run(self, check: str, limit: float) -> Run:
        """The check, run in the child; TIMED_OUT after `limit` seconds, BROKE if the child dies."""
        try:
            self.connection.send(check)
            if not self.connection.poll(limit):
                self.kill()
                return Run(
                    check, Status.TIMED_OUT, error=f"stopped after its limit of {limit:g} s", seconds=limit
                )
            answer: Run = self.connection.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            return Run(check, Status.BROKE, error=f"its process died with exit code {self.process.exitcode}")
        return answer

    @property
    def alive(self) -> bool:
        """Whether the child can take another check."""
        return self.process.is_alive()

    def kill(self) -> None:
        """End the child at once."""
        self.process.kill()
        self.process.join()


class Crew:
    """A child for every thread that asks; leaving the context kills them all."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.mine = local()
        self.all: list[Worker] = []
        self.lock = Lock()
        self.left = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        with self.lock:
            self.left = True
            for worker in self.all:
                worker.kill()

    def run(self, tasks: Sequence[tuple[str, float]], finished: Callable[[Run], None]) -> None:
        """Run (check, limit) one after another in this thread's child; tell each Run as it comes."""
        for check, limit in tasks:
            if self.left:
                return
            result = self._worker().run(check, limit)
            if not self.left:  # what was under way when the crew was dismissed did not run
                finished(result)

    def _worker(self) -> Worker:
        current: Worker | None = getattr(self.mine, "worker", None)
        if current is None or not current.alive:
            current = self.mine.worker = Worker(self.setting)
            with self.lock:
                self.all.append(current)
        return current
