import numpy as np
import pytest

from ledger.model import Setting
from ledger.outcome import Outcome
from nn_experiments.findings import ladder_findings, the_record
from nn_experiments.findings.figures import ladder
from nn_experiments.training.digits_ladder import GHOSTS, PLAIN, RUNGS, digits_ladder
from tests.nn_experiments.planted import run_of

PROTOCOL = digits_ladder()
S, R = Outcome.SUPPORTS, Outcome.REFUTES


def test_the_rungs_have_one_ratio_and_end_where_the_data_do():
    assert len({arm.rate / arm.batch for arm in (*RUNGS, *GHOSTS)}) == 1
    assert RUNGS[-1].batch == PROTOCOL.images == 1024
    assert PROTOCOL.pool == 1437


def test_only_the_plain_nets_are_not_normalised():
    assert [arm for arm in PROTOCOL.arms if not arm.normalised] == list(PLAIN)
    assert {arm.ghost for arm in GHOSTS} == {RUNGS[0].batch}


@pytest.mark.parametrize(
    ("shifted", "outcomes"),
    [
        (None, (S, S, S)),
        (RUNGS[-1], (R, S, S)),
        (GHOSTS[1], (S, R, S)),
        (PLAIN[2], (S, S, R)),
    ],
)
def test_the_arm_that_differs_is_found(monkeypatch, shifted, outcomes):
    def falling(arm, epochs):
        speed = float(arm.rate) / arm.batch * PROTOCOL.images
        return 4 - np.log1p(epochs * speed) + 0.4 * (arm == shifted)

    run = run_of(falling, protocol=PROTOCOL)
    monkeypatch.setattr(the_record, "kept", lambda name: run)
    checks = (
        ladder_findings.printed_norms_agree_up_the_ladder,
        ladder_findings.norms_agree_up_the_ladder_under_equal_normalisation,
        ladder_findings.equal_ratios_give_equal_norms_without_normalisation,
    )
    found = [check.run(Setting()) for check in checks]
    assert tuple(e.outcome for e in found) == outcomes
    assert all(e.has_teeth for e in found)


def test_the_figure_shows_every_rung_twice():
    own, alike = ladder(run_of(protocol=PROTOCOL)).panels
    assert [len(own.curves), len(alike.curves)] == [5, 5]
