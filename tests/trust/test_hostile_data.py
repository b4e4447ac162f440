"""Data that bite: archives that swell, headers that lie, names that lead elsewhere."""

import gzip
import os
import resource
import struct
import subprocess
import sys

import pytest

from nn_experiments.data.idx import idx_array, plain
from nn_experiments.data.mnist import SHA256, mnist
from tests.conftest import ROOT

FIRST = next(iter(SHA256))
SWOLLEN = 2**30  # bytes that a bomb of a megabyte makes
LIES = {
    "more than there is": struct.pack(">BBBBI", 0, 0, 8, 1, 2**32 - 1),
    "more than fits": struct.pack(">BBBB4I", 0, 0, 8, 4, *[2**32 - 1] * 4),
    "255 axes": struct.pack(">BBBB255I", 0, 0, 8, 255, *[2**32 - 1] * 255),
    "axes that are missing": struct.pack(">BBBB", 0, 0, 8, 255),
    "no axis and two bytes": struct.pack(">BBBB", 0, 0, 8, 0) + b"xx",
}


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_header_that_lies_is_refused_before_anything_is_built(content):
    with pytest.raises(ValueError, match=r"^x: .*its header tells"):
        idx_array(content, "x")


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_half_an_archive_is_refused(cut):
    with pytest.raises(ValueError, match="not a whole gzip file"):
        plain(gzip.compress(bytes(range(256)))[:-cut], "x")


@pytest.mark.parametrize("change", range(2, 30))
def test_a_changed_byte_of_an_archive_is_noticed_or_harmless(change):
    good = gzip.compress(bytes(range(256)), mtime=0)
    bad = good[:change] + bytes([good[change] ^ 0xFF]) + good[change + 1 :]
    refusal, found = "", None
    try:
        found = plain(bad, "x")
    except ValueError as error:
        refusal = str(error)
    assert "not a whole gzip file" in refusal or found == bytes(range(256))  # a changed date is harmless


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname"])
def test_only_the_four_names_are_read(tmp_path, name):
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "outside").write_bytes(b"secret")
    (folder / FIRST).symlink_to(name)
    with pytest.raises((ValueError, FileNotFoundError)) as caught:
        mnist(folder)
    assert "secret" not in str(caught.value)


def test_a_folder_or_a_pipe_in_place_of_a_file_is_not_read(tmp_path):
    os.mkfifo(tmp_path / FIRST)
    (tmp_path / f"{FIRST}.gz").mkdir()
    with pytest.raises(FileNotFoundError, match="are expected there"):
        mnist(tmp_path)


def test_an_archive_that_swells_is_given_up(tmp_path):
    (tmp_path / f"{FIRST}.gz").write_bytes(gzip.compress(bytes(SWOLLEN), 1))
    program = "import sys; from nn_experiments.data.mnist import mnist; mnist(sys.argv[1])"

    def limit():
        resource.setrlimit(resource.RLIMIT_DATA, (SWOLLEN, SWOLLEN))

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        timeout=120,
    )
    assert "bytes when it is decompressed" in done.stderr, done.stderr[-300:]
