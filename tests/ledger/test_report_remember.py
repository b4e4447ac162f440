import pytest

from ledger import load
from ledger.report import html, markdown
from ledger.report.remember import remembered, sentences
from tests.ledger.sample_evidence import sample

SOURCE, SENTENCES = sentences()


def evidence():
    """Evidence with the verdicts on which the sentences rest."""
    verdicts = {claim: verdict for sentence in SENTENCES for claim, verdict in sentence.rests_on.items()}
    base = sample()
    claims = [
        base["claims"][0] | {"id": claim, "verdict": verdict, "checks": [], "needs": []}
        for claim, verdict in verdicts.items()
    ]
    return base | {"claims": claims}


def test_there_are_five_sentences_on_the_paper_of_the_ledger():
    assert len(SENTENCES) == 5
    assert load.paper().source == SOURCE
    assert all(sentence.title and sentence.says and sentence.rests_on for sentence in SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.title)
def test_every_sentence_rests_on_the_verdicts_that_the_ledger_pins(sentence):
    pinned = {row.claim.id: row.claim.expect for row in load.claims() if row.claim.checks}
    assert dict(sentence.rests_on) == {claim: pinned.get(claim) for claim in sentence.rests_on}


def test_sentences_stand_while_the_evidence_agrees():
    found = remembered(evidence())
    assert list(found.stand) == list(SENTENCES)
    assert not found.withdrawn
    assert html.page(evidence()).count("class=rests") == 5


def test_a_sentence_whose_verdict_changes_is_withdrawn_and_not_told():
    changed = evidence()
    changed["claims"] = [claim for claim in changed["claims"] if claim["id"] != "eq-2.7"]
    changed["claims"].append(changed["claims"][0] | {"id": "eq-2.7", "verdict": "holds"})
    found = remembered(changed)
    assert len(found.stand) == 4
    ((sentence, verdicts),) = found.withdrawn
    assert verdicts == {"eq-2.7": "holds"}
    for text in (html.page(changed), markdown.document(changed)):
        assert "Withdrawn" in text
        assert "shrinking balls" in html.page(evidence())
        assert "shrinking balls" not in text
        assert sentence.title in text


def test_of_claims_that_were_not_judged_nothing_is_told():
    partial = evidence()
    partial["claims"] = [claim for claim in partial["claims"] if claim["id"] != "s5-verify"]
    found = remembered(partial)
    assert [len(found.stand), len(found.withdrawn)] == [4, 0]


def test_the_sentences_are_about_this_paper_only():
    other = evidence()
    other["paper"] = other["paper"] | {"source": "another"}
    found = remembered(other)
    assert not found.stand
    assert not found.withdrawn
    assert "To remember" not in html.page(other)
