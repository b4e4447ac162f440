import os
import subprocess
import sys
from pathlib import Path
from time import time

import pytest
import sympy as sp

from derivations.potential import Potential
from numerics.paths import kernel_cache
from numerics.paths.bits import kernel
from numerics.paths.kernel_cache import MONTH, SETTING, cache_folder, kept

ROOT = Path(__file__).resolve().parents[3]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are those of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    place = tmp_path / "kernels"
    monkeypatch.setenv(SETTING, str(place))
    return place


def tripled(number, *parts):
    """3 · number by a kernel made from `parts`; was it found in the folder?"""

    @kernel
    def triple(x):
        return 3 * x

    made = kept(triple, *parts)
    return made(number), sum(made.stats.cache_hits.values()) == 1


def test_a_kernel_is_compiled_once(folder):
    assert tripled(2.0, "a") == (6.0, False)
    assert tripled(2.0, "a") == (6.0, True)
    assert len(list(folder.iterdir())) == 1


def test_other_parts_and_other_arguments_make_other_kernels(folder):
    w = sp.Symbol("w")
    for parts in (("a",), ("b",), (w,), (sp.Symbol("w", real=True),), ((w, 1),), (Potential(w, (w,)),)):
        assert tripled(2.0, *parts) == (6.0, False)
    assert tripled(2, "a") == (6, False)
    assert len(list(folder.iterdir())) == 7


def test_other_sources_make_other_kernels(monkeypatch):
    tripled(2.0, "a")
    monkeypatch.setattr(kernel_cache, "_surroundings", lambda: "another version")
    assert tripled(2.0, "a") == (6.0, False)


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-1], lambda c: b"", lambda c: c[:99] + bytes([c[99] ^ 1]) + c[100:]]
)
def test_a_damaged_file_is_made_again(folder, damage):
    tripled(2.0, "a")
    (file,) = folder.iterdir()
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    assert tripled(2.0, "a") == (6.0, False)
    assert tripled(2.0, "a") == (6.0, True)


def test_a_file_that_is_no_kernel_is_made_again(folder):
    tripled(2.0, "a")
    (file,) = folder.iterdir()
    code = b"no pickle"
    file.write_bytes(kernel_cache.sha256(code).digest() + code)
    assert tripled(2.0, "a") == (6.0, False)


@on_posix
def test_what_others_may_write_to_is_not_read(folder):
    tripled(2.0, "a")
    (file,) = folder.iterdir()
    file.chmod(0o666)
    assert tripled(2.0, "a") == (6.0, False)  # and it is the user's own again
    assert tripled(2.0, "a") == (6.0, True)
    folder.chmod(0o770)
    assert cache_folder() is None
    assert tripled(2.0, "a") == (6.0, False)


@on_posix
def test_what_belongs_to_others_is_not_read(folder, monkeypatch):
    tripled(2.0, "a")
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert cache_folder() is None


@on_posix
def test_the_folder_is_the_users_own(folder):
    assert cache_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_can_be_switched_off(folder, monkeypatch):
    monkeypatch.setenv(SETTING, "off")
    assert cache_folder() is None
    assert [tripled(2.0, "a") for _ in range(2)] == [(6.0, False)] * 2
    assert not folder.exists()


def test_a_place_that_is_no_folder_does_no_harm(folder):
    folder.write_text("a file")
    assert cache_folder() is None
    assert tripled(2.0, "a") == (6.0, False)


def test_a_full_disk_does_no_harm(folder, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(kernel_cache, "write_atomically", full)
    assert [tripled(2.0, "a") for _ in range(2)] == [(6.0, False)] * 2


def test_what_was_not_used_for_a_month_is_swept_away(folder):
    tripled(2.0, "a")
    (old,) = folder.iterdir()
    os.utime(old, (0, time() - MONTH - 60))
    tripled(2.0, "b")
    assert not old.exists()
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("system", "setting", "place"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/home/me"}, "/home/me/.cache"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
    ],
)
def test_the_platforms_folders(monkeypatch, system, setting, place):
    monkeypatch.setattr(sys, "platform", system)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert kernel_cache._platform_folder() == Path(place)


SCRIPT = """
import sympy as sp
from derivations.potential import Potential
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.pool import pool
from numerics.paths.targets import Target
w = sp.Symbol("w", real=True)
for tilt in ORDER:
    target = Target(Model(Potential((w**2 - 1)**2/4 + w/tilt), sp.Integer(1), "1/8", "1/50"), (-1,), (1,))
    print(tilt, Simulation(target, 1, 10**6).block(0, 200).digest)
    print(*pool(target.model.dynamics, target.watch).stats.cache_hits.values())
"""


def other_process(*order):
    """What another process says of two kernels, which it makes, or finds, in this order."""
    command = [sys.executable, "-c", SCRIPT.replace("ORDER", repr(order))]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return {told[2 * k]: told[2 * k + 1] for k in range(len(order))}


def test_kernels_of_several_processes_get_along():
    """Two processes compile alike kernels under alike names; a third takes both from the folder."""
    made = other_process(10) | other_process(20)
    assert list(made.values()) == ["", ""]
    assert other_process(10, 20) == dict.fromkeys(made, "1")
