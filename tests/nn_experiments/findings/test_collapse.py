import numpy as np
import pytest

from nn_experiments.findings.collapse import (
    BY_EPOCHS,
    BY_RATE,
    BY_RATIO,
    BY_TIME,
    GHOST,
    IMAGES,
    RATES,
    SEEDS,
    TIMES,
    coefficients,
    grid,
    protocol_of,
)


def planted(by_time, by_ratio, by_rate=0.0):
    norms = [
        [
            1.5
            + by_time * np.log(t)
            + by_ratio * np.log(float(arm.rate / arm.batch))
            + by_rate * np.log(float(arm.rate))
            for t in TIMES
        ]
        for arm in grid()
    ]
    return np.array([norms] * SEEDS)


def test_planted_coefficients_are_found():
    found = coefficients(planted(-1.2, 0.3))
    for name, value in {BY_TIME: -1.2, BY_RATIO: 0.3, BY_EPOCHS: -0.9, BY_RATE: 0.0}.items():
        assert found[name] == pytest.approx(np.full(SEEDS, value))


def test_what_the_rate_adds_is_told_apart():
    assert coefficients(planted(-1.0, 0.0, 0.5))[BY_RATE] == pytest.approx(np.full(SEEDS, 0.5))


def test_all_arms_come_to_the_same_times():
    for arm in grid():
        protocol = protocol_of(arm)
        assert [protocol.time(arm, epoch) for epoch in protocol.checkpoints] == list(TIMES)


def test_all_arms_are_normalised_alike():
    assert {arm.ghost or arm.batch for arm in grid()} == {GHOST}
    assert len({arm.rate / arm.batch for arm in grid()}) == 5


def test_a_time_between_epochs_is_refused():
    arm = next(arm for arm in grid() if arm.rate == RATES[-1] and arm.batch == GHOST)
    assert IMAGES * arm.rate / arm.batch == 4
    with pytest.raises(ValueError, match=r"times=\(20, 30\): \(0.2, 64\) is not there after whole epochs"):
        protocol_of(arm, (20, 30))
