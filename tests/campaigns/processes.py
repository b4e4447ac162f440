"""A run in a session of its own, whose processes can be found and killed (Linux)."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic, sleep

WAYS = ("all", "parent", "child")
"""What is killed: the whole session, the process that was started, or one of its children."""


ROOT = Path(__file__).resolve().parents[2]


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """In which processes test the suite of this folder, wherever another is; None takes a variable away."""
    changed = os.environ | {"PYTHONPATH": str(ROOT)} | dict(changes or {})
    return {name: value for name, value in changed.items() if value is not None}


class Started:
    """A command at work in `folder`; what it prints goes to the files stdout and stderr there."""

    def __init__(
        self, command: Sequence[str], folder: Path, changes: Mapping[str, str | None] | None = None
    ) -> None:
        with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=out, stderr=err, start_new_session=True
            )

    def ended_within(self, seconds: float) -> bool:
        """Whether it has ended by itself, after at most so many seconds."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self, way: str, random: Random) -> str:
        """Kill it in this way; the way that was gone (without children it is the whole)."""
        children = sorted(members(self.process.pid) - {self.process.pid})
        if way == "child" and children:
            _kill(random.choice(children))
            return way
        if way == "parent" and children:
            self.process.kill()
            self.process.wait()
            return way
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        return "all"

    def lingering(self, seconds: float) -> list[int]:
        """The processes of the session that are still there after so many seconds; they are killed then."""
        end = monotonic() + seconds
        while (left := members(self.process.pid)) and monotonic() < end:
            sleep(0.02)
        for pid in left:
            _kill(pid)
        return sorted(left)


def members(session: int) -> set[int]:
    """The living processes of a session."""
    found = set()
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                told = (
                    (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                )
            except OSError:  # it has ended meanwhile
                continue
            if int(told[3]) == session and told[0] not in "ZX":
                found.add(int(place.name))
    return found


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
