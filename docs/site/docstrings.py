"""Docstrings, which are written as Markdown, as the reStructuredText that Sphinx reads.

Only little differs: `code` has one backtick, and |x|, * and _ mean themselves.
"""

import re
from typing import Any

CODE = re.compile(r"(`+)([^`]+)\1")
MEANT = re.compile(r"[*|\\]|_(?=\W|$)")
BULLET = re.compile(r"(\s*)([*-] )(.*)")
DOCTEST = re.compile(r"\s*>>> ")


def setup(app: Any) -> dict[str, Any]:
    """Rewrite each docstring before napoleon looks at its sections."""
    app.connect("autodoc-process-docstring", _rewrite, priority=400)
    app.connect("autodoc-process-signature", _readable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _rewrite(app: Any, what: str, name: str, found: object, options: object, lines: list[str]) -> None:
    lines[:] = restructured(lines)


def _readable(
    app: Any,
    what: str,
    name: str,
    found: object,
    options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None]:
    """The signature of a dataclass with `...` for a default that is made anew; `<factory>` is no Python."""
    return signature and signature.replace("<factory>", "..."), returned


def restructured(lines: list[str]) -> list[str]:
    r"""The lines as reStructuredText; examples and what they print stay as they are.

    >>> restructured(["The norm |w| of `w`, w_ * 2"])
    ['The norm \\|w\\| of ``w``, w\\_ \\* 2']
    """
    made: list[str] = []
    example = False
    for line in lines:
        example = bool(DOCTEST.match(line)) or (example and bool(line.strip()))
        bullet = None if example else BULLET.fullmatch(line)
        if bullet:
            made += ["", bullet[1] + bullet[2] + _plain(bullet[3])]
        else:
            made.append(line if example else _plain(line))
    return made


def _plain(text: str) -> str:
    """`text` with its code marked as such, and all else meaning itself."""
    made, end = [], 0
    for code in CODE.finditer(text):
        made += [_escaped(text[end : code.start()]), f"``{code[2]}``"]
        end = code.end()
    return "".join([*made, _escaped(text[end:])])


def _escaped(words: str) -> str:
    return MEANT.sub(lambda match: f"\\{match[0]}", words)
