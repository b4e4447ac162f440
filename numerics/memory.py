"""How long the start is remembered: what “finite-time regime” can mean (Section 2.2).

Every time is finite. What separates two regimes is the time 1/gap: the probabilities of being in the first
of two wells, started in one or in the other, differ by e^{−gap·t}, and in the end they are the mass of the
well.

## Main definitions
* `memory`: the difference of the two probabilities at a time.

## Main statements
* `printed_finite_times_remember_the_start`: refuted at ten times 1/gap.
* `memory_fades_at_the_rate_of_the_gap`: what is true instead.
* `start_is_forgotten_in_the_end`: in the asymptotic regime the phenomena change.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as sp

from ledger.bound import Bound, exact
from ledger.compare import near, tends_to
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.line.chain import probability_below
from numerics.line.escape import mean_escape_time
from numerics.line.spectrum import spectral_gap
from numerics.quadrature import integral_over_line
from numerics.transition_law import Curve
from numerics.trapping import GATE, SHARP_AND_FLAT

ETA = 80


@lru_cache(maxsize=8)
def memory(time: float, inverse: int = ETA) -> Bound:
    """P(W(time) in the sharp well), started there, less the same, started in the flat well."""
    sharp, flat = (
        probability_below(SHARP_AND_FLAT, GATE, inverse, law, time)
        for law in ({0.0: 1.0, 1.0: 0.0}, {0.0: 0.0, 1.0: 1.0})
    )
    return sharp - flat


# --- Evidence ---------------------------------------------------------------------------------------

PARTS = (Fraction(1, 100), Fraction(1), Fraction(4))
"""Times in units of 1/gap."""

LATE = 10


@lru_cache(maxsize=1)
def _gap() -> Bound:
    return spectral_gap(SHARP_AND_FLAT, ETA)


def _time(part: Fraction | int) -> float:
    """A time, as a double; that it is not exactly `part`/gap is far below the margin."""
    return float(part / _gap().middle)


def _memories() -> Curve:
    return tuple((Fraction(1, ETA), memory(_time(part))) for part in PARTS)


def _fading(speed: Fraction = Fraction(1)) -> Curve:
    return tuple((Fraction(1, ETA), closed_form(sp.exp(-sp.Rational(speed * part)))) for part in PARTS)


def _one_way() -> Fraction:
    """The rate out of the sharp well alone, in units of the gap."""
    return 1 / (mean_escape_time(SHARP_AND_FLAT, ETA, 0, 1).middle * _gap().middle)


def _shares_in_the_end() -> Curve:
    """P(W(t) in the sharp well) at t = 10/gap, started in the sharp and in the flat well."""
    laws: tuple[dict[float, float], ...] = ({0.0: 1.0, 1.0: 0.0}, {0.0: 0.0, 1.0: 1.0})
    return tuple(
        (Fraction(1, ETA), probability_below(SHARP_AND_FLAT, GATE, ETA, law, _time(LATE))) for law in laws
    )


def _both(sharp: Bound, flat: Bound) -> Curve:
    return ((Fraction(1, ETA), sharp), (Fraction(1, ETA), flat))


def _mass() -> Bound:
    """The Gibbs mass left of the gate."""
    place = sp.Rational(str(GATE))
    left, all_of_it = (enclosed(integral_over_line(SHARP_AND_FLAT, ETA, high=end)) for end in (place, sp.oo))
    return left / all_of_it


printed_finite_times_remember_the_start = Check(
    tests=(
        "The difference between the probabilities of the sharp well, started there and in the flat one, at"
        " the finite time t = 10/gap, η = 80, by finite volumes, compared with 1: SGD stays where it"
        " started."
    ),
    measure=lambda: memory(_time(LATE)),
    predict=lambda: exact(1),
    compare=near("1/100000"),
    wrong={"half of it": lambda: exact(Fraction(1, 2))},
    right={"e^{−gap·t}": lambda: closed_form(sp.exp(-LATE))},
    group="memory",
)

memory_fades_at_the_rate_of_the_gap = Check(
    tests=(
        "The difference between the probabilities of the sharp well, started there and in the flat one, at"
        " 1/100, 1 and 4 times 1/gap, η = 80, by finite volumes, compared with e^{−gap·t}, the gap from an"
        " inverse iteration by quadrature."
    ),
    measure=_memories,
    predict=_fading,
    compare=tends_to(5),
    wrong={
        "no fading at a finite time": lambda: _fading(Fraction(0)),
        "at the rate out of one well": lambda: _fading(_one_way()),
        "twice as fast": lambda: _fading(Fraction(2)),
    },
    of="corrected",
    group="memory",
)

start_is_forgotten_in_the_end = Check(
    tests=(
        "The probability of the sharp well at t = 10/gap, started there and in the flat well, η = 80, by"
        " finite volumes, compared with the mass of the well, enclosed: trapping at the start ends."
    ),
    measure=_shares_in_the_end,
    predict=lambda: _both(_mass(), _mass()),
    compare=tends_to(1),
    wrong={
        "where it started": lambda: _both(exact(1), exact(0) + exact(Fraction(1, 1000))),
        "equal shares": lambda: _both(exact(Fraction(1, 2)), exact(Fraction(1, 2))),
        "the mass of the other well": lambda: _both(exact(1) - _mass(), exact(1) - _mass()),
    },
    group="memory",
)
