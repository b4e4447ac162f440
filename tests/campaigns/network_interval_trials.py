"""Intervals of the experiment with networks, on synthetic runs of which the truth is known.

## Main definitions
* `NETWORK_TRIALS`: of `nn_experiments.findings.intervals` and of norms by random products.

## Implementation notes
Ten runs, as the experiment has. Sign flips promise their level for every symmetric scatter, so scatters of
several shapes are tried; the median promises nothing of the shape. All numbers stood here before the run.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from nn_experiments.findings.intervals import joint, median, paired
from tests.campaigns.interval_trials import Trial, holds

Draw = Callable[[np.random.Generator, tuple[int, ...]], NDArray[np.float64]]
RUNS, SEED = 10, 8

SCATTERS: dict[str, Draw] = {
    "normal": lambda draws, shape: draws.normal(size=shape),
    "uniform": lambda draws, shape: draws.uniform(-1, 1, shape),
    "Student's t with 3 degrees of freedom": lambda draws, shape: draws.standard_t(3, shape),
    "two-humped": lambda draws, shape: draws.normal(size=shape) / 4 + draws.choice([-1, 1], shape),
}


def differences(scatter: Draw, repetitions: int) -> Callable[[], Iterator[bool]]:
    """The mean of paired differences."""

    def covered() -> Iterator[bool]:
        draws = np.random.default_rng(SEED)
        return (holds(paired(scatter(draws, (RUNS,)), 0.99, "runs"), 0.0) for _ in range(repetitions))

    return covered


def curves(scatter: Draw, epochs: int, repetitions: int) -> Callable[[], Iterator[bool]]:
    """Means at many epochs, all at once; a run that is high stays high."""

    def covered() -> Iterator[bool]:
        draws = np.random.default_rng(SEED)
        for _ in range(repetitions):
            found = joint(scatter(draws, (RUNS, epochs)).cumsum(1), 0.99, "runs")
            yield all(holds(bound, 0.0) for bound in found)

    return covered


def medians(repetitions: int) -> Callable[[], Iterator[bool]]:
    """The median of ten crossings, whose scatter is lognormal."""

    def covered() -> Iterator[bool]:
        draws = np.random.default_rng(SEED)
        rows = draws.lognormal(size=(repetitions, RUNS))
        return (holds(median(row, 0.95, k, "runs"), 1.0) for k, row in enumerate(rows))

    return covered


def norms(wanted: float, repetitions: int) -> Callable[[], Iterator[bool]]:
    """ln ‖H‖_F ± 1.96 standard errors, of matrices with the spectrum 1, 1/2, …, 1/30 in turned axes."""

    def covered() -> Iterator[bool]:
        import torch

        from nn_experiments.curvature.random_products import random_products

        generator = torch.Generator().manual_seed(SEED)
        values = 1 / torch.arange(1, 31, dtype=torch.float64)
        axes = torch.linalg.qr(torch.randn(30, 30, dtype=torch.float64, generator=generator)).Q
        matrix = axes @ torch.diag(values) @ axes.T
        truth, like = float(values.square().sum().sqrt().log()), torch.zeros(1, 30, dtype=torch.float64)
        for _ in range(repetitions):
            found = random_products(lambda v: v @ matrix, like, generator, wanted=wanted).log_norm
            yield bool(abs(found.value[0] - truth) <= 1.96 * found.error[0])

    return covered


NETWORK_TRIALS = (
    *(
        Trial(f"mean difference of ten runs, scatter {name}", 0.99, differences(draw, 1000))
        for name, draw in SCATTERS.items()
    ),
    *(
        Trial(f"ten curves at 12 epochs at once, steps {name}", 0.99, curves(draw, 12, 1000))
        for name, draw in SCATTERS.items()
    ),
    Trial("median of ten crossings, by the bootstrap", 0.95, medians(1000)),
    Trial("ln of a norm ± 1.96 errors, 100 products", 0.95, norms(1.0, 2000)),
    Trial("ln of a norm ± 1.96 errors, products until the error is 0.03", 0.95, norms(0.03, 1000)),
)
