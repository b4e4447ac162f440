"""What (A.1) to (A.3) demand: losses that obey one half and not the other, and what (A.3) bounds.

## Main definitions
* `confinement`: the two halves of (A.1) for a loss, as truth values.
* `growth_is_as_assumed`: the two halves of (A.2) for a loss on the line.

## Main statements
* Neither half of (A.1) implies the other; nor does the second half of (A.2) imply the first.
* |w|^p obeys (A.2) if and only if p > 1.
* (A.3) bounds the Laplacian of e^{−L}.
"""

from collections.abc import Sequence
from functools import lru_cache

import sympy as sp

from derivations.calculus import laplacian
from derivations.gibbs import LINE, PLANE, multiplied_out
from derivations.gibbs_mass import HEAVY_TAILED, line_mass
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import gibbs_curvature, growth, growth_limits
from derivations.symbols import w, x, y
from derivations.zoo import QUADRATIC
from ledger.compare import identical
from ledger.model import Check

SLOW = Potential(sp.log(1 + w**2) / 2, name="slow")
"""Grows like log|w|: e^{−L} has no finite mass."""

VALLEY = Potential(y**2 * (1 + x**2) ** 2, (x, y), name="valley")
"""0 along the whole axis y = 0, which narrows so fast that e^{−L} has a finite mass."""

CONE = Potential(sp.sqrt(1 + w**2), name="cone")
"""Its slope tends to ±1."""

Halves = tuple[sp.Basic, sp.Basic]


def mass(loss: Potential) -> sp.Expr:
    """∫ e^{−L}, coordinate by coordinate, the last one first; may be oo."""
    weight = sp.exp(-loss.expr)
    for c in reversed(loss.coords[1:]):
        weight = sp.simplify(sp.integrate(weight, (c, -sp.oo, sp.oo)))
    return line_mass(weight.subs(loss.coords[0], w))


def confinement(loss: Potential, directions: Sequence[Sequence[int]]) -> Halves:
    """Does L → ∞ from the origin along each of `directions`, and is ∫ e^{−L} finite?"""
    radius = sp.Symbol("r", positive=True)
    rays = [{c: radius * step for c, step in zip(loss.coords, d, strict=True)} for d in directions]
    grows = all(sp.limit(loss.expr.subs(ray), radius, sp.oo) == sp.oo for ray in rays)
    return sp.S(grows), sp.S(bool(mass(loss).is_finite))


def growth_is_as_assumed(loss: Potential) -> Halves:
    """Are the limits of (A.2) +∞ and 0 at both ends of the line?"""
    ends = [growth_limits(loss, (end,)) for end in (1, -1)]
    return sp.S(all(first == sp.oo for first, _ in ends)), sp.S(all(second == 0 for _, second in ends))


def powers_that_grow_as_assumed(powers: Sequence[sp.Rational]) -> sp.Set:
    """Those p for which w^p obeys both halves of (A.2) as w → +∞."""
    far = sp.Symbol("w", positive=True)

    def obeys(p: sp.Rational) -> bool:
        first, second = (sp.limit(f, far, sp.oo) for f in growth(Potential(far**p, (far,))))
        return bool(first == sp.oo and second == 0)

    return sp.FiniteSet(*(p for p in powers if obeys(p)))


def normalised(loss: Potential) -> sp.Expr:
    """e^{−L}/∫ e^{−L} for a loss on the line."""
    return sp.exp(-loss.expr) / mass(loss)


# --- Evidence ---

YES, NO = sp.true, sp.false
ENDS = ((1,), (-1,))
AXES = ((1, 0), (0, 1), (-1, 0), (0, -1))
POWERS = tuple(map(sp.Rational, ("1/2", "3/4", 1, "5/4", "3/2", 2, 4)))


@lru_cache
def _confinements() -> dict[str, Halves]:
    plane = confinement(VALLEY, AXES)
    lines = {loss.name: confinement(loss, ENDS) for loss in (QUADRATIC, SLOW)}
    return {**lines, VALLEY.name: plane}


def _halves(quadratic: Halves, slow: Halves, valley: Halves) -> dict[str, Halves]:
    return {QUADRATIC.name: quadratic, SLOW.name: slow, VALLEY.name: valley}


def _growths(**halves: Halves) -> dict[str, Halves]:
    return {loss.name: halves[loss.name.partition(" ")[0]] for loss in (QUADRATIC, CONE, HEAVY_TAILED)}


def _powers_above(least: str, strictly: bool = True) -> sp.Set:
    bound = sp.Rational(least)
    return sp.FiniteSet(*(p for p in POWERS if p > bound or (p == bound and not strictly)))


def _curvatures(sign: int, steepness: int = 1) -> tuple[sp.Expr, ...]:
    """e^{−L}(steepness ‖∇L‖² + sign ∇·∇L) for any loss."""
    brackets = {a: steepness * a.gradient.dot(a.gradient) + sign * a.laplacian for a in (LINE, PLANE)}
    return tuple(multiplied_out(sp.exp(-loss.expr) * bracket) for loss, bracket in brackets.items())


