r"""A ring of coupled double wells: the Eyring–Kramers formula in closed form in every dimension.

V = Σ_i (w_i⁴/4 − w_i²/2) + (κ/4) Σ_i (w_{i+1} − w_i)², i = 1, …, d in a ring. Fourier modes diagonalise the
Hessian at 0 and at ±(1, …, 1): the coupling adds 2κ sin²(πk/d) to −1 and to 2, and the product over modes is
a Chebyshev polynomial. At strong coupling, κ > κ₁ = 1/(2 sin²(π/d)), 0 is the only gate between the two
minima, with λ* = 1 and the barrier d/4. At κ₁ its second eigenvalue passes through 0, and the gate leaves 0.

## Main definitions
* `coupled_chain`: the potential.             * `bifurcation`: κ₁.
* `chain_determinant`: det(a + coupling), in closed form.
* `chain_eyring_kramers`: the formula at strong coupling.
* `two_front_gate`: a gate at weak coupling for d = 2 and 4.

## Main statements
* `gate_leaves_the_centre_at_the_bifurcation`: exactly, for d = 2 and d = 4.

## References
* Berglund2007: the bifurcations of the ring, and that there is no other critical point for κ > κ₁.
"""

from collections.abc import Callable

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, kappa
from ledger.model import Check


def coupled_chain(size: int, coupling: sp.Expr) -> Potential:
    """V for a ring of `size` sites; a letter in `coupling` becomes a parameter.

    Raises:
        ValueError: if there are fewer than two sites, or the coupling is negative.
    """
    strength = sp.sympify(coupling)
    if size < 2 or strength.is_negative:
        raise ValueError(
            f"size={size}, coupling={coupling}: at least two sites, a coupling that is not negative"
        )
    sites = sp.symbols(f"w_1:{size + 1}", real=True)
    wells = sp.Add(*(s**4 / 4 - s**2 / 2 for s in sites))
    bonds = sp.Add(*((sites[i - 1] - s) ** 2 for i, s in enumerate(sites)))
    letters = tuple(sorted(strength.free_symbols, key=str))
    return Potential(wells + strength * bonds / 4, sites, f"ring of {size} double wells", letters)


def bifurcation(size: int) -> sp.Expr:
    """κ₁, below which 0 is no gate any more."""
    return sp.radsimp(1 / (2 * sp.sin(sp.pi / size) ** 2))


def chain_determinant(size: int, coupling: sp.Expr, curvature: sp.Expr) -> sp.Expr:
    """The product over k of curvature + 2κ sin²(πk/d) = 2 (κ/2)^d [T_d(1 + curvature/κ) − 1]."""
    half = sp.sympify(coupling) / 2
    whole = 2 * half**size * (sp.chebyshevt(size, 1 + curvature / (2 * half)) - 1)
    return sp.factor(sp.expand(whole))


def chain_eyring_kramers(size: int, coupling: sp.Expr) -> sp.Expr:
    """2π √(|det ∇²V(0)|/det ∇²V(1, …, 1)) e^{eta d/4}, the leading term of E τ at strong coupling.

    Raises:
        ValueError: if the coupling is not above the bifurcation.
    """
    if not sp.sympify(coupling) > bifurcation(size):
        raise ValueError(f"coupling={coupling}: above {bifurcation(size)}, else 0 is no gate")
    gate, well = (chain_determinant(size, coupling, curvature) for curvature in (-1, 2))
    return 2 * sp.pi * sp.sqrt(-gate / well) * sp.exp(eta * sp.Rational(size, 4))


def two_front_gate(size: int, coupling: sp.Expr) -> tuple[sp.Expr, ...]:
    """Half of the sites at a, the others at −a: for d = 2 and 4 a gate if 2κ₁/3 < coupling < κ₁.

    At still weaker coupling it is a minimum.

    Raises:
        ValueError: if the number of sites is neither.
    """
    if size not in {2, 4}:
        raise ValueError(f"size={size}: 2 or 4 sites; for others the gate has no simple form")
    height = sp.sqrt(1 - coupling / bifurcation(size))
    return (height,) * (size // 2) + (-height,) * (size // 2)


# --- Evidence ---------------------------------------------------------------------------------------

SIZES = (2, 4)


def _gates_found(size: int) -> tuple[sp.Expr, ...]:
    """Gradient (0, …), height, eigenvalues of the Hessian at the point that half of the sites share."""
    ring = coupled_chain(size, kappa)
    place = dict(zip(ring.coords, two_front_gate(size, kappa), strict=True))
    slopes = ring.gradient.subs(place).applyfunc(sp.expand)
    bends = ring.hessian.subs(place).applyfunc(sp.expand).eigenvals(multiple=True)
    values = sorted((sp.expand(b) for b in bends), key=lambda b: -sp.diff(b, kappa))
    return (*slopes, sp.expand(ring.expr.subs(place)), *values)


def _gates_expected(height: Callable[[int], sp.Expr]) -> sp.Matrix:
    two = (0, 0, height(2), 2 - 4 * kappa, 2 - 6 * kappa)
    four = (0, 0, 0, 0, height(4), 2 - kappa, 2 - 2 * kappa, 2 - 2 * kappa, 2 - 3 * kappa)
    return sp.Matrix([sp.expand(e) for e in (*two, *four)])


def _height(size: int) -> sp.Expr:
    """−(d/4)(1 − κ/κ₁)²: below 0 by as much as the gate has moved."""
    return -sp.Rational(size, 4) * (1 - kappa / bifurcation(size)) ** 2


gate_leaves_the_centre_at_the_bifurcation = Check(
    tests=(
        "Gradient, height and curvatures of the ring of 2 and of 4 wells where half of the sites stand at"
        " √(1 − κ/κ₁) and the others opposite, compared with a gate that leaves 0 at κ₁ and is lower by"
        " (d/4)(1 − κ/κ₁)²."
    ),
    measure=lambda: sp.Matrix([e for size in SIZES for e in _gates_found(size)]),
    predict=lambda: _gates_expected(_height),
    compare=equal(),
    wrong={
        "as high as before": lambda: _gates_expected(lambda size: sp.Integer(0)),
        "lower in proportion to the distance": lambda: _gates_expected(
            lambda size: -sp.Rational(size, 4) * (1 - kappa / bifurcation(size))
        ),
    },
    of="corrected",
)
