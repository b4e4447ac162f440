"""Archives of arrays (npz), read without trusting them: nothing is run, and nothing swells beyond measure.

## Main definitions
* `arrays`: the bytes of an archive -> its arrays by name.
"""

import tokenize
import zipfile
import zlib
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 2**31  # bytes when it is decompressed
DAMAGE = (
    ValueError,
    LookupError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
    MemoryError,
    SyntaxError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive raises."""


def arrays(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of the archive with these bytes.

    Raises:
        ValueError: if it is none, damaged, too large, or holds anything but plain arrays.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LARGEST:
            raise ValueError(f"it has {size} bytes when it is decompressed; {LARGEST} are allowed")
        with np.load(BytesIO(content), allow_pickle=False) as loaded:
            found = {name: loaded[name] for name in loaded.files}
    except DAMAGE as error:
        raise ValueError(f"not a sound archive of arrays: {error}") from error
    if odd := [name for name, array in found.items() if not isinstance(array, np.ndarray)]:
        raise ValueError(f"not a sound archive of arrays: {odd[0]!r} is none")
    return found
