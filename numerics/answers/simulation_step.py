"""The scales of an escape that a simulation has to respect: curvature, temperature, height, time.

## Main definitions
* `step_for`: how long a step may be.      * `require_stability`: refuses one that is too long.
* `curvature`, `slowest`: the largest and the smallest rate.      * `height`: H/ε.      * `guessed_time`: E τ.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô); λ: the largest curvature met at start, target, wells and gates; H/ε: the
barrier over the temperature.

## Implementation notes
Steps leave a bias, which no interval of a simulation shows: for the double well it is λ dt/8 of the time. The
step is so short that this is about a twentieth of the error that is aimed at. Steps are 1, 2 or 5 times a
power of ten, so that they do not hang on the last digit of a curvature.
"""

from fractions import Fraction
from math import exp, floor, inf, log10, pi

from ledger.bound import Bound
from numerics.answers.escape import EscapeAnswer
from numerics.backends import compiled

LONGEST_STEP = 0.02
SHARE = 0.4
STEPS_ACROSS = 10
STABLE = 2
HIGHEST = 700.0


def curvature(answer: EscapeAnswer) -> float:
    """λ: the largest absolute eigenvalue of the Hessian at the places of the answer.

    At least 2 H over the squared distance, for places that are flat.
    """
    kramers = answer.kramers
    spots = (answer.start, answer.target, kramers.start, kramers.target, *kramers.gates)
    values = [abs(float(e.middle)) for spot in spots for e in spot.hessian_eigenvalues]
    ends = zip(kramers.start.middle, kramers.target.middle, strict=True)
    way = sum((a - b) ** 2 for a, b in ends)
    return max([*values, 2 * float(kramers.barrier.middle) / way])


def step_for(answer: EscapeAnswer, error: float) -> Fraction:
    """The longest step of 1, 2 or 5 times a power of ten that is short enough for the relative error."""
    most = min(LONGEST_STEP, SHARE * error) / curvature(answer)
    if answer.question.radius is not None and len(answer.start.at) > 1:
        heat = _heat(answer, answer.target.middle)
        most = min(most, (float(answer.question.radius) / STEPS_ACROSS) ** 2 / (2 * heat))
    power = floor(log10(most * (1 + 1e-9)))
    digit = max(d for d in (1, 2, 5) if d * 10.0**power <= most * (1 + 1e-9))
    return digit * Fraction(10) ** power


def require_stability(answer: EscapeAnswer, step: Fraction) -> None:
    """Steps that overshoot the minimum more and more have no meaning.

    Raises:
        ValueError: if the step is not positive, or beyond stability.
    """
    if step <= 0:
        raise ValueError(f"dt={step}: a positive number is wanted")
    if float(step) * (steepest := curvature(answer)) > STABLE:
        raise ValueError(
            f"dt={float(step):g}: beyond stability, the largest curvature on the way is {steepest:.4g},"
            f" and their product has to stay below {STABLE}"
        )


def _heat(answer: EscapeAnswer, place: tuple[float, ...]) -> float:
    """ε₀ β at a place."""
    asked = answer.question
    return float(asked.eps0) * float(compiled(asked.noise, asked.potential.coords, "numpy")(*place))


def height(answer: EscapeAnswer) -> float:
    """H/ε, ε taken at the minimum."""
    return float(answer.kramers.barrier.middle) / _heat(answer, answer.kramers.start.middle)


def slowest(answer: EscapeAnswer) -> float:
    """The smallest positive curvature at the minimum; λ if there is none."""
    values = [float(e.middle) for e in answer.kramers.start.hessian_eigenvalues]
    return min([value for value in values if value > 1e-6] or [curvature(answer)])


def guessed_time(answer: EscapeAnswer) -> float:
    """E τ as far as it is known: exact, by the formula, or by the height alone."""
    for known in (answer.mean_escape_time, answer.kramers.time):
        if isinstance(known, Bound):
            return _float(known)
    high = height(answer)
    return inf if high > HIGHEST else 2 * pi / curvature(answer) * exp(high)


def _float(bound: Bound) -> float:
    try:
        return float(bound.middle)
    except OverflowError:
        return inf
