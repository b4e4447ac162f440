"""Finished blocks in a folder, one file each, so that an interrupted run goes on.

## Main definitions
* `BlockFolder`: keeps the blocks of one work, finds them again.

## Implementation notes
Each work has a folder of its own in the folder that the user names, called by its key; `question.json` says
in words what it is. A block file tells the key, its number and a digest of what it holds: a file that is
damaged, or was brought from elsewhere, is not found and its block is computed again. A file is whole or
absent; what a killed process leaves behind ends in .tmp and is swept away by the next run.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from ledger.files import as_json, sweep, write_atomically
from numerics.blocks.archive import arrays
from numerics.blocks.work import Block, Work, digest, key, sources

HEADER = "header"


class BlockFolder:
    """The finished blocks of `work` in a folder inside `parent`.

    Raises:
        ValueError: if `parent` is a file.
    """

    def __init__(self, parent: Path, work: Work) -> None:
        if parent.exists() and not parent.is_dir():
            raise ValueError(f"out={parent}: a folder is wanted, this is a file")
        self.key = key(work)
        self.folder = parent / self.key
        told = {**work.question, "sources": sources(work.made_by), "key": self.key}
        write_atomically(self.folder / "question.json", as_json(told))
        sweep(self.folder)

    def keep(self, number: int, block: Block) -> None:
        """Write a finished block."""
        header = json.dumps(self._header(number, block))
        content = BytesIO()
        named: dict[str, Any] = {HEADER: np.array(header), **block}
        np.savez(content, **named)  # NumPy 2.0 would keep allow_pickle=False as one more array
        write_atomically(self._file(number), content.getvalue())

    def found(self, number: int) -> Block | None:
        """The block, if it was kept and is sound."""
        try:
            block = arrays(self._file(number).read_bytes())
            header = json.loads(str(block.pop(HEADER)))
        except (OSError, ValueError, KeyError, RecursionError):
            return None
        return block if header == self._header(number, block) else None

    def _header(self, number: int, block: Block) -> dict[str, str | int]:
        return {"key": self.key, "number": number, "digest": digest({number: block})}

    def _file(self, number: int) -> Path:
        return self.folder / f"block-{number:06d}.npz"
