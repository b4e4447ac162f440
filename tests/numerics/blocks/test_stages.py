"""Stages look at complete beginnings; an interrupted run goes on, and nobody can tell from the result."""

import signal
import subprocess
import sys
import time

import pytest

from numerics.blocks.stages import in_stages
from numerics.blocks.work import digest
from tests.numerics.blocks.sample_work import Noise

RUN = """
import sys
from pathlib import Path
from numerics.blocks.stages import in_stages
from numerics.blocks.work import digest
from tests.numerics.blocks.sample_work import Noise
if __name__ == "__main__":
    work = Noise(1, Path(sys.argv[1]), pause=0.3)
    print(digest(in_stages(work, lambda done: 12, workers=2, folder=Path(sys.argv[2]))))
"""


@pytest.fixture
def work(tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    return Noise(1, notes)


def test_a_stage_is_decided_on_all_of_the_blocks_before_it(work):
    seen = []

    def wanted(done):
        seen.append(sorted(done))
        return {0: 3, 3: 5, 5: 5}[len(done)]

    assert sorted(in_stages(work, wanted, workers=2)) == [0, 1, 2, 3, 4]
    assert seen == [[], [0, 1, 2], [0, 1, 2, 3, 4]]


def test_progress_is_told_of_every_block(work):
    told = []
    in_stages(work, lambda done: 4, workers=2, progress=lambda done, total: told.append((len(done), total)))
    assert told == [(k, 4) for k in range(5)]


def test_blocks_that_are_kept_are_not_made_again(work, tmp_path):
    first = in_stages(work, lambda done: 3, workers=1, folder=tmp_path / "out")
    more = in_stages(work, lambda done: 5, workers=1, folder=tmp_path / "out")
    assert work.made() == [0, 1, 2, 3, 4]
    assert digest(first) == digest({k: more[k] for k in range(3)})


def test_only_a_damaged_block_is_made_again(work, tmp_path):
    whole = in_stages(work, lambda done: 3, workers=1, folder=tmp_path / "out")
    (file,) = (tmp_path / "out").rglob("block-000001.npz")
    file.write_bytes(file.read_bytes()[:50])
    assert digest(in_stages(work, lambda done: 3, workers=1, folder=tmp_path / "out")) == digest(whole)
    assert work.made() == [0, 1, 1, 2]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_run_that_is_stopped_goes_on(work, tmp_path, how):
    command = [sys.executable, "-c", RUN, str(work.notes), str(tmp_path / "out")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "out").rglob("block-*.npz"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(how)
    running.communicate(timeout=30)
    kept = len(list((tmp_path / "out").rglob("block-*.npz")))
    assert 3 <= kept < 12
    time.sleep(0.7)  # children of a killed run finish the block they are at
    made = len(work.made())
    assert made <= kept + 6  # under way, or made and not yet written
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digest(in_stages(work, lambda done: 12, workers=1))
    assert len(work.made()) - made == 12 - kept + 12
