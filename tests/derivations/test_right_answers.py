import math

import pytest
import sympy as sp

from derivations.right_answers import GAPS, confidence, loss_by_confidence


def test_the_loss_is_the_cross_entropy_of_the_logits():
    logits, alpha = (2.0, 1.5, -1.0, 0.5), 1.7
    gaps = {gap: logits[0] - other for gap, other in zip(GAPS, logits[1:], strict=True)}
    found = float(loss_by_confidence().subs({**gaps, confidence: alpha}))
    expected = -math.log(math.exp(alpha * logits[0]) / sum(math.exp(alpha * z) for z in logits))
    assert found == pytest.approx(expected)


def test_the_loss_tends_to_zero_and_starts_at_that_of_a_guess():
    loss = loss_by_confidence()
    assert sp.limit(loss.subs(dict.fromkeys(GAPS, 1)), confidence, sp.oo) == 0
    assert loss.subs(confidence, 0) == sp.log(4)