BELLS = (QUADRATIC, HEAVY_TAILED)


def _known_densities(gaussian_mass: sp.Expr, cauchy_mass: sp.Expr) -> tuple[sp.Expr, ...]:
    """The shapes of N(0, 1) and of Cauchy's law over given masses."""
    return sp.exp(-(w**2) / 2) / gaussian_mass, 1 / ((1 + w**2) * cauchy_mass)


first_assumption_has_two_independent_halves = Check(
    tests=r"Whether $L\to\infty$ (along the axes) and whether $\int e^{-L}<\infty$ for $w^2/2$, for "
    r"$\frac12\log(1+w^2)$ and for $y^2(1+x^2)^2$, against: both, the first only, the second only.",
    measure=_confinements,
    predict=lambda: _halves((YES, YES), (YES, NO), (NO, YES)),
    compare=equal(),
    wrong={
        "growth makes the mass finite": lambda: _halves((YES, YES), (YES, YES), (NO, YES)),
        "a finite mass makes it grow": lambda: _halves((YES, YES), (YES, NO), (YES, YES)),
        "none is met": lambda: _halves((NO, NO), (NO, NO), (NO, NO)),
    },
)

printed_gibbs_density_has_mass_one = Check(
    tests=r"$\int e^{-L}dw$ for $L=w^2/2$ and for $L=\log(1+w^2)$, which obey (A.1), against 1.",
    measure=lambda: tuple(mass(loss) for loss in BELLS),
    predict=lambda: (sp.Integer(1), sp.Integer(1)),
    compare=equal(),
    wrong={
        "no finite mass": lambda: (sp.oo, sp.oo),
        "π and √(2π)": lambda: (sp.pi, sp.sqrt(2 * sp.pi)),
    },
    right={"√(2π) and π": lambda: (sp.sqrt(2 * sp.pi), sp.pi)},
)

normalised_gibbs_density_is_that_of_a_known_law = Check(
    tests=r"$e^{-L}/\int e^{-L}$ for $L=w^2/2$ and for $L=\log(1+w^2)$, against the densities of $N(0,1)$ "
    "and of Cauchy's law.",
    measure=lambda: tuple(normalised(loss) for loss in BELLS),
    predict=lambda: _known_densities(sp.sqrt(2 * sp.pi), sp.pi),
    compare=equal(),
    wrong={
        "not normalised": lambda: _known_densities(sp.Integer(1), sp.Integer(1)),
        "√π for √(2π)": lambda: _known_densities(sp.sqrt(sp.pi), sp.pi),
    },
    of="corrected",
)

powers_above_one_grow_as_assumed = Check(
    tests=r"The $p\in\{\frac12,\frac34,1,\frac54,\frac32,2,4\}$ for which $|w|^p$ obeys both halves of "
    r"(A.2), against $p>1$.",
    measure=lambda: powers_that_grow_as_assumed(POWERS),
    predict=lambda: _powers_above("1"),
    compare=identical(),
    wrong={
        "p ≥ 1": lambda: _powers_above("1", strictly=False),
        "p > 5/4": lambda: _powers_above("5/4"),
        "every p": lambda: _powers_above("0"),
    },
)

second_half_of_the_second_assumption_does_not_imply_the_first = Check(
    tests=r"Whether $\|\nabla L\|^2/2-\nabla\cdot\nabla L\to\infty$ and whether $\nabla\cdot\nabla "
    r"L/\|\nabla L\|^2\to0$ for $w^2/2$, $\sqrt{1+w^2}$ and $\log(1+w^2)$, against: both, the second "
    "only, neither.",
    measure=lambda: {a.name: growth_is_as_assumed(a) for a in (QUADRATIC, CONE, HEAVY_TAILED)},
    predict=lambda: _growths(quadratic=(YES, YES), cone=(NO, YES), heavy=(NO, NO)),
    compare=equal(),
    wrong={
        "the second half is enough": lambda: _growths(quadratic=(YES, YES), cone=(YES, YES), heavy=(NO, NO)),
        "(A.1) is enough": lambda: _growths(quadratic=(YES, YES), cone=(YES, YES), heavy=(YES, YES)),
    },
)

third_assumption_bounds_the_laplacian_of_the_gibbs_density = Check(
    tests=r"$\nabla\cdot\nabla e^{-L}$ for any $L$ on the line and on the plane, against "
    r"$e^{-L}(\|\nabla L\|^2-\nabla\cdot\nabla L)$, which (A.3) bounds.",
    measure=lambda: tuple(multiplied_out(laplacian(sp.exp(-a.expr), a.coords)) for a in (LINE, PLANE)),
    predict=lambda: tuple(multiplied_out(gibbs_curvature(a)) for a in (LINE, PLANE)),
    compare=equal(),
    wrong={
        "+∇·∇L": lambda: _curvatures(1),
        "½‖∇L‖²": lambda: tuple(e / 2 for e in _curvatures(-2)),
        "no ‖∇L‖²": lambda: _curvatures(-1, 0),
    },
)
