"""Text with $mathematics$ in it, taken apart.

## Main definitions
* `Piece`: a stretch of words, of inline or of displayed mathematics.
* `pieces`: text -> pieces.
* `tidy`: TeX without braces and brackets that grow around nothing tall.
"""

import re
from dataclasses import dataclass
from typing import Literal

MATH = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)


TALL = re.compile(r"\{\\left\(((?:[\w\s,.+*'!-]|\\[a-zA-Z]+(?=[\s,)\\]))*?)\s*\\right\)\}")
GROWS = re.compile(r"\\(?:frac|sum|int|prod|sqrt|left|begin|over|lim|d?t?frac)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand, or TeX without its dollar signs."""

    kind: Literal["words", "inline", "display"]
    content: str


def pieces(text: str) -> list[Piece]:
    r"""`text` in pieces.

    `\$` is a dollar sign, and so is one without a partner; a single line break is a space.

    >>> [piece.kind for piece in pieces("for $x > 0$: $$f(x) = 1$$")]
    ['words', 'inline', 'words', 'display']
    """
    found: list[Piece] = []
    end = 0
    for match in MATH.finditer(text):
        found += _words(text[end : match.start()])
        display, inline = match.groups()
        found.append(Piece("inline", inline) if display is None else Piece("display", display))
        end = match.end()
    return found + _words(text[end:])


def _words(text: str) -> list[Piece]:
    flowing = re.sub(r"(?<!\n)\n(?!\n)", " ", text.replace("\\$", "$"))
    return [Piece("words", flowing)] if text else []


def tidy(tex: str) -> str:
    r"""`tex` with `f{\left(x \right)}`, which SymPy writes for every function, as `f(x)`.

    >>> tidy(r"p{\left(w,t \right)} + \sin{\left(\frac{x}{2} \right)}")
    'p(w,t) + \\sin{\\left(\\frac{x}{2} \\right)}'
    """
    return TALL.sub(lambda match: match[0] if GROWS.search(match[1]) else f"({match[1]})", tex)
