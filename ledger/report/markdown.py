r"""The report as Markdown: the content of the page, without its figures.

## Main definitions
* `document`: evidence -> Markdown.      * `rendered`: any template of Markdown.

## Implementation notes
Every field that the template prints goes through `words` unless a filter has made it `Safe`, so no field
can add markup of its own. A `|` inside a formula would end a table's cell; it becomes `\vert`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment

from ledger.report import summary
from ledger.report.comparison import members
from ledger.report.devices import devices
from ledger.report.numbers import is_rational, plain
from ledger.report.outline import outline
from ledger.report.prose import pieces, tidy
from ledger.report.remember import remembered
from ledger.report.templating import environment
from ledger.report.tested import tested
from ledger.trust.campaign import Campaign

Data = Mapping[str, Any]
IN_MATH = {
    **{kept: kept for kept in ("\\\\", r"\$")},
    "\\|": r"\Vert ",
    "|": r"\vert ",
    "<": r"\lt ",
    ">": r"\gt ",
    "$": r"\$",  # would end the mathematics
    "](": "] (",  # would be a link where mathematics is not known
}
MARKS = re.compile("|".join(map(re.escape, IN_MATH)))
COLUMNS = re.compile(r"(\\begin\{array\}\{)([^}]*)\}")
SPECIAL = re.compile(r"[\\`*_\[\]|~$#]")


class Safe(str):
    """Text that is Markdown already."""

    __slots__ = ()


def document(evidence: Data, records: Sequence[Data] = (), campaigns: Sequence[Campaign] = ()) -> str:
    """The whole report as Markdown; `records` are of devices."""
    return rendered(
        "report.md.j2",
        evidence=evidence,
        summary=summary.summary(evidence),
        outline=outline(evidence),
        devices=devices(records),
        tested=tested(evidence, campaigns),
        remembered=remembered(evidence),
    )


def rendered(template: str, **context: Any) -> str:
    """A template of Markdown, filled in, with no more than one empty line between paragraphs."""
    text = _environment().get_template(template).render(context)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment() -> Environment:
    found = environment(finalize=words)
    found.filters |= {"prose": prose, "line": line, "cell": cell, "code": code}
    return found


def words(value: object) -> str:
    """Any value as plain words of Markdown, on one line."""
    if isinstance(value, Safe):
        return value
    text = " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return SPECIAL.sub(lambda match: f"\\{match.group()}", text)


def math(tex: str, fence: str = "$") -> Safe:
    """TeX as inline (or displayed) mathematics that survives a table and an HTML parser."""
    flat = COLUMNS.sub(lambda match: match[1] + match[2].replace("|", "") + "}", " ".join(tidy(tex).split()))
    return Safe(fence + MARKS.sub(lambda match: IN_MATH[match.group()], flat).strip() + fence)


def prose(text: str) -> Safe:
    """Text with $mathematics$; displayed formulas stand in paragraphs of their own."""
    parts = {"inline": math, "display": lambda tex: f"\n\n{math(tex, '$$')}\n\n", "words": _spaced}
    return Safe("".join(parts[piece.kind](piece.content) for piece in pieces(text)).strip(" "))


def line(text: str) -> Safe:
    """Text with $mathematics$ on one line, for headings, lists and tables."""
    return Safe(" ".join(prose(text).split()))


def _spaced(text: str) -> str:
    """Words with the spaces around them, which a formula next to them needs."""
    before, after = (" " if text[end].isspace() else "" for end in (0, -1))
    return before + words(text) + after


def code(text: str) -> Safe:
    """Text as a code span."""
    return Safe("`" + " ".join(str(text).split()).replace("`", "'") + "`")


def cell(value: Data) -> Safe:
    """A described object, for a cell of a table."""
    if value["kind"] == "bound":
        number = "" if is_rational(value["form"]) else words(plain(value))
        form = math(value["form"]) if value["form"] else ""
        return Safe(" = ".join(filter(None, (form, number))))
    if value["kind"] == "formula":
        return math(value["tex"])
    if value["kind"] == "finding":
        return Safe(f"**{words(value['text'])}**")
    if found := members(value):
        pairs = zip(found.names, found.values, strict=True)
        return Safe("; ".join(f"{cell(name)}: {cell(member)}" for name, member in pairs))
    return line(plain(value))
