from fractions import Fraction

import numpy as np
import pytest

from ledger.bound import Bound, Grade
from ledger.outcome import Outcome
from nn_experiments.findings.contrasts import When, between_probes, difference, related
from nn_experiments.training.curves import Curves, Run
from nn_experiments.training.protocol import Arm, Protocol

FIRST, SECOND = Arm(Fraction(1, 10), 8, replicas=4), Arm(Fraction(1, 5), 8, replicas=3)
PROTOCOL = Protocol(8, (2, 2, 2), 12, (1, 4, 9, 12), probes=2, hessian_images=8, arms=(FIRST, SECOND))


def curves(arm: Arm, test_loss: np.ndarray, squares: np.ndarray) -> Curves:
    other = np.zeros_like(test_loss)
    fine = np.zeros(arm.replicas, int)
    return Curves(arm, PROTOCOL.checkpoints, 12, fine, other, other, test_loss, other, other, squares)


@pytest.fixture
def run() -> Run:
    """Replicas differ much, within a replica the arms differ by 1, 2, 3, 4 and little more."""
    rng = np.random.default_rng(0)
    start = rng.normal(0, 100, (4, 1))
    second = start[:3] + rng.normal(0, 1e-3, (3, 4))
    squares = np.exp(rng.normal(0, 1e-3, (4, 4, 2)))
    return Run(
        PROTOCOL,
        "nothing",
        0,
        {FIRST: curves(FIRST, start + np.arange(1, 5), squares), SECOND: curves(SECOND, second, squares[:3])},
    )


def test_differences_are_taken_within_the_replicas_that_both_arms_have(run):
    bound = difference(run, "test_loss", [When(FIRST, (9, 12))], [When(SECOND, (9, 12))])
    assert bound.grade is Grade.EMPIRICAL
    assert bound.low < 3.5 < bound.high
    assert bound.radius < 0.05
    assert "n = 3" in bound.method


def test_a_difference_of_differences_is_taken_within_replicas(run):
    plus, minus = [When(FIRST, (12,)), When(SECOND, (1,))], [When(FIRST, (1,)), When(SECOND, (12,))]
    bound = difference(run, "test_loss", plus, minus)
    assert bound.low < 3 < bound.high
    assert bound.radius < 0.05


def test_a_place_and_itself_do_not_differ(run):
    bound = difference(run, "test_loss", [When(FIRST, (1,))], [When(FIRST, (1,))])
    assert bound.low == bound.high == 0


def test_two_halves_of_the_probes_measure_the_same_thing(run):
    bound = between_probes(run, When(FIRST, (1, 4)))
    assert bound.low < 0 < bound.high


def test_an_empty_window_is_refused(run):
    with pytest.raises(ValueError, match=r"epochs=\(\): no checkpoint of \(0.1, 8\)"):
        difference(run, "test_loss", [When(FIRST, ())], [When(SECOND, ())])


WORDS = ("less", "not less", "more", "not more", "same", "positive")
S, R, Q = Outcome.SUPPORTS, Outcome.REFUTES, Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("low", "high", "outcomes"),
    [
        (-3, -2, (S, R, R, S, R, R)),
        (-2, 0, (Q, Q, R, S, Q, R)),
        (0, 1, (R, S, Q, Q, S, Q)),
        (-1, 1, (Q, Q, Q, Q, S, Q)),
        (-2, 2, (Q, Q, Q, Q, Q, Q)),
        (2, 3, (R, S, S, R, R, S)),
    ],
)
def test_words_are_decided_by_the_whole_interval(low, high, outcomes):
    compare = related(Fraction(1), "")
    measured = {"x": Bound(Fraction(low), Fraction(high), Grade.EMPIRICAL)}
    assert tuple(compare(measured, {"x": word}) for word in WORDS) == outcomes


def test_every_named_difference_must_be_as_predicted():
    measured = {
        n: Bound(Fraction(v), Fraction(v), Grade.EMPIRICAL) for n, v in (("a", 5), ("b", -5), ("c", 0))
    }
    compare = related(Fraction(1), "")
    assert compare(measured, {"a": "more", "b": "less"}) is Outcome.SUPPORTS
    assert compare(measured, {"a": "more", "b": "more"}) is Outcome.REFUTES


def test_other_words_are_refused():
    measured = {"a": Bound(Fraction(0), Fraction(0), Grade.EMPIRICAL)}
    with pytest.raises(ValueError, match="word='larger': less, not less, more, not more, same or positive"):
        related(Fraction(1), "")(measured, {"a": "larger"})
