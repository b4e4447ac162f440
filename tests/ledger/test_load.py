"""The ledger's rows name things that exist; anything unknown raises, naming file and claim."""

import pytest

from ledger import load
from ledger.load import LedgerError
from ledger.model import Setting, Verdict

GOOD = """
section = "somewhere"
[[claim]]
id = "a"
where = "here"
says = "x"
nature = "statement"
expect = "holds"
checks = ["derivations.x:y"]
"""


def test_every_check_named_by_the_ledger_exists():
    for row in load.claims():
        for name in row.claim.checks:
            load.check(name)
            line = int(load.source(name).rpartition(":")[2])
            assert line > 0, f"{name} is not assigned at the top level of its module"


def test_a_verdict_is_pinned_for_each_data_set(tmp_path):
    pinned = GOOD.replace('"holds"', '"holds"\nexpect_on = { mnist = "undecided" }')
    (tmp_path / "t_a.toml").write_text(pinned, encoding="utf-8")
    (row,) = load.claims(tmp_path)
    assert row.claim.expected(Setting().dataset) is Verdict.HOLDS
    assert row.claim.expected(Setting(data="a folder").dataset) is Verdict.UNDECIDED


def test_a_row_that_pins_nothing_else_is_expected_the_same_on_all_data(tmp_path):
    (tmp_path / "t_a.toml").write_text(GOOD, encoding="utf-8")
    (row,) = load.claims(tmp_path)
    assert row.claim.expected("mnist") is Verdict.HOLDS


def test_every_check_has_a_control_that_must_be_rejected_or_accepted():
    for row in load.claims():
        for name in row.claim.checks:
            check = load.check(name)
            assert check.wrong or check.right, name


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"holds"', '"hold"', r"t_a\.toml, claim 'a': 'hold' is not a valid Verdict"),
        ('"statement"', '"remark"', r"t_a\.toml, claim 'a': 'remark' is not a valid Nature"),
        ('where = "here"', "", r"claim 'a': missing field \['where'\]"),
        ("says", "sais", r"claim 'a': unknown field \['sais'\]"),
        ("derivations.x:y", "os:system", "claim 'a': check 'os:system': os belongs to Python's standard"),
        ("derivations.x:y", "derivations.x", "is not of the form package.module:name"),
        ('checks = ["derivations.x:y"]', "", "a row without checks needs a reason"),
        ('"holds"', '"holds when corrected"', "`corrected` goes with expect"),
        ("section", "sektion", r"t_a\.toml: unknown key \['sektion'\]"),
        ("[[claim]]", "[[claim]", r"t_a\.toml: no TOML: "),
        ('"here"', "1", "claim 'a': where = 1, but a text without control"),
        ('"here"', '"\\u001b[2J"', r"where = '\\x1b\[2J', but a text without control"),
        ('"x"', '"\\u202e"', r"says = '\\u202e', but a text without control"),
        ('["derivations.x:y"]', '"derivations.x:y"', "checks = 'derivations.x:y', but a list of texts"),
        ('"a"', '"<a>"', "claim '<a>': an id is made of letters, digits"),
        ('"holds"', '"holds"\nneeds = ["b"]', "claim 'a' needs 'b', which is no claim of this ledger"),
        ('"holds"', '"holds"\nneeds = ["a"]', "claims rest on themselves: a needs a"),
        ('"holds"', '"holds"\nexpect_on = 1', "expect_on = 1, but a table such as"),
        (
            '"holds"',
            '"holds"\nexpect_on = { cifar = "holds" }',
            r"expect_on has \['cifar'\]; allowed are mnist",
        ),
        ('"holds"', '"holds"\nexpect_on = { mnist = "maybe" }', "'maybe' is not a valid Verdict: holds, "),
        ('"holds"', '"holds"\nexpect_on = { mnist = 1 }', "1 is not a valid Verdict"),
        (
            '"holds"',
            '"holds"\nexpect_on = { mnist = "holds when corrected" }',
            "`corrected` goes with expect",
        ),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused(tmp_path, old, new, message):
    (tmp_path / "t_a.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(LedgerError, match=message):
        load.claims(tmp_path)


def test_an_id_stands_once(tmp_path):
    for name in ("t_a.toml", "t_b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LedgerError, match="these ids appear twice: a"):
        load.claims(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("derivations.nowhere:x", "there is no module derivations.nowhere"),
        ("derivations.zoo:DOUBLE_WELL", "derivations.zoo has no Check called DOUBLE_WELL"),
        ("os:system", "belongs to Python's standard library"),
        ("derivations.zoo", "is not of the form"),
    ],
)
def test_a_name_that_is_no_check_is_refused(name, message):
    with pytest.raises(LedgerError, match=message):
        load.check(name)


def test_rows_are_selected_by_id_beginning_or_pattern(tmp_path):
    names = ("thm-1", "thm-2", "eq", "eq-a")
    rest = GOOD.replace('section = "somewhere"', "")
    (tmp_path / "t_a.toml").write_text(
        "".join(rest.replace('"a"', f'"{i}"') for i in names), encoding="utf-8"
    )
    rows = load.claims(tmp_path)

    def ids(*patterns):
        return [row.claim.id for row in load.selected(rows, patterns)]

    assert ids() == list(names)
    assert ids("thm") == ["thm-1", "thm-2"]
    assert ids("eq") == ["eq"]  # an id means itself, not all that begin so
    assert ids("*2", "eq*") == ["thm-2", "eq", "eq-a"]
    with pytest.raises(LedgerError, match="no claim matches 'lemma'"):
        ids("lemma")
