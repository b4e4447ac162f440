"""Files are whole or absent; evidence survives the way through JSON unchanged."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from ledger import files, store
from ledger.bound import Bound, Grade, exact
from ledger.compare import agree
from ledger.figure import Contours, Curve, Figure, Panel
from ledger.model import Check, Setting
from ledger.run import Run, Status

CONTOURS = Contours((0.0, 1.0), (0.0, 1.0), ((0.0, 1.0), (2.0, 3.0)), (1.5,))
FIGURE = Figure(
    "f",
    "title",
    "description",
    (Panel("p", "x", "y", (Curve("c", (0.0, 1.0), (1.0, 2.0)),), contours=CONTOURS),),
)
CHECK = Check(
    tests="two is two",
    measure=lambda: exact(2),
    predict=lambda: exact(2),
    compare=agree("0.01"),
    wrong={"three": lambda: exact(3)},
    figures=lambda setting: (FIGURE,),
)


def test_evidence_comes_back_from_json_unchanged():
    evidence = CHECK.run(Setting())
    assert store.recalled(json.loads(files.as_json(store.told(evidence)))) == evidence


def test_a_journal_gives_back_what_ran_and_only_that(tmp_path):
    journal = store.Journal(tmp_path / "unfinished", Setting())
    ran = Run("derivations.x:y", Status.RAN, CHECK.run(Setting()), seconds=1.5)
    journal.keep(ran)
    journal.keep(Run("derivations.x:z", Status.BROKE, error="on purpose"))
    assert journal.finished() == {"derivations.x:y": ran}
    assert store.Journal(tmp_path / "unfinished", Setting(seed=1)).finished() == {}


@pytest.mark.parametrize("damage", ["", "{", '{"check": 1}', "[]", "null"])
def test_a_damaged_page_of_the_journal_is_run_again(tmp_path, damage):
    journal = store.Journal(tmp_path / "unfinished", Setting())
    journal.keep(Run("derivations.x:y", Status.RAN, CHECK.run(Setting())))
    (page,) = journal.folder.glob("*.json")
    page.write_text(damage, encoding="utf-8")
    assert journal.finished() == {}


def test_a_page_of_the_journal_with_another_number_is_run_again(tmp_path):
    journal = store.Journal(tmp_path / "unfinished", Setting())
    journal.keep(Run("derivations.x:y", Status.RAN, CHECK.run(Setting()), seconds=1.5))
    (page,) = journal.folder.glob("*.json")
    page.write_text(page.read_text(encoding="utf-8").replace("1.5", "2.5"), encoding="utf-8")
    assert journal.finished() == {}


def test_evidence_that_was_changed_is_refused(tmp_path):
    path, content = tmp_path / "evidence.json", {"schema": 1, "claims": [], "times": {"started": "now"}}
    path.write_bytes(store.evidence_bytes(content))
    assert store.evidence_file(path) == content
    path.write_bytes(path.read_bytes().replace(b"now", b"new"))
    with pytest.raises(ValueError, match=r"evidence.json: the evidence is damaged or was changed; .* anew"):
        store.evidence_file(path)


def test_evidence_without_a_digest_is_read(tmp_path):
    (tmp_path / "evidence.json").write_text('{"schema": 1, "times": {}}', encoding="utf-8")
    assert store.evidence_file(tmp_path / "evidence.json") == {"schema": 1, "times": {}}


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "evidence.json"
    files.write_atomically(path, b"old")

    def full(descriptor):
        raise OSError("no space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        files.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 0}'])
def test_a_file_that_is_no_evidence_is_refused(tmp_path, text):
    path = tmp_path / "e.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="not an evidence file"):
        store.evidence_file(path)


def test_numbers_are_kept_with_their_ends_rounded_outwards():
    third = Bound(Fraction(1, 3), Fraction(2, 3), Grade.ENCLOSED)
    told = store.told(replace(CHECK, measure=lambda: third, predict=lambda: third).run(Setting()))
    low, high = (Fraction(told["measured"][end]) for end in ("low", "high"))
    assert low < Fraction(1, 3)
    assert high > Fraction(2, 3)
    assert high - low < Fraction(1, 3) + Fraction(1, 10**38)


def test_contours_need_a_height_at_every_crossing():
    with pytest.raises(ValueError, match="2 rows of 1 heights are wanted, not"):
        Contours((0.0, 1.0), (0.0,), ((1.0, 2.0), (3.0,)), (1.0,))
