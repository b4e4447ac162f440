"""The report as one self-contained HTML page: no request, and no script but its own.

## Main definitions
* `page`: evidence -> HTML.

## Implementation notes
Jinja escapes every field. The content security policy names the inline scripts by their hashes, so that
nothing else could run even if a field got through.
"""

import base64
import re
from collections.abc import Container, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ledger.report import drawing, summary
from ledger.report.comparison import members, methods
from ledger.report.devices import devices
from ledger.report.graph import picture
from ledger.report.links import linked
from ledger.report.numbers import is_rational, plain
from ledger.report.outline import outline
from ledger.report.prose import pieces, tidy
from ledger.report.remember import remembered
from ledger.report.templating import environment
from ledger.report.terse import terse
from ledger.report.tested import tested
from ledger.trust.campaign import Campaign

Data = Mapping[str, Any]
HERE = Path(__file__).parent
SCRIPTS = ("katex.js", "page.js")
BRIEF = 48  # characters
WORD_JOINER = "\u2060"
STYLES = ("katex.css", "page.css")


def page(
    evidence: Data,
    records: Sequence[Data] = (),
    campaigns: Sequence[Campaign] = (),
    *,
    explorer: bool = False,
) -> str:
    """The whole report as HTML; `records` are of devices; `explorer`: is the interactive page beside it?"""
    template = _environment().get_template("page.html.j2")
    return terse(
        template.render(
            evidence=evidence,
            explorer=explorer,
            summary=summary.summary(evidence),
            outline=outline(evidence),
            devices=devices(records),
            tested=tested(evidence, campaigns),
            remembered=remembered(evidence),
            styles=[Markup(_asset(name)) for name in STYLES],
            scripts=[Markup(_asset(name)) for name in SCRIPTS],
            policy=_policy(),
        )
    )


@cache
def _environment() -> Environment:
    found = environment(autoescape=True)
    found.filters |= {
        "prose": _prose,
        "math": _math,
        "plain": plain,
        "slug": _slug,
        "standing": summary.standing,
    }
    found.tests["rational"] = is_rational
    found.globals |= {
        "members": members,
        "brief": _brief,
        "picture": picture,
        "met": _met,
        "methods": methods,
        "drawing": _drawing,
        "legend": drawing.legend,
    }
    return found


@cache
def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def _policy() -> str:
    """The content security policy: nothing from anywhere, and only these scripts."""
    digests = (base64.b64encode(sha256(_asset(name).encode()).digest()).decode() for name in SCRIPTS)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; font-src data:; "
        f"style-src 'unsafe-inline'; script-src {allowed}"
    )


def _math(tex: str, look: str = "") -> Markup:
    """TeX for the page's script to render; without scripts the TeX itself is read.

    Without a look it is set in the line, in the tables of evidence displayed: most formulas stand there.
    """
    return Markup("<var{}>{}</var>").format(Markup(f' class="{look}"') if look else "", tidy(tex.strip()))


def _prose(text: str, *, table: bool = False, known: Container[str] = ()) -> Markup:
    """Text with $mathematics$; `table`: in a table of evidence; ids of `known` claims lead to them."""
    looks = {"inline": "i" if table else "", "display": "" if table else "d"}
    return Markup("").join(
        linked(piece.content, known) if piece.kind == "words" else _math(piece.content, looks[piece.kind])
        for piece in pieces(text)
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")


def _brief(*values: Data) -> bool:
    """Whether these are a number or a few words each, fit for the head of a folded check."""
    return all(value["kind"] in ("bound", "exact") and len(plain(value)) <= BRIEF for value in values)


def _met(controls: Sequence[Data]) -> str:
    """How the controls of a check came out: "2 of 2 wrong formulas rejected, 1 of 1 right ones accepted"."""
    told = []
    for expected, words in (("refutes", "wrong {} rejected"), ("supports", "right {} accepted")):
        found = [control["found"] == expected for control in controls if control["expected"] == expected]
        if found:
            noun = "formula" if len(found) == 1 else "formulas"
            told.append(f"{sum(found)} of {len(found)} {words.format(noun)}")
    return ", ".join(told)


def _drawing(figure: Data, number: int) -> Markup:
    """Panel `number` of a figure, as SVG."""
    panel = figure["panels"][number]
    title = f"{figure['title']}: {panel['title']}" if panel["title"] else figure["title"]
    return Markup(drawing.svg(panel, f"{_slug(figure['name'])}-{number}", title, figure["description"]))
