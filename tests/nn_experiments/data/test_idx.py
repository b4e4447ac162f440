import gzip
import struct

import numpy as np
import pytest

from nn_experiments.data.idx import idx_array, plain

ARRAY = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
CONTENT = struct.pack(">BBBB3I", 0, 0, 8, 3, *ARRAY.shape) + ARRAY.tobytes()


def test_an_array_comes_back_in_its_shape():
    np.testing.assert_array_equal(idx_array(CONTENT, "x"), ARRAY)


def test_gzip_is_undone_and_plain_bytes_stay():
    assert plain(gzip.compress(CONTENT), "x") == CONTENT
    assert plain(CONTENT, "x") == CONTENT


def test_half_a_gzip_file_is_refused():
    with pytest.raises(ValueError, match=r"x\.gz: not a whole gzip file"):
        plain(gzip.compress(CONTENT)[:-9], "x.gz")


@pytest.mark.parametrize("content", [b"", b"<html>", struct.pack(">BBBBI", 0, 0, 13, 1, 0)])
def test_other_formats_are_refused(content):
    with pytest.raises(ValueError, match="x: an IDX file of unsigned bytes starts with 00 00 08"):
        idx_array(content, "x")


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"0", CONTENT[:9]])
def test_a_length_other_than_the_header_tells_is_refused(content):
    with pytest.raises(ValueError, match=r"x: .* bytes of data, its header tells"):
        idx_array(content, "x")
