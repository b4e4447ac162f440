"""A check, run, is evidence: who meets what, how far it reaches, whether it has teeth."""

from dataclasses import replace
from fractions import Fraction

import pytest

from ledger.bound import Bound, Grade, exact
from ledger.compare import at_most
from ledger.figure import Figure
from ledger.model import DIGITS, MNIST, NO_MUTANTS, Check, Claim, Control, Nature, Of, Setting, Verdict
from ledger.outcome import Outcome

S, R, OPEN = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE

# An inequality, so that it matters which side is which: 2 ≤ 3.
CHECK = Check(
    tests="two is at most three",
    measure=lambda: exact(2),
    predict=lambda: exact(3),
    compare=at_most(),
    wrong={"one": lambda: exact(1)},
    right={"two": lambda: exact(2)},
)


def test_the_measurement_stands_on_the_left_of_the_comparison():
    evidence = CHECK.run(Setting())
    assert evidence.outcome is S
    assert [(c.name, c.expected, c.found) for c in evidence.controls] == [("one", R, R), ("two", S, S)]
    assert [c.predicted["low"] for c in evidence.controls] == ["1", "2"]
    assert (evidence.measured["low"], evidence.predicted["low"]) == ("2", "3")
    assert (evidence.of, evidence.tests, evidence.rule) == (Of.PAPER, CHECK.tests, "measured ≤ predicted")


@pytest.mark.parametrize(
    ("measured", "predicted", "grade"),
    [
        (Grade.NUMERICAL, Grade.ENCLOSED, Grade.NUMERICAL),
        (Grade.SYMBOLIC, Grade.STATISTICAL, Grade.STATISTICAL),
    ],
)
def test_evidence_reaches_as_far_as_its_weaker_side(measured, predicted, grade):
    low, high = Bound(Fraction(1), Fraction(2), measured), Bound(Fraction(3), Fraction(4), predicted)
    assert replace(CHECK, measure=lambda: low, predict=lambda: high).run(Setting()).grade is grade


@pytest.mark.parametrize(
    ("outcome", "found", "has_teeth"),
    [
        (S, [(R, R)], True),
        (S, [(R, R), (S, S)], True),
        (S, [(S, S)], False),
        (S, [(R, R), (R, S)], False),
        (S, [(R, R), (R, OPEN)], False),
        (S, [], False),
        (R, [(S, S)], True),
        (R, [(R, R)], False),
        (R, [(S, S), (S, R)], False),
        (OPEN, [(R, R), (S, S)], False),
        (OPEN, [(OPEN, OPEN)], False),
    ],
)
def test_teeth_bite_as_expected_and_once_the_other_way(outcome, found, has_teeth):
    controls = tuple(Control("", {}, expected, came) for expected, came in found)
    assert replace(CHECK.run(Setting()), outcome=outcome, controls=controls).has_teeth is has_teeth


def test_mutants_are_of_the_first_formula_that_is_supported():
    assert CHECK.run(Setting()).discrimination.notices == "0.5 relative"  # of 3: 1.5 is noticed, 2.7 is not
    refuted = replace(CHECK, predict=lambda: exact(1), right={"2.0": lambda: exact(2)})
    assert refuted.run(Setting()).discrimination.notices == "0.000000000001 relative"
    assert replace(refuted, right={}).run(Setting()).discrimination == NO_MUTANTS


def test_a_check_takes_the_setting_only_if_it_says_so():
    assert not CHECK.uses_setting
    asking = replace(CHECK, measure=lambda setting: exact(setting.seed), uses_setting=True)
    assert asking.run(Setting(seed=3)).measured["low"] == "3"


def test_figures_are_drawn_in_the_setting_if_there_are_any():
    assert CHECK.run(Setting()).figures == ()
    drawn = replace(CHECK, figures=lambda setting: (Figure("", f"seed {setting.seed}", "", ()),))
    assert drawn.run(Setting(seed=7)).figures[0].title == "seed 7"


def test_the_networks_learn_digits_unless_there_is_a_folder():
    assert (Setting().dataset, Setting(data="folder").dataset) == (DIGITS, MNIST)


def test_another_verdict_may_be_expected_on_other_data():
    claim = Claim("a", "", "", Nature.STATEMENT, Verdict.HOLDS, expect_on={MNIST: Verdict.FAILS})
    assert (claim.expected(DIGITS), claim.expected(MNIST)) == (Verdict.HOLDS, Verdict.FAILS)
