"""Three values: the opposite of one, and the conjunction of several."""

import pytest

from ledger.outcome import Outcome, every

S, R, OPEN = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE


@pytest.mark.parametrize(("outcome", "opposite"), [(S, R), (R, S), (OPEN, OPEN)])
def test_what_is_vague_has_no_opposite(outcome, opposite):
    assert outcome.opposite is opposite


@pytest.mark.parametrize(
    ("members", "outcome"),
    [([S], S), ([S, S], S), ([R], R), ([OPEN], OPEN), ([S, R], R), ([S, OPEN], OPEN), ([OPEN, R, S], R)],
)
def test_one_refuted_member_refutes_all_and_one_vague_one_leaves_all_open(members, outcome):
    assert every(members) is outcome


def test_nothing_is_no_conjunction():
    with pytest.raises(ValueError, match="nothing was compared"):
        every([])
