"""The errata list what does not hold as printed, heaviest first, with the witness at which it fails."""

import pytest

from ledger.report import documents, errata
from ledger.report.graph import picture
from ledger.report.outline import outline
from ledger.report.sharpness import machine_made, noticed
from ledger.report.summary import summary
from tests.ledger.sample_evidence import sample


def wrong(evidence):
    return [c for c in evidence["claims"] if c["verdict"] in {"holds when corrected", "fails"}]


def test_every_claim_that_does_not_hold_as_printed_is_listed_once():
    evidence = sample()
    text = errata.document(evidence)
    for claim in evidence["claims"]:
        assert text.count(f"sgd-theorems verify {claim['id']}`") == (claim in wrong(evidence))


def test_errata_are_a_pure_function_of_the_evidence():
    assert errata.document(sample()) == errata.document(sample())


def test_hostile_text_stays_text():
    evidence = sample()
    wrong(evidence)[0]["note"] = "<script>alert(1)</script>"
    assert "<script>" not in errata.document(evidence)


def test_the_counts_of_the_readme_are_those_of_the_evidence():
    evidence = sample()
    readme = f"before\n{documents.START}\nOUTDATED\n{documents.END}\nafter"
    text = documents.with_counts(readme, evidence)
    assert text.startswith("before")
    assert text.endswith("after")
    assert "OUTDATED" not in text
    assert f"{len(evidence['claims'])} claims" in text
    assert documents.with_counts(text, evidence) == text
    with pytest.raises(ValueError, match="the markers"):
        documents.with_counts("no markers", evidence)


def test_the_graph_has_a_dot_for_every_claim_and_a_line_for_every_need():
    found = outline(sample())
    drawn = picture(found)
    assert [dot.id for dot in drawn.dots] == [c["id"] for c in sample()["claims"]]
    assert len(drawn.lines) == sum(map(len, found.used_by.values()))
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert all(shaken.surviving <= shaken.resting for shaken in drawn.shaken)


def test_what_a_check_notices_is_said_in_words():
    nothing = {"killed": 0, "survived": [], "equivalent": 0, "notices": ""}
    assert (
        noticed(nothing | {"killed": 3, "survived": ["sign"]})
        == "3 of 4 machine-made wrong formulas rejected"
    )
    assert noticed(nothing | {"notices": "0.01 relative"}) == "an error of 0.01 relative would be rejected"
    assert "room" in noticed(nothing | {"notices": "no error below one half"})
    assert noticed(nothing) == ""


def test_survivors_are_named():
    made = machine_made(sample()["checks"])
    assert made.made == made.rejected + len(made.survivors) > 0
    assert summary(sample()).machine == made
