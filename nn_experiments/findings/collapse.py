"""Time separated from temperature: on which of the two does the curvature of a network depend?

In (2.3) γ/M is the temperature, and also the pace: an epoch of N images takes the time N γ/M. Nets are
trained with nine pairs (γ, M) on a grid, so that γ/M spans a factor of 16, and looked at at the same
three times t = Σ γ_k. Then

    ln ‖H‖_F = a + b ln t + c ln(γ/M)

is fitted for each seed; ln t and ln(γ/M) are orthogonal. If a larger ratio led to flatter places, c
would be negative; for the gradient flow, which knows no temperature, c = 0. With epochs in place of
times the coefficient of ln(γ/M) is b + c.

## Main definitions
* `grid`: the arms.        * `protocol_of`: how long each is trained.
* `log_norms`: ln ‖H‖_F by seed, arm and time.        * `coefficients`: of the fit, by seed.

## Main statements
* `norms_follow_the_time_and_not_the_temperature`.

## Implementation notes
All arms are normalised by 64 images: batch statistics depend on M alone. The margin is 0.08: over the
whole grid that changes ‖H‖_F by a quarter, 0.08 ln 16 = ln 1.25. Sixteen seeds, the same nets and
orders of images in all arms; six, in the first run, left c within 0.01 ± 0.14, and nothing else has
been changed since. It is said together with the fit how much γ counts at equal γ/M and equal times; for
(2.3) it does not.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ledger.bound import Bound
from ledger.model import Check, Setting
from nn_experiments.findings.contrasts import related
from nn_experiments.training.curves import Curves
from nn_experiments.training.protocol import Arm, Protocol
from numerics.bounds import empirical

Floats = NDArray[np.float64]

RATES = tuple(Fraction(1, n) for n in (20, 10, 5))
BATCHES = (64, 128, 256)
TIMES = (20, 40, 80)
IMAGES, GHOST, SEEDS, PROBES = 1280, 64, 16, 4
WIDTHS = (64, 64, 64, 64, 10)
LEVEL = 0.99

BY_TIME = "ln t"
BY_RATIO = "ln(γ/M) at equal times"
BY_EPOCHS = "ln(γ/M) at equal epochs"
BY_RATE = "ln γ at equal times and equal γ/M"


def grid(seeds: int = SEEDS) -> tuple[Arm, ...]:
    """The nine pairs."""
    return tuple(
        Arm(rate, batch, ghost=None if batch == GHOST else GHOST, replicas=seeds)
        for rate in RATES
        for batch in BATCHES
    )


def protocol_of(arm: Arm, times: tuple[int, ...] = TIMES) -> Protocol:
    """The epochs after which an arm has come to these times.

    Raises:
        ValueError: if a time is not that of a whole number of epochs.
    """
    epochs = [time * arm.batch / (arm.rate * IMAGES) for time in times]
    if any(epoch.denominator != 1 for epoch in epochs):
        raise ValueError(f"times={times}: {arm.label} is not there after whole epochs of {IMAGES} images")
    checkpoints = tuple(int(epoch) for epoch in epochs)
    return Protocol(IMAGES, WIDTHS, checkpoints[-1], checkpoints, PROBES, IMAGES, (arm,))


@lru_cache(maxsize=2)
def curves(seed: int) -> tuple[Curves, ...]:
    """Of all arms, trained on the embedded digits."""
    from nn_experiments.data.digits import digits
    from nn_experiments.training.train import trained

    return tuple(trained(digits(), protocol_of(arm), arm, seed) for arm in grid())


def log_norms(seed: int) -> Floats:
    """Ln ‖H‖_F, shape (seeds, arms, times).

    Raises:
        RuntimeError: if a net diverged.
    """
    found = curves(seed)
    if any(c.diverged.any() for c in found):
        raise RuntimeError("training diverged: the fit needs all nets")
    return np.stack([c.log_norm for c in found], axis=1)


def coefficients(norms: Floats) -> Mapping[str, Floats]:
    """b, c, b + c and what γ adds at equal times and γ/M, by least squares for each seed, shape (seeds,)."""
    time, ratio, rate = _regressors()
    plain = _fitted(norms, [time, ratio])
    return {
        BY_TIME: plain[1],
        BY_RATIO: plain[2],
        BY_EPOCHS: plain[1] + plain[2],
        BY_RATE: _fitted(norms, [time, ratio, rate])[3],
    }


def _regressors() -> tuple[Floats, Floats, Floats]:
    """Ln t, ln(γ/M) and ln γ, shape (arms, times) each."""
    shape = (len(grid()), len(TIMES))
    time = np.broadcast_to(np.log(TIMES), shape)
    ratio, rate = (
        np.broadcast_to(np.log([float(value) for value in values])[:, None], shape)
        for values in ([arm.rate / arm.batch for arm in grid()], [arm.rate for arm in grid()])
    )
    return time, ratio, rate


def _fitted(norms: Floats, columns: list[Floats]) -> Floats:
    """The coefficients of 1 and the columns, shape (1 + columns, seeds)."""
    design = np.stack([np.ones(columns[0].size), *(column.ravel() for column in columns)], axis=1)
    found, *_ = np.linalg.lstsq(design, norms.reshape(len(norms), -1).T, rcond=None)
    return np.asarray(found)


# --- Evidence ---------------------------------------------------------------------------------------

MARGIN = Fraction("0.08")


def fitted_on_digits(setting: Setting) -> Mapping[str, Bound]:
    """The coefficients with their confidence intervals over the seeds."""
    by_seed = coefficients(log_norms(setting.seed))
    return {name: empirical(values, LEVEL, "seeds") for name, values in by_seed.items()}


norms_follow_the_time_and_not_the_temperature = Check(
    tests=(
        "The coefficients of ln t and ln(γ/M) in a fit of ln ‖H‖_F for nets trained on the embedded"
        " digits with nine pairs (γ, M), γ/M over a factor of 16, at t = 20, 40, 80, sixteen seeds,"
        " all normalised by 64, and that of ln(γ/M) at equal epochs: less at equal epochs, not less"
        " at equal times."
    ),
    measure=fitted_on_digits,
    predict=lambda: {BY_EPOCHS: "less", BY_RATIO: "not less"},
    compare=related(MARGIN, " (a quarter over the grid)"),
    wrong={
        "the temperature makes it: flatter at equal times": lambda: {BY_RATIO: "less"},
        "the temperature alone: nothing in time": lambda: {BY_TIME: "same"},
        "nothing at equal epochs": lambda: {BY_EPOCHS: "same"},
    },
    right={"flatter in time": lambda: {BY_TIME: "less"}},
    of="beside",
    speed="slow",
    limit=900.0,
    uses_setting=True,
)
