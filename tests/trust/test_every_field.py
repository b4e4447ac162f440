"""Every field of an evidence file, one after the other, is an attack: it is shown as text, or refused.

The fields are those that are there: every key at every depth, with text or without, and the names by which
checks, versions and times are called. That all fields of the nouns are there is a test of its own.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from ledger.figure import Contours, Curve, Figure, Panel
from ledger.model import Claim, Control, Evidence
from ledger.mutation import Discrimination
from ledger.report import write
from tests.ledger.sample_evidence import sample
from tests.ledger.test_report import HOSTILE, Elements

ATTACK = f"{HOSTILE}\"onmouseover='alert(1)' javascript:alert(1) ](javascript:alert(1))"
LINKS = ("#", "?", "data:,", "explore.html")
NOUNS = (Claim, Evidence, Control, Discrimination, Figure, Panel, Curve, Contours)
UNTOLD = {"expect_on"}  # of a claim; evidence does not tell it
DRAWN = {"figures", "panels", "curves", "contours"}
Field = tuple[str, str]


def whole() -> dict[str, Any]:
    """Evidence in which every field of a noun occurs."""
    evidence = sample()
    evidence |= {"ledger": "a folder"}
    evidence["provenance"] |= {"ledger": "a digest"}
    panels = [
        panel
        for check in evidence["checks"].values()
        for figure in (check["evidence"] or {"figures": []})["figures"]
        for panel in figure["panels"]
    ]
    heights = [[0.0, 1.0], [2.0, 3.0]]
    panels[0]["contours"] = {"x": [0.0, 1.0], "y": [0.0, 1.0], "heights": heights, "levels": [1.5]}
    return evidence


def undrawn() -> dict[str, Any]:
    """The same without figures, which take long."""
    evidence = whole()
    for check in evidence["checks"].values():
        if check["evidence"]:
            check["evidence"]["figures"] = []
    return evidence


def leaves(value: Any, field: Field = ("", "")) -> Iterator[Field]:
    """The fields that end in no further table, each by its key and the key above it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (field[1], _kind(key)))
    elif isinstance(value, list) and value:
        for inner in value:
            yield from leaves(inner, field)
    else:
        yield field


def _kind(key: str) -> str:
    """The name of a check, a section or a library is no field."""
    return key if key.isidentifier() else "*"


def attacked(value: Any, field: Field, here: Field = ("", "")) -> Any:
    """`value` with the attack in place of everything that stands in `field`."""
    if isinstance(value, dict):
        return {key: attacked(inner, field, (here[1], _kind(key))) for key, inner in value.items()}
    if isinstance(value, list) and value:
        return [attacked(inner, field, here) for inner in value]
    return ATTACK if here == field else value


FIELDS = sorted(set(leaves(whole())))


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The tags and attributes of the page without an attack."""
    (page, *_) = write(whole(), tmp_path_factory.mktemp("usual"))
    found = Elements(page.read_text(encoding="utf-8")).found
    return {tag for tag, _ in found}, {name for _, attrs in found for name in attrs}, _scripts(found)


def _scripts(found):
    return sum(tag == "script" for tag, _ in found)


def require_harmless(files, usual):
    tags, attributes, scripts = usual
    found = Elements(files[0].read_text(encoding="utf-8")).found
    assert {tag for tag, _ in found} <= tags
    assert {name for _, attrs in found for name in attrs} <= attributes
    assert _scripts(found) == scripts
    assert all(attrs["href"].startswith(LINKS) for _, attrs in found if attrs.get("href"))
    markdown = re.sub(r"`[^`]*`", "", files[1].read_text(encoding="utf-8"))
    assert "<" not in markdown
    assert not re.search(r"(?<!\\)\]\(javascript", markdown)
    json.loads(files[2].read_text(encoding="utf-8"))


def require_harmless_or_refused(evidence, folder, usual):
    files, refusal = [], ""
    try:
        files = write(evidence, folder)
    except ValueError as error:
        refusal = str(error)
    if files:
        require_harmless(files, usual)
    else:
        assert refusal.startswith("not an evidence file, it is damaged")
        assert not folder.exists()


@pytest.mark.parametrize("field", FIELDS, ids=".".join)
def test_a_hostile_field_is_shown_as_text_or_refused(tmp_path, usual, field):
    evidence = attacked(whole() if field[0] in DRAWN else undrawn(), field)
    assert ATTACK in json.dumps(evidence, ensure_ascii=False).replace('\\"', '"')
    require_harmless_or_refused(evidence, tmp_path / "out", usual)


@pytest.mark.parametrize("named", ["claims", "checks", "versions"])
def test_a_hostile_name_is_shown_as_text(tmp_path, usual, named):
    evidence = undrawn()
    names = {
        "claims": [claim["id"] for claim in evidence["claims"]],
        "checks": list(evidence["checks"]),
        "versions": list(evidence["provenance"]["versions"]),
    }[named]
    renamed = {name: f"{ATTACK}{number}" for number, name in enumerate(names)}
    require_harmless(write(_renamed(evidence, renamed), tmp_path / "out"), usual)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_of_a_noun_is_attacked(noun, record_property):
    record_property("inputs", 0)
    there = {key for field in FIELDS for key in field}
    assert {field.name for field in fields(noun)} - UNTOLD <= there
