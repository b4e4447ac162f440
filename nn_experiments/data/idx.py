"""The file format of MNIST.

A file starts with two zero bytes, the type of the entries (8: unsigned bytes) and the number of axes; then
the length of each axis as a big-endian 32-bit integer; then the entries, last axis fastest. It may be
compressed with gzip.

## Main definitions
* `plain`: the bytes of a file, decompressed if need be.
* `idx_array`: those bytes as an array.
"""

import gzip
import zlib
from io import BytesIO
from math import prod

import numpy as np
from numpy.typing import NDArray

UNSIGNED_BYTE = 8
GZIP = b"\x1f\x8b"
LARGEST = 2**28  # bytes of a file; the largest of MNIST has 47 million


def plain(content: bytes, name: str) -> bytes:
    """`content` itself, or what gzip made it from.

    Raises:
        ValueError: if it starts like a gzip file and is not a whole one, or would swell beyond measure.
    """
    if not content.startswith(GZIP):
        return content
    try:
        with gzip.open(BytesIO(content)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{name}: not a whole gzip file ({error})") from error
    if len(found) > LARGEST:
        raise ValueError(f"{name}: it has more than {LARGEST} bytes when it is decompressed")
    return found


def idx_array(content: bytes, name: str) -> NDArray[np.uint8]:
    """The array in the bytes of an IDX file, read-only, in the shape that its header tells.

    Raises:
        ValueError: if it is no IDX file of unsigned bytes, or shorter or longer than its header tells.
    """
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] != UNSIGNED_BYTE:
        raise ValueError(
            f"{name}: an IDX file of unsigned bytes starts with 00 00 08, not {content[:3].hex(' ')!r}"
        )
    axes = content[3]
    start = 4 + 4 * axes
    shape = tuple(int(n) for n in np.frombuffer(content[4:start].ljust(4 * axes, b"\0"), dtype=">u4"))
    if len(content) - start != prod(shape):
        raise ValueError(
            f"{name}: {len(content) - start} bytes of data, its header tells {prod(shape)} {shape}"
        )
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)
