"""The rule, fixed before the runs: at most 3 standard errors outside of what is predicted."""

import pytest

from numerics.splitting.high_dimensions import CASES, HEIGHT, seen


def test_every_barrier_is_as_high():
    assert [case.ring.eta * case.size / 4 for case in CASES] == [HEIGHT] * 3
    assert [case.size for case in CASES] == [16, 32, 64]


def test_sixteen_dimensions_with_few_runs():
    found = seen(CASES[0], runs=96)
    assert found.deviation < 3
    assert found.row.startswith("| 16 | 26 | 96 | ")


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"d={case.size}")
def test_high_dimensions(case):
    found = seen(case)
    assert found.deviation < 3
    assert found.estimate.relative_error < 0.04
