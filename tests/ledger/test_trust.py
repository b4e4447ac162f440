"""Records of campaigns: whole or absent, read back unchanged, refused in a sentence when they are damaged."""

import json

import pytest

from ledger.store import source_digest
from ledger.trust.campaign import RECORDS, Count, Left, campaigns, recorded

COUNTS = (Count("texts", 3, 2, "refused"), Count("numbers", 0, 0, "refused"))
LEFT = (Left("a text", "argued"), Left("<script>", ""))
WORDS = ("Hostile things", "Are they refused?", "python -m tests.campaigns.hostile")


def record(folder, name="hostile", run=lambda: (COUNTS, LEFT)):
    return recorded(name, *WORDS, run, folder=folder)


def test_a_campaign_comes_back_from_its_record_unchanged(tmp_path):
    assert record(tmp_path) == tmp_path / "hostile.json"
    (found,) = campaigns(tmp_path)
    assert (found.name, found.title, found.asks, found.command) == ("hostile", *WORDS)
    assert (tuple(found.counts), tuple(found.left)) == (COUNTS, LEFT)
    assert found.source == source_digest()
    assert found.date.endswith("+00:00")
    assert found.machine
    assert found.versions["python"]


def test_the_time_of_the_run_is_recorded(tmp_path, monkeypatch):
    ticks = iter([10.0, 12.5])
    monkeypatch.setattr("ledger.trust.campaign.monotonic", lambda: next(ticks))
    record(tmp_path)
    assert campaigns(tmp_path)[0].seconds == pytest.approx(2.5)


def test_records_are_in_the_order_of_their_names(tmp_path):
    for name in ("seeds", "faults"):
        record(tmp_path, name)
    assert [campaign.name for campaign in campaigns(tmp_path)] == ["faults", "seeds"]


def test_without_records_there_are_no_campaigns(tmp_path):
    assert campaigns(tmp_path / "nowhere") == []


def test_the_records_of_the_suite_can_be_read():
    assert [campaign.name for campaign in campaigns()] == sorted(file.stem for file in RECORDS.glob("*.json"))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_run_that_breaks_leaves_the_old_record(tmp_path, stop):
    old = record(tmp_path).read_bytes()

    def broken():
        raise stop

    with pytest.raises(stop):
        record(tmp_path, run=broken)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [old]


@pytest.mark.parametrize("name", ["", "Hostile", "../hostile", "hostile.json", "a-b", "x" * 42])
def test_a_name_that_is_no_name_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="lower-case letters and underscores"):
        record(tmp_path, name)


@pytest.mark.parametrize("counts", [(2, 3), (-1, -1), (1, -1)])
def test_an_impossible_count_is_refused(tmp_path, counts):
    with pytest.raises(ValueError, match="cannot be as wanted"):
        record(tmp_path, run=lambda: ([Count("texts", *counts, "refused")], []))
    assert not list(tmp_path.iterdir())


DAMAGE = {
    "another schema": {"schema": 2},
    "another name": {"name": "faults"},
    "a number for a text": {"title": 3},
    "a text for a time": {"seconds": "long"},
    "a negative time": {"cpu_seconds": -1},
    "a truth for a time": {"seconds": True},
    "versions that are none": {"versions": []},
    "a version that is none": {"versions": {"numpy": 2}},
    "counts that are none": {"counts": "many"},
    "a count without fields": {"counts": [{}]},
    "a count of texts": {"counts": [{"what": "x", "tried": "3", "as_wanted": 2, "wanted": "y"}]},
    "more than tried": {"counts": [{"what": "x", "tried": 1, "as_wanted": 2, "wanted": "y"}]},
    "a left without a reason": {"left": [{"what": "x"}]},
    "a field too many": {"more": 1},
}


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_record_is_refused_in_a_sentence(tmp_path, change):
    path = record(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^'hostile.json': not a record of a campaign: [^\n]+$"):
        campaigns(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 10**5])
def test_what_is_no_record_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "hostile.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"^'hostile.json': not a record of a campaign: [^\n]+$"):
        campaigns(tmp_path)
