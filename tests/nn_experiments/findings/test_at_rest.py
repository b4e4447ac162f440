import numpy as np
import pytest
from scipy.optimize import minimize

from nn_experiments.findings.at_rest import CLASSES, resting_decrements, resting_place

RNG = np.random.default_rng(0)
FEATURES, LABELS = RNG.normal(size=(300, 2)), RNG.integers(CLASSES, size=300)


def test_rest_is_where_a_quasi_newton_method_ends():
    inputs = np.column_stack([FEATURES, np.ones(300)])

    def loss(flat: np.ndarray) -> float:
        logits = inputs @ flat.reshape(CLASSES, 3).T
        return float((np.log(np.exp(logits).sum(1)) - logits[np.arange(300), LABELS]).mean())

    place = resting_place(FEATURES, LABELS)
    assert loss(place) == pytest.approx(minimize(loss, np.zeros(CLASSES * 3)).fun, abs=1e-7)


def test_separable_classes_have_no_rest():
    with pytest.raises(ValueError, match=r"features of shape \(10, 1\): no minimum was found"):
        resting_place(np.arange(10.0)[:, None], np.arange(10))


def test_the_gradient_at_rest_is_nothing_beside_the_loss():
    found = resting_decrements()
    assert found.shape == (10,)
    assert (found < -20).all()
