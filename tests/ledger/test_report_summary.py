import json

from ledger.report.outline import outline
from ledger.report.summary import STANDINGS, grade_of, summary, told
from tests.ledger.sample_evidence import sample


def test_every_claim_is_counted_once_in_every_table():
    counts = summary(sample())
    assert counts.claims == 9
    assert sum(counts.standings.values()) == 9
    assert sum(counts.statuses.values()) == 9
    assert sum(section.checked + section.unchecked for section in counts.sections) == 9
    assert sum(sum(row.values()) for row in counts.matrix.values()) == 9


def test_failed_broke_timed_out_and_not_run_are_counted_apart():
    counts = summary(sample()).statuses
    assert {
        name: counts[name] for name in ("failed", "broke", "timed out", "not run", "not checked")
    } == dict.fromkeys(("failed", "broke", "timed out", "not run", "not checked"), 1)


def test_a_claim_has_the_weakest_grade_of_its_evidence():
    evidence = sample()
    grades = {claim["id"]: grade_of(claim, evidence["checks"]) for claim in evidence["claims"]}
    assert grades["thm-2.2-core"] == "enclosed"
    evidence["checks"]["numerics.line.escape:mean_escape_time_at_twenty"]["evidence"]["grade"] = "statistical"
    assert grade_of(evidence["claims"][2], evidence["checks"]) == "statistical"
    assert grades["eq-2.1-sgd"] == grades["exp-mnist"] == ""


def test_of_several_refutations_the_strongest_counts():
    claim = {"checks": ["a", "b", "c"]}
    refuted = {"of": "paper", "outcome": "refutes"}
    checks = {
        "a": {"evidence": refuted | {"grade": "enclosed"}},
        "b": {"evidence": refuted | {"grade": "statistical"}},
        "c": {"evidence": {"of": "corrected", "outcome": "supports", "grade": "symbolic"}},
    }
    assert grade_of(claim, checks) == "enclosed"
    checks["c"]["evidence"]["grade"] = "numerical"
    assert grade_of(claim, checks) == "numerical"
    checks["c"]["evidence"]["of"] = "beside"
    assert grade_of(claim, checks) == "enclosed"


def test_controls_are_counted_by_what_was_found():
    controls = summary(sample()).controls
    assert (controls.wrong, controls.rejected) == (13, 12)
    assert (controls.right, controls.accepted) == (3, 3)


def test_a_claim_that_no_machine_decides_is_not_called_undecided():
    assert summary(sample()).standings == dict(zip(STANDINGS, (2, 1, 1, 4, 1), strict=True))


def test_the_claim_on_which_most_others_rest_leads():
    evidence = sample()
    evidence["claims"].insert(0, evidence["claims"][6] | {"id": "first", "needs": []})
    assert [claim["id"] for claim in outline(evidence).leading["holds"]] == [
        "lemma-2.1",
        "first",
        "lemma-2.3",
    ]


def test_claims_that_need_each_other_in_a_circle_are_no_trap():
    evidence = sample()
    evidence["claims"][0]["needs"] = ["thm-2.2-point-target"]
    assert outline(evidence).used_by["thm-2.2-point-target"] == ["lemma-2.1"]


def test_the_json_report_has_a_row_per_claim():
    rows = {row["id"]: row for row in json.loads(json.dumps(told(sample())))["claims"]}
    core = rows["thm-2.2-core"]
    assert (core["verdict"], core["grade"], core["seconds"]) == ("holds when corrected", "enclosed", 1.5)
    check = core["checks"][2]
    assert check["measured"] == "729.67069 ± 4·10⁻⁵"
    assert (check["rejected"], check["accepted"]) == (["half", "twice"], [])
    assert core["checks"][1]["accepted"] == ["with the next order"]
    assert rows["thm-2.2-decay"]["checks"][0]["error"].startswith("ValueError")


def test_figures_of_the_paper_are_listed_in_its_order_where_they_are_drawn():
    evidence = sample()
    ((name, check),) = [
        (n, c) for n, c in evidence["checks"].items() if c["evidence"] and c["evidence"]["figures"]
    ]
    assert outline(evidence).figures == []
    (figure,) = check["evidence"]["figures"]
    titles = ("Figure 10: last", "Figure 2 redrawn", "Figures")
    check["evidence"]["figures"] = [figure | {"name": title, "title": title} for title in titles]
    home = next(claim["id"] for claim in evidence["claims"] if name in claim["checks"])
    assert outline(evidence).figures == [(title, home) for title in ("Figure 2 redrawn", "Figure 10: last")]
