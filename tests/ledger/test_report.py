import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from ledger.report import write
from ledger.report.html import page
from ledger.report.markdown import document
from tests.ledger.sample_evidence import sample

HOSTILE = "</script><script>alert('x')</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}$</span>$<!--"
VOID = {"meta", "link", "input", "br", "img", "hr"}
CELLS, TERMS, PARTS = {"td", "th"}, {"dt", "dd"}, {"thead", "tbody", "tfoot"}
CLOSES = {  # a tag -> the elements that it ends without a word, by the standard of HTML
    **dict.fromkeys(CELLS, CELLS),
    **dict.fromkeys(TERMS, TERMS),
    **dict.fromkeys(PARTS, PARTS | CELLS | {"tr"}),
    **{tag: {"p"} for tag in ("p", "div", "ul", "table", "details", "figure")},
    "tr": CELLS | {"tr"},
    "li": {"li"},
    "option": {"option"},
}
ENDLESS = set().union(*CLOSES.values())


class Elements(HTMLParser):
    """All elements of a page, with their attributes, and whether every one is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        while self.open and self.open[-1] in CLOSES.get(tag, ()):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open[-1] != tag and self.open[-1] in ENDLESS:
            self.open.pop()
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.found if tag in tags]


@pytest.fixture(scope="module")
def elements():
    return Elements(page(sample()))


def test_the_report_is_three_files(tmp_path):
    files = write(sample(), tmp_path / "new")
    assert [file.name for file in files] == ["report.html", "report.md", "report.json"]
    assert all(file.stat().st_size > 1000 for file in files)
    assert json.loads(files[2].read_text())["summary"]["claims"] == 9


def test_the_same_evidence_gives_the_same_bytes_whatever_the_environment(tmp_path):
    (tmp_path / "evidence.json").write_text(json.dumps(sample()))
    program = (
        "import json, sys; from pathlib import Path; from ledger.report import write;"
        "write(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))"
    )
    outs = []
    for name, zone in (("one", "UTC"), ("two", "Asia/Tokyo")):
        surroundings = os.environ | {
            "TZ": zone,
            "PYTHONHASHSEED": str(len(outs)),
            "SOURCE_DATE_EPOCH": str(len(outs)),
        }
        command = [sys.executable, "-c", program, str(tmp_path / "evidence.json"), str(tmp_path / name)]
        subprocess.run(command, env=surroundings, check=True)
        outs.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert outs[0] == outs[1]


def test_the_page_is_small_enough_to_send():
    assert len(page(sample()).encode()) < 650_000  # that is without the claims of a paper


def test_nothing_is_asked_for_from_elsewhere(elements):
    for attrs in [attrs for _, attrs in elements.found]:
        for name in ("src", "href", "action", "srcset", "poster"):
            assert (attrs.get(name) or "#").startswith(("#", "?", "data:"))
    assert not re.search(r"""url\(['"]?(?!data:|#|%23|['"])""", page(sample()))


def test_the_policy_names_the_scripts_and_allows_no_other(elements):
    policy = next(
        a["content"] for a in elements.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    scripts = policy.partition("script-src ")[2].split()
    assert len(scripts) == len(elements.all("script")) == 2
    assert all(script.startswith("'sha256-") for script in scripts)
    assert policy.startswith("default-src 'none'")


def test_every_id_is_unique_and_every_link_inside_the_page_arrives(elements):
    ids = [attrs["id"] for _, attrs in elements.found if "id" in attrs]
    assert len(set(ids)) == len(ids)
    targets = {a["href"][1:] for a in elements.all("a", "use") if (a["href"] or "").startswith("#")}
    assert targets <= set(ids)
    assert {claim["id"] for claim in sample()["claims"]} <= set(ids)
    for reference in ("aria-labelledby", "aria-describedby", "for"):
        assert {attrs[reference] for _, attrs in elements.found if reference in attrs} <= set(ids)


def test_tables_have_captions_and_their_headings_a_scope(elements):
    grids = [a for a in elements.all("table") if a.get("class") != "pairs"]
    assert len(elements.all("caption")) == len(grids)
    assert all(a.get("scope") in ("col", "row") for a in elements.all("th"))


def body(evidence):
    return page(evidence).partition("<body>")[2].partition("<script>")[0]


def test_what_is_not_as_expected_stands_before_everything_else():
    text = body(sample())
    assert text.index("Not as expected") < text.index("In one minute</h2>")
    assert text.index("h = 0.0 is not positive") < text.index("In one minute</h2>")


def test_a_run_in_order_has_no_such_section():
    evidence = sample()
    for claim in evidence["claims"]:
        claim["status"] = "as expected"
    assert "Not as expected" not in body(evidence)


def test_a_shared_check_is_drawn_once():
    evidence = sample()
    evidence["claims"][3]["checks"].append("numerics.line.escape:escape_time_over_formula_tends_to_one")
    text = page(evidence)
    assert text.count("<figure>") == 1
    assert text.count("The evidence stands under") == 1


def test_a_claim_that_was_not_asked_for_is_named_but_not_linked():
    assert "s2.2-H" in page(sample())
    assert 'href="#s2.2-H"' not in page(sample())


def test_ids_in_what_is_said_of_a_claim_lead_to_it():
    evidence = sample()
    evidence["claims"][0]["reason"] = "See thm-2.2-core and thm-9.9; $x$ of lemma-2.1."
    text = page(evidence)
    for known in ("thm-2.2-core", "lemma-2.1"):
        assert f"<a href=#{known}>{known}</a>" in text.partition("See ")[2][:200]
    assert "and thm-9.9; <var>x</var>" in text


def hostile(value: Any, key: str = "") -> Any:
    """`value` with every free text replaced."""
    if isinstance(value, dict):
        return {k: hostile(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(member, key) for member in value]
    free = {
        "title",
        "authors",
        "source",
        "system",
        "processor",
        "commit",
        "started",
        "data",
        "section",
        "where",
        "says",
        "nature",
        "corrected",
        "note",
        "reason",
        "error",
        "tests",
        "rule",
        "text",
        "tex",
        "form",
        "method",
        "name",
        "label",
        "xlabel",
        "ylabel",
        "description",
    }
    return HOSTILE if isinstance(value, str) and key in free else value


def test_no_field_can_bring_markup_or_scripts():
    expected, found = (Elements(page(evidence)) for evidence in (sample(), hostile(sample())))
    assert len(found.all("script")) == len(expected.all("script"))
    assert not found.all("img")
    assert not [name for _, attrs in found.found for name in attrs if name.startswith("on")]


def test_no_field_can_bring_tags_into_the_markdown():
    text = document(hostile(sample()))
    assert "<" not in re.sub(r"`[^`]*`", "", text)


def test_claims_may_have_strange_ids():
    evidence = sample()
    evidence["claims"][0]["id"] = evidence["checks"][
        "derivations.fokker_planck:density_solves_the_fokker_planck_equation"
    ]["needed_by"][0] = HOSTILE
    Elements(page(evidence))
    document(evidence)


def test_an_empty_ledger_is_a_page():
    evidence = sample() | {"claims": [], "checks": {}}
    evidence["times"]["seconds"] = {}
    Elements(page(evidence))
    assert document(evidence).startswith("# ")
