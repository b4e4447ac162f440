"""The report tells how the suite is tested from records and evidence, and nothing that they do not say."""

import json
from dataclasses import replace

import pytest

from ledger.report import tested, write
from ledger.report.html import page
from ledger.report.markdown import document
from ledger.store import source_digest
from ledger.trust.campaign import Campaign, Count, Left, campaigns
from ledger.trust.plan import PLAN, in_order, missing
from tests.ledger.sample_evidence import sample
from tests.ledger.test_report import HOSTILE, Elements

FUZZ = Campaign(
    name="fuzz",
    title="Formulas of a machine",
    asks="Is every text read or refused?",
    command="python -m tests.campaigns.fuzz --seed 5",
    counts=(Count("texts", 1234567, 1234566, "refused"), Count("tales", 7, 7, "refused")),
    left=(Left("a text that stayed", "argued away"), Left("another one", "")),
    date="2026-11-23T15:00:00+00:00",
    machine="a processor, 2 cores",
    versions={"sympy": "1.14"},
    source="abcdef",
    seconds=3600.0,
    cpu_seconds=42.0,
)


@pytest.mark.parametrize(("source", "is_told"), [(source_digest(), False), ("abcdef", True)])
def test_a_record_of_other_sources_says_so(source, is_told):
    text = page(sample(), campaigns=[replace(FUZZ, source=source)])
    assert ("changed since" in text) is is_told


def without(text):
    return " ".join(text.replace("\\", "").split())


def test_a_record_is_shown_with_its_counts_date_machine_and_what_is_left():
    for text in (page(sample(), campaigns=[FUZZ]), document(sample(), campaigns=[FUZZ])):
        for part in ("1,234,567", "1,234,566", "Formulas of a machine", "2026-11-23", "a processor, 2 cores"):
            assert part in text
        assert "python -m tests.campaigns.fuzz --seed 5" in text
        assert "60 min by the clock, 42 s of processors" in text
        assert "a text that stayed: argued away" in without(text)
        assert "not argued yet" in text
        assert "sources abcdef" in text


def test_what_was_not_run_is_told_and_not_invented():
    for text in (page(sample()), document(sample())):
        assert all(does in text for does in PLAN.values())
    assert PLAN["fuzz"] not in page(sample(), campaigns=[FUZZ])
    assert PLAN["kills"] in page(sample(), campaigns=[FUZZ])


def test_without_records_only_this_run_is_counted():
    (only,) = tested.tested(sample(), []).series
    assert only.name == "this_run"
    controls = [c for found in evidences() for c in found["controls"]]
    wrong = [c for c in controls if c["expected"] == "refutes"]
    assert only.counts[0] == Count(
        "Formulas that are wrong on purpose",
        len(wrong),
        sum(c["found"] == "refutes" for c in wrong),
        "rejected",
    )


def evidences():
    return [check["evidence"] for check in sample()["checks"].values() if check["evidence"]]


def test_every_check_that_counts_for_nothing_is_left_with_its_reason():
    (only,) = tested.tested(sample(), []).series
    toothless = [
        name for name, c in sample()["checks"].items() if c["evidence"] and not c["evidence"]["has_teeth"]
    ]
    assert toothless
    assert all(any(left.what.startswith(name) and left.why for left in only.left) for name in toothless)


def test_a_machine_made_formula_that_passed_is_left_without_a_reason():
    evidence = sample()
    found = next(c["evidence"] for c in evidence["checks"].values() if c["evidence"])
    found["discrimination"]["survived"] = ["a factor of two"]
    left = tested.tested(evidence, []).series[0].left
    assert [entry.why for entry in left if "a factor of two" in entry.what] == [""]


def test_the_report_as_data_has_the_same_numbers(tmp_path):
    told = json.loads(write(sample(), tmp_path)[2].read_text(encoding="utf-8"))["tested"]
    assert [series["name"] for series in told["series"]] == [
        "this_run",
        *(c.name for c in in_order(campaigns())),
    ]
    assert told["missing"] == missing(campaigns())


def test_campaigns_stand_in_the_order_of_the_plan_and_strangers_last():
    made = [Campaign(name, "", "", "", ()) for name in ("zoo", "seeds", "code_mutation", "alps")]
    assert [campaign.name for campaign in in_order(made)] == ["code_mutation", "seeds", "alps", "zoo"]


@pytest.mark.parametrize("field", ["title", "asks", "command", "date", "machine", "source"])
def test_a_hostile_text_of_a_record_stays_a_text(field):
    record = Campaign(**{name: getattr(FUZZ, name) for name in FUZZ.__slots__} | {field: HOSTILE})
    require_plain(record)


def test_hostile_lines_of_a_record_stay_texts():
    given = {name: getattr(FUZZ, name) for name in FUZZ.__slots__}
    lines = {
        "counts": [Count(HOSTILE, 2, 1, HOSTILE)],
        "left": [Left(HOSTILE, HOSTILE)],
        "versions": {HOSTILE: HOSTILE},
    }
    require_plain(Campaign(**given | lines))


def require_plain(record):
    elements = Elements(page(sample(), campaigns=[record]))
    assert len(elements.all("script")) == 2
    assert not elements.all("img")
    assert "<script" not in document(sample(), campaigns=[record]).replace(f"`{record.command}`", "")


def test_the_section_can_be_reached_from_the_head_and_from_the_summary():
    assert page(sample()).count("href=#tested") + page(sample()).count('href="#tested"') >= 2
