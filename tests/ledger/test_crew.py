import os
import signal
import subprocess
import sys
import time
from math import sqrt
from pathlib import Path

import pytest

from ledger.crew import Child, Crew, Died, Late, tell


@pytest.fixture
def crew_of():
    crews = []

    def made(function):
        crews.append(Crew(function).__enter__())
        return crews[-1]

    yield made
    for crew in crews:
        crew.__exit__()


def test_a_child_answers_again_and_again(crew_of):
    with crew_of(sqrt).child() as child:
        assert [child.answer(x) for x in (4, 9)] == [2, 3]


def counted(end: int) -> str:
    for number in range(end):
        tell(number)
    return "done"


def test_news_are_heard_before_the_answer(crew_of):
    heard = []
    with crew_of(counted).child() as child:
        assert child.answer(3, told=heard.append) == "done"
        assert child.answer(1) == "done"
    assert heard == [0, 1, 2]
    assert counted(2) == "done"  # outside of a child nobody hears


def test_an_idle_child_is_asked_again_and_a_busy_one_is_not(crew_of):
    crew = crew_of(sqrt)
    with crew.child() as one, crew.child() as two:
        assert one is not two
    with crew.child() as again:
        assert again in (one, two)


def test_what_the_function_raises_is_raised_and_the_child_lives_on(crew_of):
    with crew_of(sqrt).child() as child:
        with pytest.raises(ValueError, match=r"nonnegative|math domain"):
            child.answer(-1)
        assert child.answer(4) == 2


def test_a_child_that_is_late_is_ended(crew_of):
    crew = crew_of(time.sleep)
    with crew.child() as child, pytest.raises(Late, match=r"its limit of 0.1 s"):
        child.answer(60, limit=0.1)
    assert not child.alive
    with crew.child() as other:
        assert other is not child


def test_a_killed_child_is_told_from_an_error(crew_of):
    with crew_of(abort).child() as child, pytest.raises(Died, match="exit code -9"):
        child.answer(None)


def abort(_):
    os.kill(os.getpid(), signal.SIGKILL)


def setting(name):
    return os.environ.get(name)


def test_children_compute_with_one_thread(crew_of):
    with crew_of(setting).child() as child:
        assert child.answer("OMP_NUM_THREADS") == "1"


def test_who_leaves_the_crew_leaves_nobody_behind():
    with Crew(sqrt) as crew, crew.child() as child:
        assert isinstance(child, Child)
    assert not child.alive
    with crew.child() as late:
        assert not late.alive


PARENT = """
import time
from ledger.crew import Child
import pickle

if __name__ == "__main__":
    child = Child(pickle.dumps(time.sleep))
    child.connection.send(600)
    print(child.process.pid, flush=True)
    time.sleep(600)
"""


def test_a_child_ends_with_its_parent_whatever_it_is_at(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "parent.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        time.sleep(1)  # it is asleep now
        parent.kill()
    deadline = time.monotonic() + 10
    while lives(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not lives(child)


def lives(pid):
    """Whether there is such a process, and it is more than an entry that nobody has asked for."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False
