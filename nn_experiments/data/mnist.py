"""MNIST, from a folder or from the net, checked byte for byte.

Y. LeCun, C. Cortes and C. J. C. Burges, *The MNIST database of handwritten digits*, 1998; CC BY-SA 3.0. It
is no part of the suite: a user names a folder with the four files, or they are downloaded once.

## Main definitions
* `mnist`: 60 000 training and 10 000 test images of 28 × 28 pixels.

## Implementation notes
The check sums are of the decompressed bytes, since mirrors compress differently.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pooch
from numpy.typing import NDArray

from ledger.files import write_atomically
from nn_experiments.data.digits import Images
from nn_experiments.data.idx import idx_array, plain

SHA256 = MappingProxyType(
    {
        "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
)
MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
TIMEOUT = 30  # seconds of silence after which a mirror is given up


def mnist(
    folder: str | Path | None = None,
    *,
    checksums: Mapping[str, str] = SHA256,
    mirrors: Sequence[str] = MIRRORS,
) -> Images:
    """MNIST, pixels scaled to [0, 1]: train_images has the shape (60000, 784), test_images (10000, 784).

    Args:
        folder: where the four files are, raw or as .gz; nothing is downloaded then. Without a folder they
            are taken from the user's cache, and from the mirrors what is not there.
        checksums: the four files, images before labels, training before test, and the SHA-256 of each.
        mirrors: addresses of folders that have the four files as .gz.

    A FileNotFoundError tells of a file that is missing, a ValueError of one that is corrupt, and a
    ConnectionError of one that no mirror gave.
    """
    if folder is None:
        cache = Path(pooch.os_cache("sgd-theorems")) / "mnist"
        contents = {name: _cached(cache, name, checksums[name], mirrors) for name in checksums}
    else:
        contents = {name: _stored(Path(folder), name, checksums[name]) for name in checksums}
    pixels, labels, test_pixels, test_labels = (
        idx_array(content, name) for name, content in contents.items()
    )
    return Images(
        "MNIST", _rows(pixels), labels.astype(np.int64), _rows(test_pixels), test_labels.astype(np.int64)
    )


def _rows(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows = pixels.reshape(len(pixels), -1).astype(np.float32)
    rows /= 255
    return rows


def _stored(folder: Path, name: str, checksum: str) -> bytes:
    """The decompressed bytes of a file in `folder`.

    Raises:
        FileNotFoundError: if it is not there.
    """
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return _checked(path.read_bytes(), str(path), checksum)
    raise FileNotFoundError(
        f"{name} is not in {folder}: the files {', '.join(SHA256)} are expected there, raw or as .gz"
    )


def _checked(content: bytes, name: str, checksum: str) -> bytes:
    """`content`, decompressed and found to be right.

    Raises:
        ValueError: if it is not what the check sum is of.
    """
    found = plain(content, name)
    if (digest := sha256(found).hexdigest()) != checksum:
        raise ValueError(
            f"{name} is corrupt: its decompressed bytes have the SHA-256 {digest[:12]}…, not {checksum[:12]}…"
        )
    return found


def _cached(cache: Path, name: str, checksum: str, mirrors: Sequence[str]) -> bytes:
    """The decompressed bytes of a file in the cache, downloaded if it is not there or corrupt."""
    try:
        return _stored(cache, name, checksum)
    except (FileNotFoundError, ValueError):
        return _downloaded(cache, name, checksum, mirrors)


def _downloaded(cache: Path, name: str, checksum: str, mirrors: Sequence[str]) -> bytes:
    """The decompressed bytes of a file from the first mirror that gives the right ones; kept in the cache.

    Raises:
        ConnectionError: if none does.
    """
    causes = []
    for mirror in mirrors:
        buffer = BytesIO()
        try:
            pooch.HTTPDownloader(timeout=TIMEOUT)(f"{mirror}{name}.gz", buffer, None)
            content = _checked(buffer.getvalue(), name, checksum)
        except (OSError, ValueError) as error:
            causes.append(f"{mirror}: {type(error).__name__}")
            continue
        write_atomically(cache / f"{name}.gz", buffer.getvalue())
        return content
    raise ConnectionError(
        f"{name}.gz could not be downloaded ({'; '.join(causes)}):"
        " go online, or name a folder with the four files of MNIST"
    )
