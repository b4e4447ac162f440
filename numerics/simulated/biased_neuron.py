"""A neuron with a weight and a bias, trained by SGD on finitely many samples, and the noise of its gradient.

f(x; w, b) = sin(wx + b) on 128 inputs in (1, 2), each with the two labels sin(12x) ± 3. A sample's
gradient is (f − y) cos(wx + b) (x, 1): the inputs are all positive, as pixels are, so that weight and
bias are pushed together and C(w, b) has eigenvalues more than fifty to one. It vanishes nowhere. In (w,
φ), φ = b + 3w/2, the phase at the middle input, minima and gates form a chequerboard.

## Main definitions
* `risk`, `gradient_moments`: L, ∇L and C over all samples, measured at any (w, b).
* `bottom`: a minimum near w = 21.      * `in_phase`: a drift and a covariance in (w, φ).
* `neuron_exits`: numbers of steps of SGD until (w, φ) leaves a rectangle.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from numerics.paths.bits import kernel
from numerics.paths.functions import lane_functions
from numerics.paths.streams import seeds, streams
from numerics.plane.rectangle import Drift, Rectangle, Tensor

Floats = NDArray[np.float64]

TEACHER, LABEL_NOISE, INPUTS, MIDDLE = 12.0, 3.0, 128, 1.5
X = 1 + (np.arange(INPUTS) + np.random.default_rng(12).random(INPUTS)) / INPUTS
"""One input at random in each of 128 equal parts of (1, 2)."""


def _errors(w: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The error f − sin(12x) and the growth ∂f/∂b at all inputs, shape (…, inputs)."""
    angle = np.multiply.outer(w, X) + np.asarray(b)[..., None]
    return np.sin(angle) - np.sin(TEACHER * X), np.cos(angle)


def risk(w: Floats, b: Floats) -> Floats:
    """L(w, b) less 9/2, the share of the labels."""
    return np.asarray((_errors(w, b)[0] ** 2).mean(-1) / 2)


def gradient_moments(w: Floats, b: Floats) -> tuple[Drift, Tensor]:
    """∇L(w, b), and C(w, b), the covariance of the gradient of a sample drawn at random: C_ww, C_wb, C_bb."""
    error, growth = _errors(w, b)
    push, square = error * growth, (error**2 + LABEL_NOISE**2) * growth**2
    along_w, along_b = push @ X / INPUTS, push.mean(-1)
    powers = square @ np.stack([X**2, X, np.ones(INPUTS)], axis=1) / INPUTS
    return (along_w, along_b), (
        powers[..., 0] - along_w**2,
        powers[..., 1] - along_w * along_b,
        powers[..., 2] - along_b**2,
    )


@lru_cache(maxsize=1)
def bottom() -> tuple[float, float]:
    """The (w, b) of the minimum in the row next to that of the teacher."""
    found = minimize(
        lambda p: float(risk(*map(np.asarray, p))),
        (21.0, 21.0 - MIDDLE * 21.0),
        jac=lambda p: np.array(gradient_moments(*map(np.asarray, p))[0]),
        options={"gtol": 1e-10},
    ).x
    return float(found[0]), float(found[1])


def in_phase(drift: Drift, covariance: Tensor) -> tuple[Drift, Tensor]:
    """A drift and a covariance in the coordinates (w, φ)."""
    (one, two), (ww, wb, bb) = drift, covariance
    return (one, two + MIDDLE * one), (ww, wb + MIDDLE * ww, bb + 2 * MIDDLE * wb + MIDDLE**2 * ww)


def neuron_exits(rate: float, batch: int, rectangle: Rectangle, runs: int, seed: int) -> NDArray[np.int64]:
    """Steps of `runs` runs of SGD until (w, φ) has left, shape (runs,); batches with replacement.

    Raises:
        ValueError: if `rate`, `batch` or `runs` is not positive.
    """
    if not rate > 0 or batch < 1 or runs < 1:
        raise ValueError(f"rate={rate}, batch={batch}, runs={runs}: positive numbers are wanted")
    steps = np.zeros(runs, np.int64)
    sides = np.array([*rectangle.start, *rectangle.across, *rectangle.along])
    data = np.array([X, np.sin(TEACHER * X)])
    _exits()(data, np.array(seeds(seed)), rate, batch, sides, steps, np.zeros((2, 1), np.uint64))
    return steps


@lru_cache(maxsize=1)
def _exits() -> Any:
    """The compiled loop; a run is seeded with its number."""
    source = streams(np.float64)
    seeded, drawn = source.started, source.drawn
    sine, cosine = (lane_functions(np.float64)[name] for name in ("sin", "cos"))

    @kernel
    def run(data, key, rate, batch, sides, steps, state):  # type: ignore[no-untyped-def]
        for path in range(steps.size):
            seeded(state, 0, key[0], key[1], np.uint64(path))
            w, phase, count = sides[0], sides[1], 0
            while sides[2] < w < sides[3] and sides[4] < phase < sides[5]:
                b = phase - MIDDLE * w
                along_w, along_b = 0.0, 0.0
                for _ in range(batch):
                    word, _ = drawn(state, 0)
                    sample = int((word >> np.uint64(11)) * 2.0**-53 * (2 * INPUTS))
                    x = data[0, sample >> 1]
                    label = data[1, sample >> 1] + LABEL_NOISE * (2 * (sample & 1) - 1)
                    push = (sine(w * x + b) - label) * cosine(w * x + b)
                    along_w += push * x
                    along_b += push
                w -= rate / batch * along_w
                b -= rate / batch * along_b
                phase = b + MIDDLE * w
                count += 1
            steps[path] = count

    return run
