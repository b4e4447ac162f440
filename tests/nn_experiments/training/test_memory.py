import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nn_experiments.training import memory
from nn_experiments.training.memory import expect_enough_memory, needed, present
from nn_experiments.training.resumable import asked_protocol, train

PAIRS = [("0.1", 128), ("0.2", 256)]
MEASURED = r"""
import re
from pathlib import Path
from nn_experiments.training.memory import needed
from nn_experiments.training.resumable import asked_protocol, images_of
from nn_experiments.training.state import Training
from nn_experiments.training.train import threads

def peak():  # ru_maxrss would begin with that of the process that started this one
    return 1024 * int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])

def asked(seeds):
    return asked_protocol("digits", None, "pairs", [("0.1", {batch})], seeds=seeds, epochs=1, width={width})

def train(protocol):
    training = Training(images_of("digits", None), protocol, protocol.arms[0], 1, "cpu")
    training.epoch(1)
    training.measured()

with threads(1):
    train(asked(2))  # what is compiled takes memory, too, and only once
    before = peak()
    train(asked({seeds}))
print(needed(asked({seeds}), asked({seeds}).arms[0]) / (peak() - before))
"""


def protocol(**sizes):
    return asked_protocol("digits", None, "pairs", PAIRS, **{"seeds": 2, "epochs": 2} | sizes)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read there")
@pytest.mark.parametrize(("seeds", "width", "batch"), [(200, 64, 128), (1000, 4, 256)])
def test_what_is_said_to_be_needed_is_needed_and_not_much_less_than_what_is_taken(seeds, width, batch):
    script = MEASURED.format(seeds=seeds, width=width, batch=batch)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert 1 / 4 < float(done.stdout) < 1


@pytest.mark.parametrize("sizes", [{"seeds": 10**9}, {"width": 10**6}])
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path, sizes):
    with pytest.raises(
        ValueError, match=r"trained at a time take at least .* GB of memory, and there are .* GB"
    ):
        train("digits", protocol(**sizes), tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


def test_arms_that_are_trained_at_a_time_are_added_up(monkeypatch):
    asked = protocol(seeds=100)
    small, large = sorted(needed(asked, arm) for arm in asked.arms)
    monkeypatch.setattr(memory, "present", lambda device: large)
    expect_enough_memory(asked, 1, "cpu")
    expect_enough_memory(asked, 2, "cuda")  # one after another there
    with pytest.raises(ValueError, match="seeds=100, width=64, workers=2"):
        expect_enough_memory(asked, 2, "cpu")
    monkeypatch.setattr(memory, "present", lambda device: small + large)
    expect_enough_memory(asked, 2, "cpu")


def test_nets_without_normalisation_have_fewer_numbers():
    asked = protocol()
    bare = replace(asked.arms[0], normalised=False)
    assert 0 < needed(asked, bare) < needed(asked, asked.arms[0])


def test_the_limit_of_a_group_of_processes_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_limits", lambda: [12345, 10**30])
    assert present() == 12345


def test_limits_of_groups_are_read_where_the_system_tells_them(tmp_path, monkeypatch):
    own = Path("/proc/self/cgroup")
    if not own.exists():
        pytest.skip("there are no such groups here")
    group = own.read_text(encoding="utf-8").splitlines()[-1].rpartition(":")[2]
    monkeypatch.setattr(memory, "GROUPS", tmp_path)
    (tmp_path / group.lstrip("/")).mkdir(parents=True, exist_ok=True)
    (tmp_path / group.lstrip("/") / "memory.max").write_text("4096\n", encoding="utf-8")
    assert 4096 in memory._limits()
    (tmp_path / group.lstrip("/") / "memory.max").write_text("max\n", encoding="utf-8")
    assert memory._limits() == []


def test_a_system_that_does_not_tell_refuses_nothing(monkeypatch):
    def unknown(name):
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(memory.os, "sysconf", unknown)
    assert present() is None
    expect_enough_memory(protocol(seeds=10**9), 1, "cpu")
