"""Random schedules of the inverse temperature η(t), and laws that the line starts from.

## Main definitions
* `schedules`: η(t) = η∞ times a factor that varies and settles at 1.      * `Schedule`: both.
* `bells`: densities around a place between the wells.
* `shared_interval`: of a journey, with room on both sides.
"""

from dataclasses import dataclass

import sympy as sp
from hypothesis import strategies as st

from derivations.symbols import t, w
from tests.trust.landscapes import Journey, rationals


@dataclass(frozen=True)
class Schedule:
    """η(t) = `limit` · `factor`(t)."""

    limit: sp.Rational
    factor: sp.Expr

    @property
    def eta(self) -> sp.Expr:
        """η as an expression in t."""
        return self.limit * self.factor


@st.composite
def factors(draw: st.DrawFn) -> sp.Expr:
    """1 + s·(what dies out), positive at all times: annealed, cooled, cyclic."""
    size, pace = draw(rationals("-4/5", "4/5")), draw(rationals("1/2", "3"))
    dying = draw(
        st.sampled_from(
            [sp.exp(-pace * t), 1 / (1 + pace * t), 1 / (1 + t) ** 2, sp.exp(-t) * sp.sin(3 * pace * t)]
        )
    )
    return 1 + size * dying


@st.composite
def schedules(draw: st.DrawFn, low: str = "1", high: str = "6") -> Schedule:
    """Any of them, with a limit from low to high."""
    return Schedule(draw(rationals(low, high)), draw(factors()))


@dataclass(frozen=True)
class Bell:
    """A normal density, up to its factor: at this share of the way, so much narrower than it is long."""

    share: sp.Rational
    narrowness: sp.Rational

    def of(self, journey: Journey) -> sp.Expr:
        """The density between the wells of a journey."""
        (left,), (right,) = sorted([journey.start, journey.target])
        place = left + self.share * (right - left)
        return sp.exp(-((self.narrowness * (w - place) / (right - left)) ** 2))


bells = st.builds(Bell, rationals("0", "1"), rationals("2", "6"))


def shared_interval(journey: Journey) -> tuple[sp.Rational, sp.Rational]:
    """From left of the left minimum to right of the right one, half their distance more on either side."""
    (left,), (right,) = sorted([journey.start, journey.target])
    room = (right - left) / 2
    return left - room, right + room
