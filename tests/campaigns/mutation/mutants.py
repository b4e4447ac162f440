"""All mutants of a source file: the file with one slip in it.

## Main definitions
* `Mutant`: where it is, what stood there and what stands there now.
* `mutants`: those of a file.      * `sample`: some of them, by chance.

## Implementation notes
Left alone are annotations, decorators, texts and what is inside f-strings, `__all__`, the body of
`if TYPE_CHECKING`, the `strict=` of a zip, which guards against what does not happen, and, in a Check, its
wrong formulas (another wrong formula is as good) and its limit of time. A mutant that is the same program
(its syntax tree is) is none.
"""

import ast
import builtins
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.campaigns.mutation.operators import slips

NOT_IN_A_CALL = {"wrong", "limit", "strict"}


@dataclass(frozen=True)
class Mutant:
    """`original` and `mutated` are the lines that differ, without what is around them."""

    file: str
    line: int
    original: str
    mutated: str
    start: int
    end: int
    new: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def told(self) -> str:
        return f"{self.place}: {self.original} -> {self.mutated}"

    def applied(self, source: bytes) -> bytes:
        """The source with the slip in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutants(root: Path, file: str) -> list[Mutant]:
    """The mutants of `file`, a path below `root`, in the order of the text."""
    return sample(root, file, None, 0)


def sample(root: Path, file: str, most: int | None, seed: int) -> list[Mutant]:
    """At most `most` of them, in the order of the text; each file has a stream of its own."""
    source = (root / file).read_bytes()
    found = list(_mutants(file, source))
    order = random.Random(f"{seed} {file}").sample(range(len(found)), len(found))
    same = ast.dump(ast.parse(source))
    others = (i for i in order if _is_another_program(found[i].applied(source), same))
    return [found[i] for i in sorted(islice(others, most))]


def _mutants(file: str, source: bytes) -> Iterator[Mutant]:
    """All of them, and some that are the same program: to find out takes long."""
    tree = ast.parse(source)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        return starts[first] + node.col_offset, starts[last] + (node.end_col_offset or 0)

    def text(node: ast.expr | ast.stmt) -> str:
        start, end = span(node)
        return source[start:end].decode()

    found = set()
    for node in _open_to_slips(tree):
        for place, new in slips(node, text):
            start, end = span(place)
            old = source[start:end].decode()
            mutant = Mutant(file, place.lineno, *_lines(source, start, end, new), start, end, new)
            if old == new or (start, end, new) in found or _is_unknown_name(place, new, source):
                continue
            found.add((start, end, new))
            yield mutant


def _is_unknown_name(place: ast.expr | ast.stmt, new: str, source: bytes) -> bool:
    """Whether a name is put in that the file does not know: anybody would notice that."""
    return isinstance(place, ast.Name) and not hasattr(builtins, new) and new.encode() not in source


def _is_another_program(source: bytes, same: str) -> bool:
    try:
        return ast.dump(ast.parse(source)) != same
    except SyntaxError:
        return False


def _lines(source: bytes, start: int, end: int, new: str) -> tuple[str, str]:
    """The lines of the source that the slip changes, before and after, spaces at their ends left off."""
    first = source.rfind(b"\n", 0, start) + 1
    last = source.find(b"\n", end)
    last = len(source) if last < 0 else last
    before = source[first:last].decode().splitlines()
    after = (source[first:start].decode() + new + source[end:last].decode()).splitlines()
    differ = [(a.strip(), b.strip()) for a, b in zip(before, after, strict=False) if a != b]
    return " ".join(a for a, _ in differ), " ".join(b for _, b in differ)


def _open_to_slips(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of the tree where something may be falsified."""
    for child in _children(node):
        yield child
        yield from _open_to_slips(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_closed(child):
                yield child


def _is_closed(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.keyword(arg=name):
            return name in NOT_IN_A_CALL
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False
