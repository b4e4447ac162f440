"""A problem small enough to train in a moment."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from nn_experiments.data.digits import Images
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.train import threads


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Tests run beside each other; threads that wait for each other would take minutes."""
    with threads(1):
        yield


@pytest.fixture(scope="session")
def images() -> Images:
    """Three noisy classes in six dimensions."""
    rng = np.random.default_rng(1)
    labels = rng.integers(3, size=72)
    pixels = np.clip(rng.normal(0.3, 0.15, (72, 6)) + 0.4 * np.eye(6)[labels], 0, 1).astype(np.float32)
    return Images("a toy", pixels[:60], labels[:60], pixels[60:], labels[60:])


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    """Two arms of three replicas, three epochs."""
    return Protocol(
        images=48,
        widths=(6, 5, 4, 3),
        epochs=3,
        checkpoints=(1, 3),
        probes=4,
        hessian_images=40,
        arms=(Arm(Fraction(1, 10), 8, replicas=3), Arm(Fraction(1, 5), 16, ghost=8, replicas=3)),
    )
