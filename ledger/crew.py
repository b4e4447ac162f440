"""Child processes that do one thing at a time, and can be killed without losing anything else.

## Main definitions
* `Child`: a process that applies one function to whatever it is sent.
* `Crew`: a child for everyone who asks for one; all are killed when the crew is left.
* `tell`: by which the function sends news to whoever waits for its answer.
* `Died`, `Late`: why there is no answer.

## Implementation notes
Children are spawned, not forked (threads and forks do not mix), and compute with one thread each: a sum
over two threads rounds differently from a sum over one, and results must not depend on the number of workers.
The function is unpickled after this is settled, because that may import what reads the setting.
A child whose parent is killed ends at once: what it still wrote could meet what the next run writes.
"""

import os
import pickle
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any, Self

Function = Callable[[Any], Any]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
SPAWN = get_context("spawn")
NEWS, ANSWER, ERROR = range(3)
_asker: Connection | None = None  # in a child, the way back


class Died(RuntimeError):
    """The child is dead; its exit code is the number of a signal, negative, if it was killed."""


class Late(RuntimeError):
    """The child was ended because its time was over."""


def tell(news: Any) -> None:
    """Send `news` to whoever waits for the answer of this child; outside of a child nobody hears it."""
    if _asker is not None:
        _asker.send((NEWS, news))


def serve(connection: Connection, function: bytes) -> None:
    """Send back the function of whatever arrives, or its exception; end when the other side is gone."""
    global _asker
    _asker = connection
    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption means
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    answer: Function = pickle.loads(function)
    with suppress(EOFError, BrokenPipeError):
        while True:
            question = connection.recv()
            try:
                found = ANSWER, answer(question)
            except Exception as error:
                found = ERROR, error
            connection.send(found)


def _end_with_parent() -> None:
    """Wait for the parent's end, in a thread of its own; then end this process, whatever it is at."""
    if (parent := parent_process()) is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


class Child:
    """One child process."""

    def __init__(self, function: bytes) -> None:
        self.connection, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs, function), daemon=True)
        self.process.start()
        theirs.close()

    def answer(
        self, question: Any, limit: float | None = None, told: Callable[[Any], None] = lambda news: None
    ) -> Any:
        """The function of `question`; what it raises is raised here, and `told` hears its news.

        Raises:
            Died: if the child dies.
            Late: if neither news nor an answer comes for `limit` seconds.
        """
        kind = NEWS
        try:
            self.connection.send(question)
            while kind == NEWS:
                if not self.connection.poll(limit):
                    self.kill()
                    raise Late(f"stopped after its limit of {limit:g} s")
                kind, found = self.connection.recv()
                if kind == NEWS:
                    told(found)
        except (EOFError, ConnectionError):
            self.process.join()
            raise Died(f"its process died with exit code {self.process.exitcode}") from None
        if kind == ERROR:
            raise found
        return found

    @property
    def alive(self) -> bool:
        """Whether the child can be asked again."""
        return self.process.is_alive()

    def kill(self) -> None:
        """End the child at once."""
        self.process.kill()
        self.process.join()


class Crew:
    """As many children as are asked at once, all with the same `function`; leaving the context kills them."""

    def __init__(self, function: Function) -> None:
        self.function = pickle.dumps(function)
        self.idle: list[Child] = []
        self.all: list[Child] = []
        self.lock = Lock()
        self.left = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        with self.lock:
            self.left = True
            for child in self.all:
                child.kill()

    @contextmanager
    def child(self) -> Generator[Child]:
        """A living child that nobody else asks meanwhile."""
        mine = self._idle() or self._new()
        try:
            yield mine
        finally:
            with self.lock:
                self.idle.append(mine)

    def _idle(self) -> Child | None:
        with self.lock:
            self.idle = [child for child in self.idle if child.alive]
            return self.idle.pop() if self.idle else None

    def _new(self) -> Child:
        new = Child(self.function)
        with self.lock:
            self.all.append(new)
            if self.left:
                new.kill()
        return new
