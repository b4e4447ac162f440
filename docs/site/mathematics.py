"""The mathematics of each check: a page per section of the paper, made from the ledger.

## Main definitions
* `pages`: name and text of each page.      * `sections`: name and claims of each page.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from ledger import load
from ledger.model import Check, Claim, Of
from ledger.report.markdown import line, prose, words

STATEMENT = {
    Of.PAPER: "the printed statement",
    Of.CORRECTED: "the corrected statement",
    Of.BESIDE: "shown beside, not counted",
}


def sections() -> Iterator[tuple[str, list[load.Row]]]:
    """The name of the page, and the claims, of each section, in the order of the paper."""
    for number, (_, rows) in enumerate(groupby(load.claims(), key=lambda row: row.section)):
        yield f"mathematics-{number:02}", list(rows)


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of a page for each section."""
    yield from ((name, _page(rows)) for name, rows in sections())


def _page(rows: list[load.Row]) -> str:
    section = rows[0].section
    checks = {name for row in rows for name in row.claim.checks}
    head = f"# {words(section)}\n\n{len(rows)} claims, {len(checks)} checks.\n"
    return "\n".join([head, *map(_claim, rows)])


def _claim(row: load.Row) -> str:
    claim = row.claim
    parts = [
        f"## `{claim.id}`",
        f"{words(claim.where)}. Kind: {claim.nature}. {_verdict(claim)}",
        f"**Printed.** {prose(claim.says)}",
        f"**True instead.** {prose(claim.corrected)}" if claim.corrected else "",
        f"**Why.** {prose(claim.note)}" if claim.note else "",
        f"**Why there is no check.** {prose(claim.reason)}" if claim.reason else "",
        *map(_check, claim.checks),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _verdict(claim: Claim) -> str:
    return f"Verdict, as pinned: **{claim.expect}**." if claim.checks else "**Not checked.**"


def _check(name: str) -> str:
    check = load.check(name)
    title = name.partition(":")[2].replace("_", " ")
    lines = [
        line(check.tests),
        f"*Of:* {STATEMENT[Of(check.of)]}{', asked for with `--slow`' if check.speed == 'slow' else ''}",
        f"*Rule:* {line(check.compare.rule)}",
        *_told("Measured", check.measure),
        *_told("Predicted", check.predict),
        *_controls(check),
        f"*Source:* `{load.source(name)}`",
    ]
    return f"**{words(title)}**\n\n" + "\n".join(f"- {told}" for told in lines)


def _told(what: str, function: Callable[..., Any]) -> Iterator[str]:
    """What the function says of itself, in its first sentence."""
    if told := (function.__doc__ or "").strip().partition("\n\n")[0]:
        yield f"*{what}:* {' '.join(told.split())}"


def _controls(check: Check) -> Iterator[str]:
    for what, formulas in (("Must be refuted", check.wrong), ("Must be supported", check.right)):
        if formulas:
            yield f"*{what}:* {'; '.join(map(line, formulas))}"
