"""Noise that follows the loss, in two and three dimensions: the escape law against finite volumes.

For L = (x² − 1)²/4 + |y|²/2 and β = 1 + 4L the process is reversible with Ψ = log(1 + 4L)/(4ε₀), and by
symmetry a process in x and r = |y|, in which cells have volumes of order r^{d−2}.

## Main definitions
* `escape_time_with_noise_of_the_loss`: E τ from (−1, 0) to the ball of radius 3/10 around (1, 0).

## Main statements
* `noise_of_the_loss_drops_out_in_the_plane`, `noise_of_the_loss_enters_in_space`.
"""

from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import x, y
from ledger.bound import Bound
from ledger.compare import tends_to
from ledger.model import Check
from numerics.bounds import closed_form
from numerics.plane.escape import mean_escape_time_to
from numerics.plane.landscape import landscape
from numerics.plane.targets import Disc
from numerics.transition_law import Curve

LOSS = (x**2 - 1) ** 2 / 4 + y**2 / 2
"""y is the distance from the x-axis."""
RADIUS = 0.3


def escape_time_with_noise_of_the_loss(d: int, strength: Fraction) -> Bound:
    """E τ at ε₀ = `strength` in dimension `d`: grade NUMERICAL.

    Raises:
        ValueError: if d < 2 or the strength is outside [1/1000, 1].
    """
    if d < 2:
        raise ValueError(f"d={d}: at least two dimensions are wanted")
    if not Fraction(1, 1000) <= strength <= 1:
        raise ValueError(f"strength={strength}: a number from 1/1000 to 1 is wanted")
    land = landscape(Potential(LOSS, (x, y)), 1 + 4 * LOSS, strength)
    return mean_escape_time_to(land, (-1.0, 0.0), Disc((1.0, 0.0), RADIUS), 1e-3, turning=d - 2)


# --- Evidence ---------------------------------------------------------------------------------------

STRENGTHS = (Fraction(1, 20), Fraction(1, 40), Fraction(1, 80))


@lru_cache(maxsize=4)
def _times(d: int) -> Curve:
    return tuple((e, escape_time_with_noise_of_the_loss(d, e)) for e in STRENGTHS)


def _law(power: sp.Expr | int, exponent: sp.Expr | None = None) -> Curve:
    """(2π/√2)·2^{−power}·e^{exponent/ε₀}: λ* = 1, |det*| = 1, det₁ = 2, β*/β₁ = 2, ∫ dℓ/b = log(2)/4."""
    climb = sp.log(2) / 4 if exponent is None else exponent
    factor = sp.sqrt(2) * sp.pi * sp.Integer(2) ** (-power)
    return tuple((e, closed_form(factor * sp.exp(climb / sp.Rational(e)))) for e in STRENGTHS)


noise_of_the_loss_drops_out_in_the_plane = Check(
    tests=r"Mean escape times in $(x^2-1)^2/4+y^2/2$ with $\beta=1+4L$ at $\varepsilon_0=\frac1{20},"
    r"\frac1{40},\frac1{80}$, by finite volumes, against "
    r"$\sqrt2\,\pi\,(\beta_1/\beta^*)^0e^{\log(2)/(4\varepsilon_0)}$.",
    measure=lambda: _times(2),
    predict=lambda: _law(0),
    compare=tends_to(4),
    group="noise of the loss",
    wrong={
        "(β₁/β*)^{d/2}": lambda: _law(1),
        "√(β*/β₁), as on the line": lambda: _law(-sp.S.Half),
        "H/β₁": lambda: _law(0, sp.Rational(1, 4)),
        "H/β*": lambda: _law(0, sp.Rational(1, 8)),
    },
    of="corrected",
)

noise_of_the_loss_enters_in_space = Check(
    tests=r"The same in three dimensions, $(x^2-1)^2/4+|y|^2/2$ in $x$ and $r=|y|$, against "
    r"$\sqrt2\,\pi\,(\beta_1/\beta^*)^{1/2}e^{\log(2)/(4\varepsilon_0)}$.",
    measure=lambda: _times(3),
    predict=lambda: _law(sp.S.Half),
    compare=tends_to(4),
    group="noise of the loss",
    wrong={
        "no factor": lambda: _law(0),
        "(β₁/β*)^{d/2}": lambda: _law(sp.Rational(3, 2)),
        "√(β*/β₁), as on the line": lambda: _law(-sp.S.Half),
        "H/β₁": lambda: _law(sp.S.Half, sp.Rational(1, 4)),
    },
    of="corrected",
)
