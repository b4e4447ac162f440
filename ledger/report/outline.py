"""What the page shows first, and how its rows hang together.

## Main definitions
* `Outline`: sections, unexpected rows, the leading claims of each standing, who rests on whom.
* `outline`: evidence -> Outline.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ledger.model import Nature
from ledger.report.summary import NOT_CHECKED, STANDINGS, UNEXPECTED, standing

Claim = Mapping[str, Any]
RESULTS = ("Theorem", "Lemma")
NUMBERED = re.compile(r"Figure (\d+)\b")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the paper, what an address calls it ("2.2"), and its claims."""

    name: str
    key: str
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Outline:
    """How the rows of an evidence file hang together.

    `leading` has the claims of each standing, theorems and lemmas first, definitions last; `used_by` has
    the ids that rest on an id directly; `home` has the claim under which a check's evidence is shown, and
    `drawn` the check at which a figure is drawn: each once, so that the page stays small. `figures` has the
    titles of those of the paper, in its order, each with the claim under which it is drawn.
    """

    chapters: Sequence[Chapter]
    unexpected: Sequence[Claim]
    unchecked: Sequence[Claim]
    leading: Mapping[str, Sequence[Claim]]
    used_by: Mapping[str, Sequence[str]]
    home: Mapping[str, str]
    drawn: Mapping[str, str]
    figures: Sequence[tuple[str, str]]
    where: Mapping[str, str]

    def resting_on(self, claim: str) -> list[str]:
        """All ids that rest on `claim`, directly or not, in the paper's order."""
        reached = _resting_on(claim, self.used_by)
        return [id for id in self.used_by if id in reached]


def _resting_on(claim: str, used_by: Mapping[str, Sequence[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [claim]
    while ahead:
        fresh = set(used_by[ahead.pop()]) - reached
        reached |= fresh
        ahead += fresh
    return reached - {claim}


def outline(evidence: Mapping[str, Any]) -> Outline:
    """The outline of an evidence file."""
    claims = evidence["claims"]
    used_by = _used_by(claims)
    by_weight = sorted(claims, key=lambda claim: _rank(claim, used_by))
    home, drawn = _home(claims), _drawn(claims, evidence["checks"])
    return Outline(
        chapters=_chapters(claims),
        unexpected=[claim for claim in claims if claim["status"] in UNEXPECTED],
        unchecked=[claim for claim in claims if claim["status"] == NOT_CHECKED],
        leading={name: [c for c in by_weight if standing(c) == name] for name in STANDINGS},
        used_by=used_by,
        home=home,
        drawn=drawn,
        figures=_figures(evidence["checks"], home, drawn),
        where={claim["id"]: claim["where"] for claim in claims},
    )


def _rank(claim: Claim, used_by: Mapping[str, Sequence[str]]) -> tuple[bool, bool, int]:
    """Definitions come last; theorems and lemmas first, then what most other claims rest on."""
    says_little = claim["nature"] == Nature.DEFINITION
    return says_little, not claim["where"].startswith(RESULTS), -len(_resting_on(claim["id"], used_by))


def _chapters(claims: Sequence[Claim]) -> list[Chapter]:
    chapters: list[Chapter] = []
    for name, group in groupby(claims, key=lambda claim: str(claim["section"])):
        key = re.sub(r"[^A-Za-z0-9.]+", "-", name.partition(" ")[0])
        taken = any(chapter.key == key for chapter in chapters)
        chapters.append(Chapter(name, f"{key}-{len(chapters) + 1}" if taken or not key else key, list(group)))
    return chapters


def _used_by(claims: Sequence[Claim]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {claim["id"]: [] for claim in claims}
    for claim in claims:
        for need in claim["needs"]:
            if need in found:
                found[need].append(claim["id"])
    return found


def _home(claims: Sequence[Claim]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for claim in claims:
        for name in claim["checks"]:
            homes.setdefault(name, claim["id"])
    return homes


def _drawn(claims: Sequence[Claim], checks: Mapping[str, Any]) -> dict[str, str]:
    """Figure name -> the first check, in the paper's order, that brings the figure."""
    places: dict[str, str] = {}
    for name in _home(claims):
        found = checks[name]["evidence"] if name in checks else None
        for figure in found["figures"] if found else ():
            places.setdefault(figure["name"], name)
    return places


def _figures(
    checks: Mapping[str, Any], home: Mapping[str, str], drawn: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Titles that begin with "Figure" and a number, by that number, and the claims under which they are."""
    titles = {
        figure["name"]: figure["title"]
        for name in dict.fromkeys(drawn.values())
        for figure in checks[name]["evidence"]["figures"]
    }
    found = {name: match for name, title in titles.items() if (match := NUMBERED.match(title))}
    order = sorted(found, key=lambda name: int(found[name][1]))
    return [(titles[name], home[drawn[name]]) for name in order]
