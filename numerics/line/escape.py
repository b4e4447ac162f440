"""Mean first-passage times in one dimension, enclosed.

For dW = −L'(W) dt + √(2 ε₀ β(W)) dB (Itô), started at a and stopped at b > a,

    E τ = ∫_a^b e^{φ(x)} ∫_{−∞}^x e^{−φ(z)} / (ε₀ β(z)) dz dx,   φ' = L'/(ε₀ β),

because u(a) = E_a τ solves ε₀ β u'' − L' u' = −1, u(b) = 0, without flux at −∞. With β = 1 and ε₀ = 1/η
this is the time of Theorem 2.2.

## Main definitions
* `mean_escape_time`: constant noise, any number of digits.
* `mean_escape_time_with_noise`: β depends on w.

## References
* Gardiner2009, section 5.5.    * Pavliotis2014, chapter 7.
"""

from collections.abc import Callable
from functools import lru_cache

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.line.passage import Passage
from numerics.line.taylor_panels import precision, swept
from numerics.quadrature import Exact, exact_number

MOST_DIGITS = 10_000
ATTEMPTS, PATIENCE, SPARE = 6, 1, 8
METHOD = "Taylor panels in Arb"


def mean_escape_time(
    potential: Potential, eta: Exact, start: Exact, target: Exact, digits: int = 15, wall: Exact | None = None
) -> Bound:
    """E τ from `start` to `target`, in the time t = Σ γ_k, at inverse temperature `eta`: grade ENCLOSED.

    Numbers are exact: 20, "1/3", Fraction(1, 3), sqrt(2), no floats. A reflecting `wall` behind the start
    takes the place of the confinement by L.

    >>> from derivations.zoo import DOUBLE_WELL
    >>> round(float(mean_escape_time(DOUBLE_WELL, 20, -1, 1).middle), 9)
    729.670691942

    A float raises TypeError.

    Raises:
        ValueError: if the potential has several coordinates, is not proved to confine, or is not smooth; if
            eta is not positive; if start and target coincide, or a wall is not behind the start; or if
            `digits` is not in 1 … 10 000.
    """
    inverse = exact_number(eta, "eta")
    if not inverse.is_positive:
        raise ValueError(f"eta={eta}: an inverse temperature is positive")
    return _escape_time(potential, sp.Integer(1), 1 / inverse, (start, target, wall), digits)


def mean_escape_time_with_noise(
    potential: Potential,
    noise: sp.Expr,
    eps0: Exact,
    start: Exact,
    target: Exact,
    digits: int = 15,
    wall: Exact | None = None,
) -> Bound:
    """E τ with diffusion `eps0`·`noise`: ε₀ = γ/(2M), `noise` is β(w) in the coordinate of the potential.

    A `wall` is as for `mean_escape_time`. A float raises TypeError.

    Raises:
        ValueError: as for `mean_escape_time`, or if the noise has other letters or is not positive.
    """
    strength = exact_number(eps0, "eps0")
    if not strength.is_positive:
        raise ValueError(f"eps0={eps0}: a noise strength is positive")
    if noise.free_symbols - set(potential.coords):
        raise ValueError(f"noise={noise}: a function of {potential.coords[0]} alone is wanted")
    return _escape_time(potential, noise, strength, (start, target, wall), digits)


def _escape_time(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, ends: tuple[Exact, Exact, Exact | None], digits: int
) -> Bound:
    """E τ for start, target, wall = `ends`."""
    passage = _passage(potential, noise, eps0, ends)
    time = to_digits(digits, lambda bits: swept(passage.sweep(bits), bits))
    return enclosed(time, _form(exact_number(ends[0], "start"), exact_number(ends[1], "target")), METHOD)


def to_digits(digits: int, value: Callable[[int], flint.arb]) -> flint.arb:
    """The `value` of a number of bits, with more and more bits until the digits are sure.

    Raises:
        ValueError: if they never are, or are not between 1 and 10 000.
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits={digits}: 1 to {MOST_DIGITS} are allowed")
    sure = 10 * digits / 3 + 1
    bits = int(sure) + SPARE
    for attempt in range(ATTEMPTS):
        with flint.ctx.workprec(precision(bits)):
            found = value(bits)
        if found.rel_accuracy_bits() > sure:
            return found
        if attempt > PATIENCE and not found.rel_accuracy_bits() > 0:
            break
        bits += 24 + bits // 4
    raise ValueError(f"digits={digits}: they are not reached, only {found.rel_accuracy_bits()} bits are sure")


@lru_cache(maxsize=256)
def _form(start: sp.Expr, target: sp.Expr) -> str:
    """The LaTeX of E τ."""
    return rf"\mathbb{{E}}[\tau_{{{sp.latex(start)} \to {sp.latex(target)}}}]"


def _passage(
    potential: Potential, noise: sp.Expr, eps0: sp.Expr, ends: tuple[Exact, Exact, Exact | None]
) -> Passage:
    """The passage to the right that these data describe.

    Raises:
        ValueError: if there are several coordinates, or the points are in no order, or β(start) ≤ 0.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    start, target = (exact_number(end, name) for end, name in zip(ends, ("start", "target"), strict=False))
    wall = None if ends[2] is None else exact_number(ends[2], "wall")
    passage = Passage(potential.gradient[0], noise, potential.coords[0], eps0, start, target, wall)
    if not noise.subs(potential.coords[0], start).is_positive:
        raise ValueError(f"noise={noise}: it has to be positive, also at start={start}")
    for candidate in (passage, passage.turned):
        if candidate.in_order:
            return candidate
    raise ValueError(
        f"start={start}, target={target}, wall={wall}:"
        " start and target have to differ, and a wall to lie behind the start"
    )
