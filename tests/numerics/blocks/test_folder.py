import fcntl
import json
import os
import shutil

import numpy as np
import pytest

from numerics.blocks.folder import BlockFolder
from numerics.blocks.work import digest
from tests.numerics.blocks.sample_work import Noise


@pytest.fixture
def work(tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    return Noise(1, notes)


@pytest.fixture
def folder(tmp_path, work):
    kept = BlockFolder(tmp_path / "out", work)
    for number in range(3):
        kept.keep(number, work.block(number))
    return kept


def files(folder):
    return sorted(folder.folder.glob("block-*.npz"))


def test_what_is_kept_is_found_again_to_the_last_bit(folder, work):
    assert digest({k: folder.found(k) for k in range(3)}) == digest({k: work.block(k) for k in range(3)})
    assert folder.found(3) is None


def test_the_folder_says_in_words_what_it_holds(folder):
    told = json.loads((folder.folder / "question.json").read_text())
    assert told["seed"] == "1"
    assert told["key"] == folder.key == folder.folder.name


@pytest.mark.parametrize("size", [0, 1, 100, -1])
def test_a_file_cut_off_is_not_found(folder, size):
    file = files(folder)[1]
    file.write_bytes(file.read_bytes()[:size])
    assert folder.found(1) is None
    assert folder.found(0) is not None


def test_a_single_wrong_byte_is_noticed(folder):
    file = files(folder)[1]
    content = file.read_bytes()
    place = content.index(folder.found(1)["x"].tobytes()) + 17
    file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    assert folder.found(1) is None


def test_other_numbers_under_a_true_header_are_noticed(folder):
    with np.load(files(folder)[1]) as content:
        header = content["header"]
    np.savez(files(folder)[1], header=header, x=np.zeros(50), n=np.array(1))
    assert folder.found(1) is None


def test_a_block_under_another_number_is_not_found(folder):
    shutil.copy(files(folder)[0], files(folder)[1])
    assert folder.found(1) is None


def test_a_block_of_other_work_is_not_found(folder, work, tmp_path):
    other = BlockFolder(tmp_path / "out", Noise(2, work.notes))
    assert other.folder != folder.folder
    assert other.found(0) is None
    shutil.copy(files(folder)[0], other.folder)
    assert other.found(0) is None


def test_pickles_are_never_opened(folder):
    np.savez(files(folder)[1], header=np.array("{}"), x=np.array([{}], dtype=object), allow_pickle=True)
    assert folder.found(1) is None


def test_what_a_killed_process_left_is_swept_away_but_not_what_is_being_written(folder, work, tmp_path):
    left, written = (folder.folder / f"block-000009.npz{k * 8}.tmp" for k in "ab")
    for file in (left, written):
        file.touch()
        os.utime(file, (0, file.stat().st_mtime - 2))
    with written.open("rb") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        BlockFolder(tmp_path / "out", work)
    assert not left.exists()
    assert written.exists()


def test_a_file_is_no_folder(tmp_path, work):
    (tmp_path / "out").touch()
    with pytest.raises(ValueError, match="a folder is wanted, this is a file"):
        BlockFolder(tmp_path / "out", work)
