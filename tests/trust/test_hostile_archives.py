"""Archives of arrays from elsewhere: no name leads out, no pickle is opened, and lies are noticed."""

import gzip
import io
import pickle
import shutil
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nn_experiments.data.idx import plain
from nn_experiments.data.mnist import SHA256, mnist
from nn_experiments.training.record import ARRAYS, RECORDS, recorded
from numerics.blocks.archive import LARGEST, arrays
from numerics.blocks.folder import BlockFolder
from tests.numerics.blocks.sample_work import Noise
from tests.trust.test_hostile_checkpoints import Bomb

OUTSIDE = [
    "../../outside",
    "/outside",
    "..\\outside",
    "a/../../outside",
    "~/outside",
    "C:\\outside",
    "x" * 999,
]
ONE = np.ones(1)


def headed(text: str, numbers: bytes = b"") -> bytes:
    """A file of numpy with any header."""
    told = f"{text}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(told)) + told + numbers


def shaped(shape: str, descr: str = "<f8") -> bytes:
    return headed(f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}", bytes(8))


def packed(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def altered(place: int, value: int) -> bytes:
    """An archive with one byte of the head of its member, here and in the directory, changed."""
    content = bytearray(packed({"x.npy": shaped("(1,)")}, zipfile.ZIP_STORED))
    directory = content.rfind(b"PK\x01\x02")
    content[place] = content[directory + place + 2] = value
    return bytes(content)


def swollen() -> bytes:
    """An archive that tells of more bytes than are allowed; none of them need be there."""
    content = bytearray(packed({"x.npy": shaped("(1,)")}))
    directory = content.rfind(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", LARGEST + 1)
    return bytes(content)


GOOD = packed({"x.npy": shaped("(1,)")})
LIES = {
    "nothing": b"",
    "no archive": b"PK",
    "half": GOOD[: len(GOOD) // 2],
    "a pickle": pickle.dumps([1]),
    "one array": shaped("(1,)"),
    "another name": packed({"x": b"abc"}),
    "an archive in it": packed({"x.npz": GOOD}),
    "a pickle in it": packed({"x.npy": pickle.dumps([1])}),
    "objects": packed({"x.npy": shaped("(1,)", "|O")}),
    "a formula for a header": packed({"x.npy": headed("__import__('os').system('true')")}),
    "a deep header": packed({"x.npy": headed("(" * 5000)}),
    "an endless header": packed({"x.npy": b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**32 - 1)}),
    "no header": packed({"x.npy": headed("")}),
    "a negative shape": packed({"x.npy": shaped("(-1,)")}),
    "a large shape": packed({"x.npy": shaped("(1099511627776,)")}),
    "a larger shape": packed({"x.npy": shaped("(1152921504606846976,)")}),
    "a shape of words": packed({"x.npy": shaped("('a',)")}),
    "numbers of no kind": packed({"x.npy": shaped("(1,)", "nothing")}),
    "more than is there": packed({"x.npy": shaped("(99,)")}),
    "a password": altered(6, 1),
    "packed in no known way": altered(8, 99),
    "swollen": swollen(),
}


@pytest.fixture
def work(tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    return Noise(1, notes)


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_an_archive_that_lies_is_refused(content):
    with pytest.raises(ValueError, match=r"^not a sound archive of arrays"):
        arrays(content)


def test_a_good_archive_is_read():
    assert arrays(GOOD) == {"x": np.zeros(1)}


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_block_that_lies_is_computed_again(tmp_path, work, content):
    folder = BlockFolder(tmp_path / "out", work)
    folder.keep(0, work.block(0))
    (file,) = folder.folder.glob("*.npz")
    file.write_bytes(content)
    assert folder.found(0) is None


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_record_whose_arrays_lie_is_refused(tmp_path, content):
    folder = shutil.copytree(RECORDS / "digits-ladder", tmp_path / "record")
    (folder / ARRAYS).write_bytes(content)
    with pytest.raises(ValueError, match="the arrays are missing or damaged"):
        recorded(folder)


def test_a_pickle_in_an_archive_is_not_run(tmp_path):
    content = headed(
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", pickle.dumps([Bomb(tmp_path / "m")])
    )
    with pytest.raises(ValueError, match="allow_pickle=False"):
        arrays(packed({"x.npy": content}))
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize("name", OUTSIDE, ids=ascii)
def test_a_name_in_an_archive_leads_nowhere(tmp_path, monkeypatch, work, name):
    folder = BlockFolder(tmp_path / "a" / "b" / "out", work)
    folder.keep(0, work.block(0))
    (file,) = folder.folder.glob("*.npz")
    monkeypatch.chdir(folder.folder)
    file.write_bytes(packed({f"{name}.npy": shaped("(1,)")}))
    before = everything(tmp_path)
    assert folder.found(0) is None
    assert len(arrays(file.read_bytes())) == 1  # a name and no path
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", OUTSIDE, ids=ascii)
def test_a_name_in_a_gzip_file_leads_nowhere(tmp_path, monkeypatch, name):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(b"harmless")
    plainly = bytearray(buffer.getvalue())
    plainly[3] |= 8  # a name follows
    told = name.encode() + b"\0"
    content = bytes(plainly[:10]) + told + bytes(plainly[10:])
    for place in (f"{next(iter(SHA256))}.gz", next(iter(SHA256))):
        (inner / place).write_bytes(content)
        before = everything(tmp_path)
        assert plain(content, "x") == b"harmless"
        with pytest.raises(ValueError, match="is corrupt"):
            mnist(inner)
        assert everything(tmp_path) == before
