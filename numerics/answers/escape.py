"""How long does the process take from here to there, what does the formula say, and may it be used?

## Main definitions
* `escape`: the answer for a loss, in any number of coordinates.
* `EscapeAnswer`: the mean time from the start itself to the target itself, the spectral gap, and what is
  known at low temperature.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M), times in t = Σ γ_k. For constant β the inverse temperature
is η = 1/(ε₀β).

## References
* Berglund2013: the formula.    * Gardiner2009, section 5.5: the time on the line.
"""

from dataclasses import dataclass

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.answers.escape_misfits import far_off, misfits
from numerics.answers.escape_question import Point, Question, Where, question
from numerics.answers.escape_unproved import mean_escape_time_unproved
from numerics.bounds import closed_form, enclosed
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.line.passage import Unconfined
from numerics.line.spectrum import spectral_gap
from numerics.quadrature import Exact, ball
from numerics.terrain.kramers import KramersAnswer, kramers_answer
from numerics.terrain.krawczyk import BITS, enclosed_eigenvalues
from numerics.terrain.spot import Spot
from numerics.terrain.start_wells import is_at
from numerics.terrain.terrain import terrain_of

DIGITS = 15
SMALLEST = 1e-10
"""Of the radii in the plane, relative to the coordinates."""


@dataclass(frozen=True)
class EscapeAnswer:
    """What is known about the way from the start of `question` to its target.

    Attributes:
        question: the loss, the noise, the places; exact.
        start: the start itself, `kramers.start` being the minimum of its well.
        target: the target itself, or the centre of the ball that is the target.
        kramers: the wells that hold them, the gates, the formula, and whether it applies.
        mean_escape_time: E τ from the start to the target; None in three and more coordinates.
        spectral_gap: the rate at which the law of W settles; None if it is not known.
        reasons: why the formula must not be used for this start and this target; empty if it may.
        warnings: what else the reader should know.
    """

    question: Question
    start: Spot
    target: Spot
    kramers: KramersAnswer
    mean_escape_time: Bound | None
    spectral_gap: Bound | None
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def applies(self) -> bool:
        """May the formula be used?"""
        return not self.reasons


def escape(
    potential: Potential,
    start: Where,
    target: Where,
    *,
    eta: Exact | None = None,
    eps0: Exact | None = None,
    noise: sp.Expr | Exact = 1,
    radius: Exact | None = None,
    digits: int = DIGITS,
) -> EscapeAnswer:
    """The answer at inverse temperature `eta`, or at noise strength `eps0` with β = `noise`, all exact.

    The target is the level `target` on the line, the closed ball of this `radius` around it otherwise. On the
    line the time is enclosed to so many `digits`; in the plane two resolutions tell how well it is known.

    >>> from derivations.zoo import DOUBLE_WELL
    >>> answer = escape(DOUBLE_WELL, -1, 1, eta=20)
    >>> answer.applies, round(float(answer.mean_escape_time.middle), 9)
    (True, 729.670691942)

    A float raises TypeError. A question without an answer raises ValueError: a potential that does not
    confine, start or target in no well or both in one, a point as target in the plane, a temperature that
    is not positive.
    """
    asked = question(potential, start, target, eta=eta, eps0=eps0, noise=noise, radius=radius)
    kramers = kramers_answer(potential, asked.noise, asked.eps0, asked.start, asked.target)
    time, unknown = _time(asked, digits)
    gap, no_gap = _gap(asked)
    return EscapeAnswer(
        question=asked,
        start=_spot(asked, asked.start, kramers.start),
        target=_spot(asked, asked.target, kramers.target),
        kramers=kramers,
        mean_escape_time=time,
        spectral_gap=gap,
        reasons=(*kramers.reasons, *(tuple(misfits(asked, kramers)) or far_off(kramers, time))),
        warnings=(*kramers.warnings, *unknown, *no_gap),
    )


def _time(asked: Question, digits: int) -> tuple[Bound | None, list[str]]:
    """E τ, or why it is not known.

    Raises:
        ValueError: if there is no such time.
    """
    if len(asked.potential.coords) > 2:
        return None, ["in three and more coordinates the mean escape time itself is not computed"]
    if len(asked.potential.coords) == 2:
        from numerics.plane.escape import mean_escape_time_to_ball  # slow to import

        assert asked.radius is not None  # by `question`
        if float(asked.radius) < SMALLEST * (1 + max(abs(float(c)) for c in asked.target)):
            raise ValueError(f"radius={asked.radius}: too small a ball for doubles")
        data = (asked.potential, asked.noise, asked.eps0, asked.start, asked.target, asked.radius)
        return mean_escape_time_to_ball(*data), []
    return _time_on_line(asked, digits)


def _time_on_line(asked: Question, digits: int) -> tuple[Bound, list[str]]:
    """E τ, enclosed; if confinement is not proved but seen, from two methods, with a warning.

    Raises:
        Unconfined: if there is no such time.
    """
    ends = asked.start[0], asked.level
    try:
        if asked.eta is None:
            return mean_escape_time_with_noise(asked.potential, asked.noise, asked.eps0, *ends, digits), []
        return mean_escape_time(asked.potential, asked.eta, *ends, digits), []
    except Unconfined as refusal:
        try:
            time = mean_escape_time_unproved(asked.potential, asked.noise, asked.eps0, *ends)
        except ValueError:
            raise refusal from None
        return time, ["the time is not enclosed: it is seen, not proved, that the process does not run away"]


def _gap(asked: Question) -> tuple[Bound | None, list[str]]:
    """The spectral gap, or why it is not known."""
    d = len(asked.potential.coords)
    try:
        if d == 1:
            return spectral_gap(asked.potential, 1 / asked.eps0, noise=asked.noise), []
        if d == 2:
            from numerics.plane.gap import spectral_gap_in_plane  # slow to import

            return spectral_gap_in_plane(asked.potential, asked.noise, asked.eps0), []
    except (ValueError, ArithmeticError) as error:
        return None, [f"no spectral gap: {error}"]
    return None, []


def _spot(asked: Question, at: Point, well: Spot) -> Spot:
    """The point `at` itself; `well` if it is that very minimum."""
    if is_at(at, well):
        return well
    if len(at) == 1:
        curvatures = [closed_form(asked.potential.hessian[0].subs(asked.potential.coords[0], at[0]))]
    else:
        with flint.ctx.workprec(BITS):
            balls = enclosed_eigenvalues(terrain_of(asked.potential).enclosed_hessian(tuple(map(ball, at))))
            curvatures = [enclosed(e, method="Gershgorin") for e in balls]
    return Spot(tuple(map(closed_form, at)), closed_form(asked.potential.at(at)), tuple(curvatures), None)
