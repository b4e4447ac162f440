"""The commit that a record or a run was made at."""

import subprocess

import pytest

from ledger import provenance


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with one file, a.py, that is committed."""
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    (tmp_path / "a.py").write_text("A = 1\n")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for told in (("init", "--quiet"), ("add", "."), (*author, "commit", "--quiet", "--message", "one")):
        subprocess.run(["git", *told], cwd=tmp_path, check=True)
    return tmp_path


def test_changes_are_told(repository):
    assert provenance.commit().isalnum()
    (repository / "a.py").write_text("A = 2\n")
    assert provenance.commit().endswith(" with changes")


def test_a_new_record_is_no_change(repository):
    records = repository / "ledger" / "trust" / "records"
    records.mkdir(parents=True)
    (records / "fuzz.json").write_text("{}")
    assert provenance.commit().isalnum()
    (repository / "b.py").write_text("")
    assert provenance.commit().endswith(" with changes")


def test_outside_of_a_repository_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    assert provenance.commit() == ""
