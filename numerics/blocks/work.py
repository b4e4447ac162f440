"""Work that falls into numbered blocks, and what identifies it.

A block is a function of the work and of its number, never of when or where it is computed. Its size is part
of the work: it does not depend on the number of workers.

## Main definitions
* `Work`: what can be done in blocks.      * `Block`: what one block gives, arrays by name.
* `key`: a digest of everything the blocks of a work depend on, the sources of the suite among them.
* `sources`: a digest of sources.      * `digest`: a fingerprint of blocks.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Block: TypeAlias = dict[str, NDArray[Any]]

NUMERICS = Path(__file__).parents[1]


class Work(Protocol):
    """Work in blocks; it is sent to other processes as it stands (pickled)."""

    @property
    def question(self) -> Mapping[str, str]:
        """All that a block depends on but its number, in words."""

    @property
    def made_by(self) -> tuple[str, ...]:
        """The files and folders of `numerics` that make the numbers: a change there makes other blocks."""

    def block(self, number: int) -> Block:
        """The block with this number, from 0 on."""


@lru_cache(maxsize=8)
def sources(made_by: tuple[str, ...]) -> str:
    """A digest of files and folders of `numerics`."""
    found = sha256()
    for part in made_by:
        place = NUMERICS / part
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            found.update(file.relative_to(NUMERICS).as_posix().encode() + file.read_bytes())
    return found.hexdigest()[:16]


def key(work: Work) -> str:
    """Equal for equal work and equal sources, and for no other."""
    text = json.dumps({"sources": sources(work.made_by), **work.question}, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:24]


def digest(blocks: Mapping[int, Block]) -> str:
    """A fingerprint of the blocks, in the order of their numbers."""
    found = sha256()
    for number in sorted(blocks):
        found.update(f"{number} ".encode())
        for name, values in sorted(blocks[number].items()):
            plain = np.ascontiguousarray(values)
            found.update(f"{name} {plain.dtype.str} {plain.shape} ".encode() + plain.tobytes())
    return found.hexdigest()
