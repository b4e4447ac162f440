"""The verdict is computed; vagueness, toothlessness and contradiction leave a claim undecided."""

from dataclasses import replace
from fractions import Fraction

import pytest

from ledger.bound import Bound, Grade, exact
from ledger.compare import agree
from ledger.judge import judge
from ledger.model import Check, Setting, Verdict

TRUE = Check(
    tests="two is two",
    measure=lambda: exact(2),
    predict=lambda: exact(2),
    compare=agree("0.01"),
    wrong={"three": lambda: exact(3)},
)
FALSE = replace(TRUE, predict=lambda: exact(5), right={"two": lambda: exact(2)})
CORRECTED = replace(TRUE, of="corrected")
WRONGLY_CORRECTED = replace(FALSE, of="corrected")
TOOTHLESS = replace(TRUE, wrong={})
BESIDE, FALSE_BESIDE = replace(TRUE, of="beside"), replace(FALSE, of="beside")
BITES_THE_WRONG_THING = replace(TRUE, wrong={"two again": lambda: exact(2)})
REFUTES_EVERYTHING = replace(FALSE, right={})
VAGUE = replace(TRUE, measure=lambda: Bound(Fraction(1), Fraction(3), Grade.NUMERICAL))
VAGUELY_CORRECTED = replace(VAGUE, of="corrected")


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([TRUE], Verdict.HOLDS),
        ([TRUE, CORRECTED], Verdict.HOLDS),
        ([FALSE], Verdict.FAILS),
        ([FALSE, CORRECTED], Verdict.CORRECTED),
        ([FALSE, WRONGLY_CORRECTED], Verdict.FAILS),
        ([TRUE, WRONGLY_CORRECTED], Verdict.UNDECIDED),
        ([TRUE, FALSE], Verdict.UNDECIDED),
        ([CORRECTED], Verdict.UNDECIDED),
        ([VAGUE], Verdict.UNDECIDED),
        ([TRUE, VAGUELY_CORRECTED], Verdict.UNDECIDED),
        ([FALSE, VAGUELY_CORRECTED], Verdict.UNDECIDED),
        ([TOOTHLESS], Verdict.UNDECIDED),
        ([TRUE, TOOTHLESS], Verdict.UNDECIDED),
        ([BITES_THE_WRONG_THING], Verdict.UNDECIDED),
        ([REFUTES_EVERYTHING], Verdict.UNDECIDED),
        ([], Verdict.UNDECIDED),
        ([BESIDE], Verdict.UNDECIDED),
        ([TRUE, FALSE_BESIDE], Verdict.HOLDS),
        ([TRUE, replace(TOOTHLESS, of="beside")], Verdict.HOLDS),
        ([FALSE, BESIDE], Verdict.FAILS),
        ([FALSE, CORRECTED, FALSE_BESIDE], Verdict.CORRECTED),
    ],
)
def test_verdicts(checks, verdict):
    assert judge([check.run(Setting()) for check in checks]) is verdict


def test_a_measurement_runs_once_for_all_formulas():
    calls = []
    check = replace(TRUE, measure=lambda: calls.append(1) or exact(2))
    check.run(Setting())
    assert len(calls) == 1


def test_the_setting_reaches_a_measurement_that_asks_for_it():
    check = replace(TRUE, measure=lambda setting: exact(setting.seed), uses_setting=True)
    assert judge([check.run(Setting(seed=2))]) is Verdict.HOLDS
    assert judge([check.run(Setting(seed=4))]) is Verdict.UNDECIDED


def test_floats_never_become_evidence():
    with pytest.raises((TypeError, AttributeError)):
        replace(TRUE, measure=lambda: 2.0).run(Setting())
