"""Checkpoints from elsewhere: what would run something, lies about itself or is something else is refused."""

import io
import json
import os
import pickle
import struct
import zipfile
from pathlib import Path

import pytest
import torch

from nn_experiments.training.checkpoint import Checkpoint, CheckpointFile

OURS = "the digest of this run"


class Bomb:
    """Whoever unpickles it makes a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


def saved(mark: Path) -> bytes:
    buffer = io.BytesIO()
    torch.save(Bomb(mark), buffer)
    return buffer.getvalue()


def archive(mark: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("../../data.pkl", pickle.dumps(Bomb(mark)))
    return buffer.getvalue()


def headed(header: object, tensors: bytes = b"") -> bytes:
    """A safetensors file with any header."""
    told = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(told)) + told + tensors


def tensor(dtype="F32", shape=(1,), begin=0, end=4):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


PICKLES = {
    **{f"protocol {n}": lambda mark, n=n: pickle.dumps(Bomb(mark), n) for n in range(6)},
    "saved by torch": saved,
    "in an archive": archive,
    "behind a header": lambda mark: headed({"__metadata__": {"of": OURS}}, pickle.dumps(Bomb(mark))),
    "behind a length": lambda mark: struct.pack("<Q", 8) + pickle.dumps(Bomb(mark)),
}
WORDS = {"of": OURS, "digest": "0" * 64}
LIES = {
    "nothing": b"",
    "less than a length": b"\0" * 7,
    "a length and no more": struct.pack("<Q", 2),
    "a header of all bytes there are": struct.pack("<Q", 2**64 - 1) + b"{}",
    "a header longer than the file": struct.pack("<Q", 2**40) + b"{}",
    "no JSON": headed(b"{"),
    "deep": headed(b"[" * 10**5),
    "deep tables": headed(b'{"a":' * 10**5),
    "a list": headed([]),
    "no text": headed(b"\xff\xfe\xfd"),
    "no words": headed({"x": tensor()}, bytes(4)),
    "words that are none": headed({"__metadata__": {"of": [OURS]}}),
    "words without a digest": headed({"__metadata__": {"of": OURS}, "x": tensor()}, bytes(4)),
    "another digest": headed({"__metadata__": WORDS, "x": tensor()}, bytes(4)),
    "numbers of another kind": headed({"__metadata__": WORDS, "x": tensor("BF16", (2,))}, bytes(4)),
    "numbers of no kind": headed({"__metadata__": WORDS, "x": tensor("F31")}, bytes(4)),
    "more numbers than there are": headed({"__metadata__": WORDS, "x": tensor(shape=(2**40,))}, bytes(4)),
    "a shape beyond numbers": headed({"__metadata__": WORDS, "x": tensor(shape=(2**63, 2**63))}, bytes(4)),
    "a negative shape": headed({"__metadata__": WORDS, "x": tensor(shape=(-1,))}, bytes(4)),
    "a place outside": headed({"__metadata__": WORDS, "x": tensor(begin=2**40, end=2**40 + 4)}, bytes(4)),
    "an end before the start": headed({"__metadata__": WORDS, "x": tensor(begin=4, end=0)}, bytes(4)),
    "two in one place": headed({"__metadata__": WORDS, "x": tensor(), "y": tensor()}, bytes(4)),
    "more at the end": headed({"__metadata__": WORDS, "x": tensor()}, bytes(999)),
}


def found(content: bytes, folder: Path) -> Checkpoint | None:
    file = folder / "arm.safetensors"
    file.write_bytes(content)
    return CheckpointFile(file, OURS).found()


@pytest.mark.parametrize("made", PICKLES.values(), ids=PICKLES)
def test_a_pickle_by_the_name_of_a_checkpoint_is_refused_and_not_run(tmp_path, made):
    mark = tmp_path / "mark"
    with pytest.raises(ValueError, match=r"arm\.safetensors: not a checkpoint"):
        found(made(mark), tmp_path)
    assert not mark.exists()


def test_the_pickles_would_have_run_something(tmp_path):
    for name, made in PICKLES.items():
        if name.startswith("protocol"):
            pickle.loads(made(tmp_path / name))
            assert (tmp_path / name).exists()


@pytest.mark.parametrize("content", LIES.values(), ids=LIES)
def test_a_checkpoint_that_lies_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(ValueError, match=r"arm\.safetensors: [^\n]+$"):
        found(content, tmp_path)


WRONG = [
    *((name, None) for name in ("of", "epoch", "steps", "seconds", "sources")),
    *((name, text) for name in ("epoch", "steps") for text in ("", "1.5", "three", "9" * 5000)),
    *(("seconds", text) for text in ("", "a while", "0x1")),
]


@pytest.mark.parametrize(("lacking", "instead"), WRONG, ids=lambda text: ascii(text)[:12])
def test_a_checkpoint_with_a_right_digest_of_wrong_words_is_refused(tmp_path, monkeypatch, lacking, instead):
    monkeypatch.setattr("nn_experiments.training.checkpoint._digest", lambda told, tensors: "right")
    words = {"of": OURS, "epoch": "1", "steps": "2", "seconds": "3.0", "sources": "a", "digest": "right"}
    changed = {k: v for k, v in (words | {lacking: instead}).items() if v is not None}
    content = headed({"__metadata__": changed, "x": tensor()}, bytes(4))
    with pytest.raises(ValueError, match=r"arm\.safetensors: [^\n]+$"):
        found(content, tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, make):
    make(tmp_path / "arm.safetensors")
    with pytest.raises(ValueError, match=r"arm\.safetensors: not a checkpoint"):
        CheckpointFile(tmp_path / "arm.safetensors", OURS).found()
