"""The same blocks from any number of hands, and from hands that die."""

import os
import signal

import pytest

from numerics.blocks import hands as module
from numerics.blocks.hands import TRIES, hands
from numerics.blocks.stages import in_stages
from numerics.blocks.work import digest
from tests.numerics.blocks.sample_work import Deadly, Noise, Wrong

BLOCKS = 6


def blocks_by(work, **by):
    return in_stages(work, lambda done: BLOCKS, **by)


@pytest.fixture
def alone(tmp_path):
    """What one hand makes in this process."""
    work = Noise(1, tmp_path)
    found = digest({k: work.block(k) for k in range(BLOCKS)})
    for note in tmp_path.iterdir():
        note.unlink()
    return found


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_number_of_workers_changes_nothing(tmp_path, alone, workers):
    assert digest(blocks_by(Noise(1, tmp_path), workers=workers)) == alone


def test_a_killed_worker_costs_its_block_only(tmp_path, alone):
    work = Deadly(1, tmp_path)
    assert digest(blocks_by(work, workers=2)) == alone
    assert work.made() == [0, 1, 2, 2, 3, 4, 5]  # the first note of 2 is that it died


def test_a_block_that_kills_again_and_again_is_given_up(tmp_path):
    with pytest.raises(OSError, match=f"block 2 was tried {TRIES} times: .* exit code -9"):
        blocks_by(Deadly(1, tmp_path, always=True), workers=2)


def test_what_a_block_raises_is_raised(tmp_path):
    with pytest.raises(ValueError, match="three cannot be made"):
        blocks_by(Wrong(1, tmp_path), workers=2)


def test_other_sources_in_a_worker_are_refused(tmp_path):
    work = Noise(1, tmp_path)
    with hands(work, 1) as several:
        several.version = "another"
        with pytest.raises(ValueError, match="a worker has another version of the suite"):
            list(several.blocks([0]))


def test_there_is_a_hand_for_each_core_unless_asked_otherwise(tmp_path, monkeypatch):
    monkeypatch.setattr(module.joblib, "cpu_count", lambda: 3)
    with hands(Noise(1, tmp_path)) as several:
        assert several.setting["n_jobs"] == 3


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ({"workers": 0}, "workers=0: a positive number"),
        ({"workers": 1, "cluster": "127.0.0.1:1"}, "give either workers or cluster"),
    ],
)
def test_bad_input_is_refused(tmp_path, by, message):
    with pytest.raises(ValueError, match=message):
        hands(Noise(1, tmp_path), **by)


def test_a_cluster_with_a_killed_worker_makes_the_same_blocks(tmp_path, alone, cluster):
    work = Noise(1, tmp_path, pause=0.2)
    killed = []

    def progress(done, total):
        if len(done) == 2:
            victim = next(iter(tmp_path.iterdir())).name.split("-")[1]
            os.kill(int(victim), signal.SIGKILL)
            killed.append(victim)

    found = blocks_by(work, cluster=cluster.scheduler_address, progress=progress)
    assert digest(found) == alone
    assert len(killed) == 1


def test_without_a_scheduler_there_is_one_sentence(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(module, "PATIENCE", 1)
    with pytest.raises(OSError, match=r"cluster=127.0.0.1:9: no scheduler answers there"):
        blocks_by(Noise(1, tmp_path), cluster="127.0.0.1:9")
