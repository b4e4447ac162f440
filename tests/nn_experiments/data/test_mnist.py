import gzip
import os
import struct
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pooch
import pytest

from nn_experiments.data.mnist import SHA256, mnist

RNG = np.random.default_rng(0)
ARRAYS = {
    name: RNG.integers(
        0, 256 if "images" in name else 10, (5, 4, 4) if "images" in name else 5, dtype=np.uint8
    )
    for name in SHA256
}
CONTENTS = {
    name: struct.pack(f">BBBB{a.ndim}I", 0, 0, 8, a.ndim, *a.shape) + a.tobytes()
    for name, a in ARRAYS.items()
}
CHECKSUMS = {name: sha256(content).hexdigest() for name, content in CONTENTS.items()}
FIRST = next(iter(SHA256))
NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody answers


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two raw files and two compressed ones."""
    for number, (name, content) in enumerate(CONTENTS.items()):
        if number % 2:
            (tmp_path / name).write_bytes(content)
        else:
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content, number))
    return tmp_path


class Quiet(SimpleHTTPRequestHandler):
    """A mirror that keeps its log to itself."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def mirror(tmp_path) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a mirror on this machine."""
    files = tmp_path / "mirror"
    files.mkdir()
    for name, content in CONTENTS.items():
        (files / f"{name}.gz").write_bytes(gzip.compress(content))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", files
    server.shutdown()
    server.server_close()


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "sgd-theorems" / "mnist"


def test_a_folder_may_hold_raw_and_compressed_files(folder):
    found = mnist(folder, checksums=CHECKSUMS)
    pixels, labels, test_pixels, test_labels = ARRAYS.values()
    np.testing.assert_allclose(found.train_images, pixels.reshape(5, 16) / 255, rtol=1e-6)
    np.testing.assert_allclose(found.test_images, test_pixels.reshape(5, 16) / 255, rtol=1e-6)
    np.testing.assert_array_equal(found.train_labels, labels)
    np.testing.assert_array_equal(found.test_labels, test_labels)


def test_a_missing_file_is_named_with_its_folder(folder):
    (folder / f"{FIRST}.gz").unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"{FIRST} is not in {folder}: the files .* are expected there"
    ):
        mnist(folder, checksums=CHECKSUMS)


def test_a_file_with_other_bytes_is_corrupt(folder):
    (folder / f"{FIRST}.gz").write_bytes(gzip.compress(CONTENTS[FIRST][:-1] + b"?"))
    with pytest.raises(ValueError, match=rf"{FIRST}.gz is corrupt: its decompressed bytes have the SHA-256"):
        mnist(folder, checksums=CHECKSUMS)


def test_files_are_downloaded_once(mirror, cache):
    address, files = mirror
    first = mnist(checksums=CHECKSUMS, mirrors=[address])
    for file in files.iterdir():
        file.unlink()
    again = mnist(checksums=CHECKSUMS, mirrors=[address])
    np.testing.assert_array_equal(first.train_images, again.train_images)
    assert sorted(file.name for file in cache.iterdir()) == sorted(f"{name}.gz" for name in SHA256)


def test_a_mirror_that_fails_or_lies_is_passed_over(mirror, cache, tmp_path):
    address, files = mirror
    lying = files / "lying"
    lying.mkdir()
    for name in SHA256:
        (lying / f"{name}.gz").write_bytes(b"<html>no such file</html>")
    found = mnist(checksums=CHECKSUMS, mirrors=[NOWHERE, f"{address}absent/", f"{address}lying/", address])
    assert found.train_images.shape == (5, 16)


def test_a_corrupt_file_in_the_cache_is_replaced(mirror, cache):
    cache.mkdir(parents=True)
    (cache / f"{FIRST}.gz").write_bytes(b"half")
    assert mnist(checksums=CHECKSUMS, mirrors=[mirror[0]]).train_images.shape == (5, 16)


def test_without_a_net_the_message_says_what_to_do_and_nothing_stays(cache):
    with pytest.raises(
        ConnectionError, match=rf"{FIRST}.gz could not be downloaded .*name a folder with the four"
    ):
        mnist(checksums=CHECKSUMS, mirrors=[NOWHERE])
    assert not cache.exists()


@pytest.mark.skipif("SGD_THEOREMS_MNIST" not in os.environ, reason="SGD_THEOREMS_MNIST names no folder")
def test_the_real_files_are_read():
    found = mnist(os.environ["SGD_THEOREMS_MNIST"])
    assert found.train_images.shape == (60_000, 784)
    assert found.test_images.shape == (10_000, 784)
    assert list(found.test_labels[:5]) == [7, 2, 1, 0, 4]
