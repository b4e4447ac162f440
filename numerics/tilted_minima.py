"""A sharp minimum that is a little deeper: it wins as η grows, however flat the other one is.

L' = w(w − 3/5)(w − 1): minima 0 (L'' = 3/5) and 1 (L'' = 2/5, flatter), L(1) − L(0) = 1/60.

## Main definitions
* `TILTED`: the loss.     * `flat_over_sharp`: the ratio of the masses of the two basins.
* `laplace_ratio`: √(3/2)e^{−η/60}.

## Main statements
* `flatter_basin_is_the_heavier_one` fails at η = 600; `depth_decides_as_eta_grows`.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w
from ledger.bound import Bound, exact
from ledger.compare import at_least, tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.line.neighbourhoods import basin_probability
from numerics.mass_ratios import flatness_ratio

TILTED = Potential(
    sp.integrate(sp.expand(w * (w - sp.Rational(3, 5)) * (w - 1)), w), name="a sharp minimum a little deeper"
)
SHARP, FLAT = 0, 1
COLD = (600, 1200, 2400)

Curve = tuple[tuple[Fraction, Bound], ...]


def flat_over_sharp(eta: int) -> Bound:
    """Mass of the basin of 1 over that of 0."""
    return basin_probability(TILTED, eta, FLAT) / basin_probability(TILTED, eta, SHARP)


def laplace_ratio(eta: int, depth_power: int = 1) -> sp.Expr:
    """√(L''(0)/L''(1)) e^{−depth_power·η(L(1) − L(0))}."""
    depth = TILTED.at((FLAT,)) - TILTED.at((SHARP,))
    return flatness_ratio(TILTED, FLAT, SHARP) * sp.exp(-depth_power * eta * depth)


# --- Evidence ---


def _curve(values: Sequence[Bound]) -> Curve:
    return tuple((Fraction(1, e), value) for e, value in zip(COLD, values, strict=True))


def _laplace(depth_power: int = 1, inverted: bool = False) -> Curve:
    square = flatness_ratio(TILTED, SHARP, FLAT) ** (2 if inverted else 0)
    return _curve([closed_form(square * laplace_ratio(e, depth_power)) for e in COLD])


flatter_basin_is_the_heavier_one = Check(
    tests=r"The mass of the flatter basin over that of the sharper one at $\eta=600$, for"
    r" $L'=w(w-\frac35)(w-1)$, where the sharper minimum is deeper by $\frac1{60}$, with 1.",
    measure=lambda: flat_over_sharp(COLD[0]),
    predict=lambda: exact(1),
    compare=at_least(),
    wrong={"√(3/2), as at equal depth": lambda: closed_form(flatness_ratio(TILTED, FLAT, SHARP))},
    right={"e^{−11}": lambda: closed_form(sp.exp(-11))},
)

depth_decides_as_eta_grows = Check(
    tests=r"The mass of the flatter basin over that of the sharper one at $\eta=600,1200,2400$, for"
    r" $L'=w(w-\frac35)(w-1)$, against $\sqrt{3/2}\,e^{-\eta/60}$.",
    measure=lambda: _curve([flat_over_sharp(e) for e in COLD]),
    predict=_laplace,
    compare=tends_to(20),
    wrong={
        "at equal depth": lambda: _laplace(depth_power=0),
        "twice the depth": lambda: _laplace(depth_power=2),
        "√(2/3) for √(3/2)": lambda: _laplace(inverted=True),
    },
    of="corrected",
)
