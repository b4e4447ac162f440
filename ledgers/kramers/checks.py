"""Mean times between wells: the law of Arrhenius, that of Eyring and Kramers, and what is told of them.

dX = −∇V(X) dt + √(2ε) dB. On the line V = x⁴/4 − x³/3 − x² has the minima −1 (V'' = 3, 5/12 below the top)
and the deeper 2 (V'' = 6), and between them the top 0 (V'' = −2): no two numbers of it can be mistaken for
one another. The suite's own functions enclose the times.

## References
* Berglund2013; Bovier2004, Bovier2005 for the space and the gap.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eps, eta, w, x, y
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import tends_to
from ledger.model import Check
from numerics.bounds import closed_form, logarithm
from numerics.line.enclosed_gap import enclosed_gap
from numerics.line.escape import mean_escape_time
from numerics.valley.capacity import symmetric_escape_time

WELLS = Potential(w**4 / 4 - w**3 / 3 - w**2, name="two wells")
SHALLOW, TOP, DEEP = -1, 0, 2
CLIMB, DEEP_CLIMB = sp.Rational(5, 12), sp.Rational(8, 3)

ETAS = (20, 40, 80, 160, 320)
WARM = (5, 10, 20, 40)
ROOTS = (5, 10, 20)
PLANE_ETAS = (20, 80)

Curve = tuple[tuple[Fraction, Bound], ...]
"""Pairs (ε, a number at that ε), or (√ε, …)."""


@lru_cache(maxsize=64)
def time(start: int, target: int, inverse: int) -> Bound:
    """E τ from `start` to `target` at ε = 1/`inverse`, enclosed."""
    return mean_escape_time(WELLS, inverse, start, target)


def formula(law: sp.Expr, etas: tuple[int, ...] = ETAS) -> Callable[[], Curve]:
    """A formula in `eta`, to be evaluated at each ε = 1/η."""
    return lambda: tuple((Fraction(1, n), closed_form(law.subs(eta, n))) for n in etas)


def constant(value: sp.Expr, roots: tuple[int, ...] = ROOTS) -> Callable[[], Curve]:
    """The same number at each √ε."""
    return lambda: tuple((Fraction(1, n), closed_form(value)) for n in roots)


KRAMERS = 2 * sp.pi / sp.sqrt(2 * 3) * sp.exp(eta * CLIMB)
"""2π/√(|V''(0)| V''(−1)) · e^{H/ε}, by hand."""

# --- Evidence ---------------------------------------------------------------------------------------

V = sp.Function("V", real=True)(x, y)


def _gradient_of_log_density() -> tuple[sp.Expr, ...]:
    """∂ᵢp/p from the equations −∂ᵢV p − ε ∂ᵢp = 0 of a flux that vanishes."""
    p, slope = sp.symbols("p s", positive=True)
    return tuple(sp.solve(-V.diff(i) * p - eps * slope, slope)[0] / p for i in (x, y))


def _of_density(log_density: sp.Expr) -> Callable[[], tuple[sp.Expr, ...]]:
    return lambda: tuple(log_density.diff(i) for i in (x, y))


flux_of_the_gibbs_density_vanishes = Check(
    tests="The gradient of log p from the condition that the flux −p∇V − ε∇p vanishes, for a generic V(x, y),"
    " compared with that of −V/ε.",
    measure=_gradient_of_log_density,
    predict=_of_density(-V / eps),
    compare=equal(),
    wrong={
        "e^{−2V/ε}, which goes with √ε dB": _of_density(-2 * V / eps),
        "e^{−V/ε²}": _of_density(-V / eps**2),
        "e^{V/ε}": _of_density(V / eps),
    },
)

noise_times_log_of_time_tends_to_the_climb = Check(
    tests="ε log E τ from −1 to 2 in x⁴/4 − x³/3 − x² at ε = 1/20 … 1/320, enclosed, compared with"
    " V(0) − V(−1) = 5/12.",
    measure=lambda: tuple((Fraction(1, n), logarithm(time(SHALLOW, DEEP, n)) / exact(n)) for n in ETAS),
    predict=formula(CLIMB),
    compare=tends_to(3),
    wrong={
        "the climb from the target": formula(DEEP_CLIMB),
        "from minimum to minimum": formula(DEEP_CLIMB - CLIMB),
        "2H, which goes with √ε dB": formula(2 * CLIMB),
    },
)

mean_time_tends_to_the_law_of_kramers = Check(
    tests="E τ from −1 to 2 in x⁴/4 − x³/3 − x² at ε = 1/20 … 1/320, enclosed, compared with"
    " 2π/√(|V''(0)| V''(−1)) e^{H/ε}.",
    measure=lambda: tuple((Fraction(1, n), time(SHALLOW, DEEP, n)) for n in ETAS),
    predict=formula(KRAMERS),
    compare=tends_to(2),
    wrong={
        "π for 2π": formula(KRAMERS / 2),
        "a quotient of curvatures": formula(2 * sp.pi * sp.sqrt(sp.Rational(2, 3)) * sp.exp(eta * CLIMB)),
        "no square root": formula(KRAMERS / sp.sqrt(6)),
        "V'' of the target": formula(KRAMERS / sp.sqrt(2)),
        "|V''(0)| twice": formula(KRAMERS * sp.sqrt(sp.Rational(3, 2))),
        "H from the target": formula(KRAMERS * sp.exp(eta * (DEEP_CLIMB - CLIMB))),
    },
    right={"the general formula of the suite": lambda: formula(eyring_kramers(WELLS, SHALLOW, DEEP))()},
)


def _share_of_the_time_to_the_top() -> Curve:
    return tuple((Fraction(1, n), time(SHALLOW, TOP, n**2) / time(SHALLOW, DEEP, n**2)) for n in ROOTS)


time_to_the_top_is_the_time_across = Check(
    tests="E τ from −1 to the top 0, over E τ from −1 to 2, at √ε = 1/5, 1/10, 1/20, both enclosed, compared"
    " with 1.",
    measure=_share_of_the_time_to_the_top,
    predict=constant(sp.Integer(1)),
    compare=tends_to(1),
    wrong={"a quarter": constant(sp.Rational(1, 4))},
    right={"one half": constant(sp.Rational(1, 2))},
)

time_to_the_top_is_half_of_the_time_across = Check(
    tests="E τ from −1 to the top 0, over E τ from −1 to 2, at √ε = 1/5, 1/10, 1/20, both enclosed, compared"
    " with 1/2.",
    measure=_share_of_the_time_to_the_top,
    predict=constant(sp.Rational(1, 2)),
    compare=tends_to(1),
    wrong={
        "all of it": constant(sp.Integer(1)),
        "1/√2": constant(1 / sp.sqrt(2)),
        "a third": constant(sp.Rational(1, 3)),
    },
    of="corrected",
)

BALANCE = sp.sqrt(2) * sp.exp(eta * (CLIMB - DEEP_CLIMB))
"""Mass of the well of −1 over that of 2: √(V''(2)/V''(−1)) e^{−(V(−1) − V(2))/ε}."""

times_there_and_back_are_as_the_masses_of_the_wells = Check(
    tests="E τ from −1 to 2 over E τ from 2 to −1 at ε = 1/5 … 1/40, both enclosed, compared with the masses"
    " of the two wells in the Gaussian approximation.",
    measure=lambda: tuple((Fraction(1, n), time(SHALLOW, DEEP, n) / time(DEEP, SHALLOW, n)) for n in WARM),
    predict=formula(BALANCE, WARM),
    compare=tends_to(1),
    wrong={
        "depths alone": formula(BALANCE / sp.sqrt(2), WARM),
        "no square root": formula(BALANCE * sp.sqrt(2), WARM),
        "curvatures exchanged": formula(BALANCE / 2, WARM),
        "the masses exchanged": formula(1 / BALANCE, WARM),
    },
)

gap_is_the_inverse_of_the_time_across = Check(
    tests="The spectral gap for (x² − 1)²/4 at ε = 1/20 … 1/80, enclosed, times E τ from −1 to 1, compared"
    " with 1.",
    measure=lambda: tuple(
        (Fraction(1, n), enclosed_gap(DOUBLE_WELL, n) * mean_escape_time(DOUBLE_WELL, n, -1, 1))
        for n in (20, 40, 80)
    ),
    predict=formula(sp.Integer(1), (20, 40, 80)),
    compare=tends_to(1),
    wrong={"one half": formula(sp.Rational(1, 2), (20, 40, 80))},
    right={"2, for there is a way back": formula(sp.Integer(2), (20, 40, 80))},
)

PLANE = eyring_kramers(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1))
GOLDEN = (sp.sqrt(5) - 1) / 2

mean_time_in_the_plane_tends_to_the_law_of_eyring_and_kramers = Check(
    tests="E τ from x ≤ −1 to x ≥ 1 in (x² − 1)²/4 + (y − x)²/2 at ε = 1/20, 1/80, from capacities that are"
    " enclosed, compared with (2π/|λ₁(z)|) √(|det ∇²V(z)|/det ∇²V(m)) e^{H/ε}, λ₁(z) = (1 − √5)/2.",
    measure=lambda: tuple(
        (Fraction(1, n), symmetric_escape_time(SHEARED_DOUBLE_WELL, Fraction(1, n), -1, 1))
        for n in PLANE_ETAS
    ),
    predict=formula(PLANE, PLANE_ETAS),
    compare=tends_to(4),
    wrong={
        "without λ₁": formula(PLANE * GOLDEN, PLANE_ETAS),
        "the positive eigenvalue": formula(PLANE * GOLDEN**2, PLANE_ETAS),
        "determinants exchanged": formula(PLANE * 2, PLANE_ETAS),
        "no square root": formula(PLANE / sp.sqrt(2), PLANE_ETAS),
    },
)
