"""How long the law takes to come near p∞ in d dimensions: L = ‖w‖²/2, η = 1, from (1, …, 1).

The coordinates are independent, so y + 1 is the d-th power of that of one coordinate, and the time at which
y = 1/100 is the root of a monotone function of r = e^{−2t}.

## Main definitions
* `log_mass`: log(1 + y) of one coordinate, in r.
* `settling_time`: the time at which y = 1/100 in d dimensions, enclosed.

## Main statements
* `settling_takes_at_least_e_to_the_dimension` fails: 3.46 at d = 10, against e^{10} = 22026.
* `settling_takes_half_the_logarithm_of_the_dimension`.
"""

from fractions import Fraction

import flint
import sympy as sp

from ledger.bound import Bound
from ledger.compare import agree, at_least
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import BITS, closed_form, enclosed
from numerics.relaxation import squared_distance

r = sp.Symbol("r", positive=True)
NEAR = Fraction(1, 100)
HALVINGS = 120


def log_mass() -> sp.Expr:
    """log(1 + y) for N(√r, 1 − r) and N(0, 1): the law from the point 1 after the time −½ log r."""
    mass = 1 + squared_distance(sp.sqrt(r), 1 - r, sp.S.One)
    return sp.expand_log(sp.log(mass), force=True)


def settling_time(d: int) -> Bound:
    """The time t at which y(t) = 1/100 in `d` dimensions.

    Raises:
        ValueError: if d is less than 1.
    """
    if d < 1:
        raise ValueError(f"d={d}: a dimension of at least 1 is wanted")
    function = compiled(log_mass(), (r,), "arb")
    with flint.ctx.workprec(BITS):
        level = (flint.arb(1) + flint.arb(flint.fmpq(NEAR.numerator, NEAR.denominator))).log() / d
        low, high = Fraction(0), Fraction(1)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            above = function(_ball(middle)) > level
            low, high = (low, middle) if above else (middle, high)
        times = [-_ball(end).log() / 2 for end in (low, high)]
        return enclosed(times[0].union(times[1]), form=f"t_{{{d}}}", method="bisection in Arb")


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


# --- Evidence ---

FEW, MANY = 10, 10**6

settling_takes_at_least_e_to_the_dimension = Check(
    tests=r"The time at which $y=\frac1{100}$ for $L=\|w\|^2/2$, $\eta=1$, $w_0=(1,\dots,1)$, $d=10$, with"
    r" the printed $e^d$.",
    measure=lambda: settling_time(FEW),
    predict=lambda: closed_form(sp.exp(FEW)),
    compare=at_least(),
    wrong={
        "d": lambda: closed_form(sp.Integer(FEW)),
        "√e^d": lambda: closed_form(sp.exp(sp.Rational(FEW, 2))),
    },
    right={"½ log(100 d)": lambda: closed_form(sp.log(100 * FEW) / 2)},
)

settling_takes_half_the_logarithm_of_the_dimension = Check(
    tests=r"The time at which $y=\frac1{100}$ for $L=\|w\|^2/2$, $\eta=1$, $w_0=(1,\dots,1)$, $d=10^6$,"
    r" against $\frac12\log(100\,d)$.",
    measure=lambda: settling_time(MANY),
    predict=lambda: closed_form(sp.log(100 * MANY) / 2),
    compare=agree("0.001"),
    wrong={
        "log(100 d)": lambda: closed_form(sp.log(100 * MANY)),
        "√d": lambda: closed_form(sp.sqrt(MANY)),
        "½ log 100, whatever d": lambda: closed_form(sp.log(100) / 2),
    },
    of="corrected",
)
