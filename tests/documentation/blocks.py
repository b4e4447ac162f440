"""The code blocks of a page, and what the comments before them say.

<!-- not run, WHY -->              the block is not run
<!-- not run, WHY: A; B -->        nor are its lines that contain A or B
<!-- slow -->                      the block has a slow test of its own
<!-- shorter: A = B; C = D -->     B is run in place of A, to save time
<!-- output -->                    the block is what the one before it prints; … stands for anything
<!-- output, the beginning -->     and it prints more
"""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
ELLIPSIS = re.compile(r" *… *")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, its first line in the page, the comments before it."""

    language: str
    text: str
    line: int
    comments: tuple[str, ...]

    def told(self, word: str) -> str | None:
        """What follows `word` in a comment before the block; None if no comment begins so."""
        return next((c.removeprefix(word).strip(" ,:") for c in self.comments if c.startswith(word)), None)

    @property
    def is_left_out(self) -> bool:
        """Whether a comment says that nothing of the block is run here."""
        left_out = self.told("not run")
        return (left_out is not None and ":" not in left_out) or self.told("slow") is not None

    @property
    def lines(self) -> list[str]:
        """The lines to be run, shortened, with lines that end with a backslash joined to the next."""
        left_out, text = self.told("not run"), self.text.replace("\\\n", " ")
        if self.is_left_out:
            return []
        parts = (left_out or ":").partition(":")[2].split(";")
        absent = [part.strip() for part in parts if part.strip()]
        assert all(part in text for part in absent), f"line {self.line}: {absent}"
        kept = [line for line in text.splitlines() if line and not any(part in line for part in absent)]
        return [self._shortened(line) for line in kept]

    def _shortened(self, line: str) -> str:
        for pair in filter(None, (self.told("shorter") or "").split(";")):
            long, short = pair.split(" = ")
            assert long.strip() in self.text, f"line {self.line}: {long.strip()!r} is not there"
            line = line.replace(long.strip(), short.strip())
        return line


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of the page."""
    found: list[Block] = []
    comments: list[str] = []
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "html_block":
            comments += COMMENT.findall(token.content)
        elif token.type == "fence":
            line = token.map[0] + 1 if token.map else 0
            found.append(Block(token.info.strip(), token.content, line, tuple(comments)))
            comments = []
        elif token.type == "heading_open":
            comments = []
    return found


def agrees(shown: str, printed: str, *, beginning: bool) -> bool:
    """Is `printed` what `shown` says, … standing for anything on one line?"""
    pattern = "[^\n]*".join(re.escape(part) for part in ELLIPSIS.split(shown.rstrip("\n")))
    match = re.match(pattern, printed) if beginning else re.fullmatch(pattern, printed.rstrip("\n"))
    return match is not None
