"""Noise that follows the loss, in two and three dimensions: the escape law against finite volumes.

For L = (x² − 1)²/4 + |y|²/2 and β = 1 + 4L the process is reversible with Ψ = log(1 + 4L)/(4ε₀), and by
symmetry a process in x and r = |y|, whose volume r^{d−2} goes into Ψ as −(d − 2) log r.

## Main definitions
* `escape_time_with_noise_of_the_loss`: E τ from (−1, 0) to the ball of radius 3/10 around (1, 0).

## Main statements
* `noise_of_the_loss_drops_out_in_the_plane`, `noise_of_the_loss_enters_in_space`.
"""

from fractions import Fraction
from functools import lru_cache

import numpy as np
import sympy as sp
from scipy import sparse
from scipy.sparse.linalg import spsolve

from ledger.bound import Bound
from ledger.compare import tends_to
from ledger.model import Check
from numerics.bounds import closed_form, converged
from numerics.finite_volume import HIGHEST, generator
from numerics.transition_law import Curve

WIDTH, HEIGHT, RADIUS = 2.0, 2.0, 0.3
"""|x| and r in the box, which reflects; the target's radius."""


def escape_time_with_noise_of_the_loss(d: int, strength: Fraction, cells: int) -> Bound:
    """E τ at ε₀ = `strength` in dimension `d`, on `cells`²/2 and `cells`²/8 cells.

    Raises:
        ValueError: if d < 2, the strength is outside [1/100, 1], or cells is not a positive multiple of 8.
    """
    if d < 2:
        raise ValueError(f"d={d}: at least two dimensions are wanted")
    if not Fraction(1, 100) <= strength <= 1:
        raise ValueError(f"strength={strength}: a number from 1/100 to 1 is wanted")
    if cells < 8 or cells % 8:
        raise ValueError(f"cells={cells}: a positive multiple of 8 is wanted")
    coarse, fine = (_time(d, float(strength), n) for n in (cells // 2, cells))
    return converged(coarse, fine, method=f"finite volumes, {cells} × {cells // 2} cells")


def _time(d: int, strength: float, cells: int) -> float:
    """T at (−1, 0) on one mesh: D (Δ − ∇Ψ·∇) T = −1, T = 0 on the target."""
    dx, dr = 2 * WIDTH / cells, HEIGHT / (cells // 2)
    across = dr * (np.arange(cells // 2) + 0.5)
    x, r = np.meshgrid(dx * (np.arange(cells) + 0.5) - WIDTH, across, indexing="ij")
    noise = 1 + (x**2 - 1) ** 2 + 2 * r**2
    climb = np.log(noise) / (4 * strength)
    inside = climb < HIGHEST
    chain = sparse.diags(strength * noise[inside]) @ generator(climb - (d - 2) * np.log(r), inside, (dx, dr))
    free = (np.hypot(x - 1, r) > RADIUS)[inside]
    times = np.zeros(free.size)
    times[free] = spsolve(chain.tocsr()[free][:, free].tocsc(), -np.ones(free.sum()))
    near = np.clip(1 - abs(x[inside] + 1) / dx, 0, None) * (r[inside] < dr)
    return float(np.average(times, weights=near))


# --- Evidence ---------------------------------------------------------------------------------------

CELLS = 240
STRENGTHS = (Fraction(1, 20), Fraction(1, 40), Fraction(1, 80))


@lru_cache(maxsize=4)
def _times(d: int) -> Curve:
    return tuple((e, escape_time_with_noise_of_the_loss(d, e, CELLS)) for e in STRENGTHS)


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
