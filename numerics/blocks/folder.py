"""Finished blocks in a folder, one file each, so that an interrupted run goes on.

## Main definitions
* `BlockFolder`: keeps the blocks of one work, finds them again.

## Implementation notes
Each work has a folder of its own in the folder that the user names, called by its key; `question.json` says
in words what it is. A block file tells the key, its number and a digest of what it holds: a file that is
damaged, or was brought from elsewhere, is not found and its block is computed again. A file is whole or
absent; what a killed process leaves behind ends in .tmp and is swept away after an hour.
"""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from time import time

import numpy as np

from ledger.files import as_json, write_atomically
from numerics.blocks.work import Block, Work, digest, key, sources

HEADER = "header"
HOUR = 3600.0


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
        for file in self.folder.glob("*.tmp"):
            if file.stat().st_mtime < time() - HOUR:
                file.unlink(missing_ok=True)

    def keep(self, number: int, block: Block) -> None:
        """Write a finished block."""
        header = json.dumps(self._header(number, block))
        content = BytesIO()
        np.savez(content, allow_pickle=False, **{HEADER: np.array(header)}, **block)
        write_atomically(self._file(number), content.getvalue())

    def found(self, number: int) -> Block | None:
        """The block, if it was kept and is sound."""
        try:
            with np.load(BytesIO(self._file(number).read_bytes()), allow_pickle=False) as content:
                block = {name: content[name] for name in content.files if name != HEADER}
                header = json.loads(str(content[HEADER]))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        return block if header == self._header(number, block) else None

    def _header(self, number: int, block: Block) -> dict[str, str | int]:
        return {"key": self.key, "number": number, "digest": digest({number: block})}

    def _file(self, number: int) -> Path:
        return self.folder / f"block-{number:06d}.npz"
