"""Judges, asked in a process that is forked for it and may hang, die or fill the memory.

## Main definitions
* `asked`: what the judges object to, one after another until the first objection.

## Implementation notes
Limits are in seconds of the processor, which do not depend on what else the machine does; the clock is looked
at only for what sleeps. The child leads a group of processes, which are all killed in the end.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
import types
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.campaigns.mutation.dependents import Judge

CLOCK = 12.0  # seconds of the clock for one of the processor; the machine is shared
MEMORY = 8 << 30
SET_PDEATHSIG = 1  # of Linux's prctl
BY_TEST, BY_TIME, BY_DEATH = "objection", "time", "death"


News = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """`how` is "" if no judge objects; `judge` is the last that was asked; seconds are of the processor."""

    how: str
    judge: Judge
    what: str
    seconds: float
    each: tuple[float, ...] = ()


def asked(judges: Sequence[Judge], limits: Sequence[float], objection: Callable[[Judge], str]) -> Answer:
    """Ask in a fork: each judge may take its limit in seconds."""
    read, write = os.pipe()
    sys.stdout.flush()
    gc.freeze()  # what is there now is no garbage, and the child need not look at it
    child = os.fork()
    if child == 0:
        end_with_parent()
        os.close(read)
        _answer(write, judges, limits, objection)
    gc.unfreeze()
    os.close(write)
    try:
        told, status, used = _waited_for(child, read, CLOCK * sum(limits))
    finally:
        os.close(read)
    return _understood(told, status, used, judges)


def end_with_parent() -> None:
    """Have this process killed when its parent ends, where the system can do that."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGKILL)


def _answer(
    write: int, judges: Sequence[Judge], limits: Sequence[float], objection: Callable[[Judge], str]
) -> None:
    """Run in the child; never returns."""
    code = 1
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.modules["__main__"] = types.ModuleType("__main__")  # children of the suite need not import it
        for i, (judge, limit) in enumerate(zip(judges, limits, strict=True)):
            begin = time.process_time()
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (int(begin + limit) + 1, hard))
            _tell(write, {"asking": i})
            what = objection(judge)
            _tell(write, {"of": i, "what": what, "seconds": time.process_time() - begin})
            if what:
                break
        code = 0
    finally:
        os._exit(code)


def _tell(write: int, news: dict[str, object]) -> None:
    os.write(write, (json.dumps(news) + "\n").encode())


def _waited_for(child: int, read: int, limit: float) -> tuple[list[News], int, float]:
    """What the child told, how it ended, and the seconds it took of the processor."""
    received, end = b"", time.monotonic() + limit
    while select.select([read], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(read, 1 << 16)
        if not piece:
            break
        received += piece
    with suppress(ProcessLookupError, PermissionError):
        if time.monotonic() >= end:
            os.kill(child, signal.SIGXCPU)
    _, status, used = os.wait4(child, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    return [json.loads(line) for line in received.splitlines()], status, used.ru_utime + used.ru_stime


def _understood(told: list[News], status: int, used: float, judges: Sequence[Judge]) -> Answer:
    each = tuple(round(news["seconds"], 3) for news in told if "seconds" in news)
    at = judges[max((news["asking"] for news in told if "asking" in news), default=0)]
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) == signal.SIGXCPU
        how, what = (BY_TIME, "its time was over") if late else (BY_DEATH, f"signal {os.WTERMSIG(status)}")
        return Answer(how, at, what, used, each)
    objections = [news["what"] for news in told if news.get("what")]
    if objections:
        return Answer(BY_TEST, at, objections[0], used, each)
    if len(each) < len(judges):
        return Answer(BY_DEATH, at, f"exit status {os.waitstatus_to_exitcode(status)}", used, each)
    return Answer("", at, "", used, each)
