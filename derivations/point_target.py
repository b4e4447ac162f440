r"""Can a transition time be the time to reach a point? On the line yes, in more dimensions no.

A ball of radius δ around the target is shielded: its capacity is at most the energy of any function that is
1 on it and 0 beyond radius ρ, times ε sup e^{−L/ε}. The best radial function has an energy that vanishes
with δ if d ≥ 2, and the mean time is a mass over the capacity. Around a minimum in the plane that is
quadratic the time is log(R/δ)/λ, whatever the noise.

## Main definitions
* `shield_energy`: ∫ |∇φ|² of the radial function in dimension d.
* `time_to_disc`: E τ from radius R to radius δ for L = λ|w|²/2 in the plane, from the radial equation.

## Main statements
* `printed_point_can_be_reached_in_every_dimension`: refuted for d ≥ 2.
* `printed_time_to_a_point_is_finite_in_the_plane`: refuted.
* `time_to_a_disc_grows_with_the_logarithm_of_its_radius`: what is true instead.

## References
* Bovier2004: mean times as masses over capacities.
"""

from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.symbols import eps, lamda
from ledger.compare import identical
from ledger.model import Check

DIMENSIONS = (1, 2, 3, 4)
r = sp.Symbol("r", positive=True)
NEAR, FAR, START = sp.symbols("delta rho R", positive=True)


def shield_energy(d: int) -> sp.Expr:
    """∫ |∇φ|² over the shell from δ to ρ in R^d, φ radial and harmonic, 1 inside and 0 outside.

    Raises:
        ValueError: if d is not positive.
    """
    if d < 1:
        raise ValueError(f"d={d}: a dimension is at least 1")
    resistance = sp.integrate(r ** (1 - d), (r, NEAR, FAR))
    slope = r ** (1 - d) / resistance
    sphere = 2 * sp.pi ** sp.Rational(d, 2) / sp.gamma(sp.Rational(d, 2))
    return sp.simplify(sphere * sp.integrate(slope**2 * r ** (d - 1), (r, NEAR, FAR)))


@lru_cache(maxsize=1)
def time_to_disc() -> sp.Expr:
    """E τ from |w| = R to |w| = δ for dW = −λW dt + √(2ε) dB in the plane.

    u = E τ solves ε(u'' + u'/r) − λr u' = −1 with u(δ) = 0. The flux r e^{−λr²/(2ε)} u' vanishes at
    infinity, as nothing is lost there; so it is the integral of the source over all that lies beyond.
    """
    weight = r * sp.exp(-lamda * r**2 / (2 * eps))
    beyond = sp.Symbol("b", positive=True)
    flux = sp.integrate(weight.subs(r, beyond) / eps, (beyond, r, sp.oo))
    return sp.integrate(sp.simplify(flux / weight), (r, NEAR, START))


# --- Evidence ---------------------------------------------------------------------------------------


def _shields() -> dict[str, bool]:
    """In which dimensions does a point keep a positive capacity?"""
    limits = {d: sp.limit(shield_energy(d), NEAR, 0) for d in DIMENSIONS}
    return {f"d = {d}": bool(limit.is_positive) for d, limit in limits.items()}


def _positive_for(*dimensions: int) -> dict[str, bool]:
    return {f"d = {d}": d in dimensions for d in DIMENSIONS}


printed_point_can_be_reached_in_every_dimension = Check(
    tests=(
        "Whether the capacity bound of a ball of radius δ stays positive as δ → 0, for d = 1, 2, 3, 4 and"
        " any loss, exactly, compared with: yes, for a transition time “to w₂” supposes that the point can"
        " be reached."
    ),
    measure=_shields,
    predict=lambda: _positive_for(*DIMENSIONS),
    compare=identical(),
    wrong={
        "in the plane, too": lambda: _positive_for(1, 2),
        "in no dimension": _positive_for,
    },
    right={"on the line only": lambda: _positive_for(1)},
)

printed_time_to_a_point_is_finite_in_the_plane = Check(
    tests=(
        "The limit δ → 0 of the mean time to reach the disc of radius δ around the minimum of λ|w|²/2 in"
        " the plane, for all λ and ε, exactly, compared with a finite time."
    ),
    measure=lambda: sp.limit(time_to_disc(), NEAR, 0),
    predict=lambda: sp.Symbol("T", positive=True),
    compare=equal(),
    wrong={"the time to the radius ρ": lambda: time_to_disc().subs(NEAR, FAR)},
    right={"infinity": lambda: sp.oo},
)

time_to_a_disc_grows_with_the_logarithm_of_its_radius = Check(
    tests=(
        "The mean time from radius R to radius δ around the minimum of λ|w|²/2 in the plane, from the"
        " radial equation, compared with log(R/δ)/λ for every ε."
    ),
    measure=time_to_disc,
    predict=lambda: sp.log(START / NEAR) / lamda,
    compare=equal(),
    wrong={
        "bounded": lambda: (START - NEAR) / (lamda * START),
        "shorter for more noise": lambda: sp.log(START / NEAR) / (lamda * eps),
        "like 1/δ": lambda: (1 / NEAR - 1 / START) / lamda,
    },
    of="corrected",
)
