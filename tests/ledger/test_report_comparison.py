from fractions import Fraction

import pytest

from ledger.bound import exact
from ledger.compare import agree, at_most, near, ordered, tends_to
from ledger.describe import describe
from ledger.report.comparison import grid, methods
from ledger.report.numbers import plain

X = Fraction(1, 20)


def shown(measured, predicted, comparer, **controls):
    """Headings and printed cells of the table; controls are known to be wrong and were rejected."""
    told = [
        {"name": name, "predicted": describe(value), "expected": "refutes", "found": "refutes"}
        for name, value in controls.items()
    ]
    evidence = {"measured": describe(measured), "predicted": describe(predicted), "rule": comparer.rule}
    table = grid(evidence | {"outcome": "supports", "controls": told})
    return table.head, [tuple(plain(cell) for cell in line) for line in table.lines]


def test_measurement_formula_and_controls_have_a_line_each():
    head, lines = shown(exact(3), exact(2), at_most(), half=exact(1))
    assert head == ("", "found", "")
    assert lines == [("measured", "", "3"), ("predicted", "supported", "2"), ("wrong: half", "rejected", "1")]


@pytest.mark.parametrize(
    ("comparer", "line"),
    [(agree("0.1"), ("measured/predicted", "", "1.5")), (near("0.1"), ("measured − predicted", "", "1"))],
)
def test_two_bounds_stand_with_the_number_that_the_rule_looks_at(comparer, line):
    assert shown(exact(3), exact(2), comparer)[1][2] == line


def test_a_quotient_by_what_may_be_zero_is_left_out():
    assert len(shown(exact(3), exact(0), agree("0.1"))[1]) == 2


def test_pairs_over_the_same_x_have_a_line_each_and_formulas_a_column():
    head, lines = shown([(X, exact(3))], [(X, exact(2))], tends_to(1), half=[(X, exact(1))])
    assert head == ("x", "measured", "predicted", "measured/predicted", "wrong: half")
    assert lines == [("1/20", "3", "2", "1.5", "1"), ("found", "", "supported", "", "rejected")]


def test_a_quotient_that_is_missing_on_one_line_is_a_dash_there():
    y = Fraction(1, 10)
    _, lines = shown([(X, exact(3)), (y, exact(3))], [(X, exact(0)), (y, exact(2))], tends_to(1))
    assert [line[3] for line in lines[:2]] == ["–", "1.5"]


def test_tables_and_lists_have_a_line_per_member():
    assert shown({"flat": exact(3)}, {"flat": exact(2)}, agree("0.1"))[1][0] == ("flat", "3", "2", "1.5")
    assert shown([exact(3)], [exact(2)], agree("0.1"))[1][0] == ("1", "3", "2", "1.5")


def test_collections_of_different_shape_stand_one_above_the_other():
    _, lines = shown({"flat": exact(3), "sharp": exact(4)}, ["sharp", "flat"], ordered())
    assert lines[0] == ("measured", "", "flat: 3; sharp: 4")
    assert lines[1] == ("predicted", "supported", "sharp, flat")


def test_a_control_of_another_shape_keeps_its_line():
    head, lines = shown({"flat": exact(3)}, {"flat": exact(2)}, at_most(), half=exact(1))
    assert head == ("", "found", "")
    assert lines[-1] == ("wrong: half", "rejected", "1")


def test_what_was_found_twice_is_shown_once():
    assert shown(exact(3), exact(3), at_most())[1] == [("measured and predicted, alike", "supported", "3")]


def formulas(letter, length):
    tex = letter * length
    return {"kind": "list", "items": [{"kind": "formula", "tex": tex, "text": tex}]}


@pytest.mark.parametrize(("length", "columns"), [(20, 3), (90, 3)])
def test_long_formulas_stand_one_above_the_other(length, columns):
    evidence = {"measured": formulas("a", length), "predicted": formulas("b", length), "rule": "equal"}
    table = grid(evidence | {"outcome": "refutes", "controls": []})
    assert len(table.head) == columns
    assert (table.head[1] == "measured") == (length < 80)


def test_a_control_that_surprises_is_marked():
    control = {"name": "half", "predicted": describe(exact(1)), "expected": "refutes", "found": "supports"}
    evidence = {"measured": describe(exact(1)), "predicted": describe(exact(1)), "rule": "equal"}
    cell = grid(evidence | {"outcome": "supports", "controls": [control]}).lines[-1][1]
    assert cell == {"kind": "finding", "text": "accepted, not as expected", "odd": True}


def test_methods_are_named_once():
    value = {"kind": "bound", "method": "Arb"}
    assert methods({"kind": "table", "rows": [["a", value], ["b", {"kind": "list", "items": [value]}]]}) == [
        "Arb"
    ]
