from fractions import Fraction

from ledger.bound import exact
from ledger.compare import agree, at_most, near, tends_to
from ledger.describe import describe
from ledger.report.comparison import columns, grid
from ledger.report.numbers import plain


def shown(measured, predicted, comparer):
    """Headings and printed cells of the table."""
    table = grid(describe(measured), describe(predicted), comparer.rule)
    return table.head, [[plain(cell) for cell in line] for line in table.lines]


def test_two_bounds_stand_with_the_quotient_that_the_rule_looks_at():
    _, lines = shown(exact(3), exact(2), agree("0.1"))
    assert lines == [["measured", "3"], ["predicted", "2"], ["measured/predicted", "1.5"]]


def test_two_bounds_stand_with_the_difference_that_the_rule_looks_at():
    _, lines = shown(exact(3), exact(2), near("0.1"))
    assert lines[-1] == ["measured − predicted", "1"]


def test_an_inequality_needs_no_third_line():
    assert len(shown(exact(3), exact(2), at_most())[1]) == 2


def test_pairs_over_the_same_x_have_a_line_each():
    x = Fraction(1, 20)
    head, lines = shown([(x, exact(3))], [(x, exact(2))], tends_to(1))
    assert head == ("x", "measured", "predicted", "measured/predicted")
    assert lines == [["1/20", "3", "2", "1.5"]]


def test_a_quotient_by_what_may_be_zero_is_a_dash():
    x, y = Fraction(1, 20), Fraction(1, 10)
    _, lines = shown([(x, exact(3)), (y, exact(3))], [(x, exact(0)), (y, exact(2))], tends_to(1))
    assert [line[-1] for line in lines] == ["–", "1.5"]


def test_tables_with_the_same_names_have_a_line_per_name():
    head, lines = shown({"flat": exact(3)}, {"flat": exact(2)}, at_most())
    assert (head, lines) == (("", "measured", "predicted"), [["flat", "3", "2"]])


def test_collections_of_different_shape_stand_one_above_the_other():
    _, lines = shown({"flat": exact(3), "sharp": exact(4)}, ["sharp", "flat"], at_most())
    assert lines == [["measured", "flat: 3; sharp: 4"], ["predicted", "sharp, flat"]]


def test_what_was_found_twice_is_shown_once():
    _, lines = shown({"flat": exact(3)}, {"flat": exact(3)}, at_most())
    assert lines == [["measured and predicted, alike", "flat: 3"]]


def formula(tex):
    return {"kind": "formula", "tex": tex, "text": tex}


def test_long_formulas_stand_one_above_the_other():
    sides = [{"kind": "list", "items": [formula(letter * 90)]} for letter in "ab"]
    lines = [[plain(cell) for cell in line] for line in grid(*sides, "equal").lines]
    assert lines == [["1", "measured", "a" * 90], ["1", "predicted", "b" * 90]]


def test_controls_that_are_collections_are_columns():
    predicted = describe({"flat": exact(3)})
    controls = [
        {"name": name, "predicted": describe({"flat": exact(n)})} for n, name in enumerate(("no", "yes"))
    ]
    table = columns(predicted, controls)
    assert table.head == ("", "no", "yes")
    assert [[plain(cell) for cell in line] for line in table.lines] == [["flat", "0", "1"]]
    assert columns(predicted, [*controls, {"name": "other", "predicted": describe(exact(1))}]) is None
    assert columns(describe(exact(1)), []) is None
