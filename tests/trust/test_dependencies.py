"""The quick part of the campaign of dependencies, and whether it would notice."""

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

from tests.campaigns import dependencies, environments
from tests.campaigns.dependencies import PAGE, audited, declared, pins, stated
from tests.campaigns.licences import SHORT, imported, licence, strength

PAGES = PAGE.read_text(encoding="utf-8")


def test_every_dependency_is_on_the_page_with_its_bound_and_a_reason():
    told = {(d.group, d.name): d for d in stated()}
    assert {key: d.bound for key, d in told.items()} == {(d.group, d.name): d.bound for d in declared()}
    assert all(len(d.reason) > 3 for d in told.values())


def test_licences_on_the_page_are_those_of_the_metadata():
    for dependency in stated():
        try:
            found = licence(dependency.name)
        except PackageNotFoundError:  # an extra that is not installed
            continue
        assert dependency.licence == found, dependency.name


def test_every_copyleft_among_the_pins_is_named_on_the_page():
    for name in pins():
        try:
            found = licence(name)
        except PackageNotFoundError:
            continue
        assert strength(found) != "unknown", f"{name}: {found!r}"
        assert strength(found) == "free" or name in PAGES, name


def test_what_the_suite_imports_is_under_no_strong_copyleft():
    needed = imported()
    assert {"sympy", "torch", "requests", "markupsafe"} <= needed  # of their needs, too
    assert not {"pytest", "sphinx", "docutils"} & needed
    assert not [name for name in needed if strength(licence(name)) in {"strong copyleft", "unknown"}]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("MIT", "free"),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "free"),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", "free"),
        ("MIT AND LGPL-3.0-or-later", "weak copyleft"),
        ("Public Domain AND BSD AND GPL", "strong copyleft"),
        ("GPL-2.0-only OR MIT", "free"),
        ("AGPL-3.0", "strong copyleft"),
        ("(MIT AND GPL-3.0-only)", "strong copyleft"),
        ("Business Source License 1.1", "unknown"),
        ("", "unknown"),
    ],
)
def test_kinds_of_licences(told, kind):
    assert strength(told) == kind


def test_every_short_name_is_known():
    assert all(strength(short) != "unknown" for short in SHORT.values())


def test_pins_are_within_the_bounds():
    pinned = pins()
    for dependency in declared():
        pin = pinned.get(dependency.name.lower())
        assert pin or dependency.group == "cuda", dependency.name
        assert not pin or pin in Requirement(dependency.name + dependency.bound).specifier, dependency.name


def test_lowest_versions_are_those_of_the_bounds():
    lines = dict(line.split("==") for line in environments.lowest())
    assert lines["sympy"] == "1.14"
    assert lines["pytest"] == "8.2"  # not the upper bound
    assert set(lines) == {d.name for d in declared() if d.group in environments.GROUPS}


def answering(monkeypatch, rows):
    """pip-audit replaced by one that prints `rows`."""
    told = json.dumps({"dependencies": rows}) if isinstance(rows, list) else rows
    monkeypatch.setattr(dependencies.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=told))


def clean(names):
    return [{"name": name, "version": "1", "vulns": []} for name in names]


def test_what_pip_audit_says_is_read(monkeypatch):
    hole = {"name": "B_b", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
    unknown = {"name": "c", "skip_reason": "not found on the index: c (1)"}
    answering(monkeypatch, [*clean(["a"]), hole, unknown])
    assert audited(dict.fromkeys(("a", "b-b", "c", "d"), "1")) == {
        "a": [],
        "b-b": ["PYSEC-1"],
        "c": "not found on the index",
        "d": "pip-audit left it out",
    }


@pytest.mark.parametrize("answer", ["", "Traceback …", "{}"])
def test_an_audit_without_an_answer_is_no_clean_one(monkeypatch, answer):
    answering(monkeypatch, answer)
    assert "told nothing" in audited({"a": "1"})["a"]
    counts, left = dependencies._audit()
    assert [count.as_wanted for count in counts] == [0, 0]
    assert any("not reached" in entry.why for entry in left)


def test_an_audit_that_misses_known_holes_counts_for_nothing(monkeypatch):
    answering(monkeypatch, clean([*pins(), *dependencies.HOLES]))
    counts, left = dependencies._audit()
    assert [count.as_wanted for count in counts] == [0, 0]
    assert [entry.what for entry in left] == ["the audit itself"]


def test_an_audit_that_sees_known_holes_counts(monkeypatch):
    seen = [{"name": name, "version": "1", "vulns": [{"id": "X"}]} for name in dependencies.HOLES]
    rest = clean(name for name in pins() if name not in dependencies.HOLES)
    answering(monkeypatch, [*seen, *rest])
    counts, left = dependencies._audit()
    assert counts[0].as_wanted == len(dependencies.HOLES)
    assert counts[1].as_wanted == len(rest)
    assert {entry.why for entry in left} == {"X"}


def test_what_pytest_writes_is_counted(tmp_path):
    file = tmp_path / "tests.xml"
    cases = ("", "<failure/>", "<error/>", "<skipped/>", "")
    body = "".join(f'<testcase classname="t" name="n{i}">{c}</testcase>' for i, c in enumerate(cases))
    file.write_text(f"<testsuites><testsuite>{body}</testsuite></testsuites>", encoding="utf-8")
    assert environments.ran(file) == (4, ["t::n1", "t::n2"])


def test_tests_that_did_not_begin_are_told(monkeypatch):
    monkeypatch.setattr(environments.Environment, "versions", lambda _: "numpy 2")
    (count,), left = environments.Environment("lowest", Path("nowhere"), ()).tested(until=-1)
    assert (count.tried, count.as_wanted) == (0, 0)
    assert [entry.why for entry in left] == ["not run: the clock had run out"] * len(environments.PARTS)


def test_the_parts_of_the_tests_are_there():
    root = dependencies.ROOT / "tests"
    assert all((root / part).is_dir() for part in environments.PARTS)
