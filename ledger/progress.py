"""Progress on stderr: a bar on a terminal, a plain line now and then elsewhere."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from ledger.load import Row
from ledger.run import Run, Status

PLAIN_LINE_EVERY = 10.0  # seconds
PLAIN_ESTIMATE_EVERY = 30.0


class Progress:
    """Counts the checks of `rows` as they finish and tells at once what broke or timed out."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.total = len({name for row in rows for name in row.claim.checks})
        self.done = 0
        self.last = monotonic()
        self.bar = _bar()
        self.task = self.bar.add_task("checks", total=self.total)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def finished(self, run: Run) -> None:
        """Count one check."""
        self.done += 1
        self.bar.update(self.task, completed=self.done, description=run.check.partition(":")[2][:50])
        if run.status is not Status.RAN:
            print(f"{run.check}: {run.status}: {run.error}", file=sys.stderr)
        elif self.bar.disable and (self.done == self.total or monotonic() - self.last > PLAIN_LINE_EVERY):
            self.last = monotonic()
            print(f"{self.done} of {self.total} checks", file=sys.stderr)


def _bar() -> Bar:
    """A bar on stderr, invisible if that is no terminal."""
    console = Console(file=sys.stderr)
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bar(*columns, console=console, disable=not console.is_terminal)


@contextmanager
def training_bar(unit: str = "epochs") -> Generator[Callable[[str, int, int, str], None]]:
    """A function that is told (what, units done, units in all, how it goes), with a bar for each what."""
    with _bar() as bar:
        tasks: dict[str, TaskID] = {}
        last = monotonic()

        def told(what: str, done: int, total: int, news: str) -> None:
            nonlocal last
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, description=f"{what}: {news}")
            if bar.disable and (done == total or monotonic() - last > PLAIN_LINE_EVERY):
                last = monotonic()
                print(f"{what}: {done} of {total} {unit}, {news}", file=sys.stderr)

        yield told


@contextmanager
def simulation_bar() -> Generator[Callable[[int, int, Callable[[], float]], None]]:
    """A function that is told (blocks done, blocks in all, the estimate so far) and shows a bar."""
    with _bar() as bar:
        task = bar.add_task("simulation")
        last = monotonic()

        def told(done: int, total: int, estimate: Callable[[], float]) -> None:
            nonlocal last
            if bar.disable:
                if done and monotonic() - last > PLAIN_ESTIMATE_EVERY:
                    last = monotonic()
                    print(f"{done} of {total} blocks, mean so far {estimate():.6g}", file=sys.stderr)
                return
            words = f"mean so far {estimate():.6g}" if done else "simulation"
            bar.update(task, completed=done, total=total, description=words)

        yield told
