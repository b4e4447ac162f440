"""What |ΔL| in Theorem 2.2 has to be: the determinant of the Hessian, or its absolute value?

The leading term of the mean escape time is found without the formula, as the mass of a quadratic well
over the capacity of a quadratic gate. Its Gaussian integrals see the size of each curvature at the gate;
the determinant is negative there, for one curvature is.

## Main definitions
* `gaussian_escape_times`: the leading term for d = 1, 2, 3 and all curvatures.
* `formula_with`: Theorem 2.2 at the same landscapes, for a given reading of |ΔL|.
* `signs_under_the_root`: of the quotient of determinants, at certified saddles and minima.

## Main statements
* `printed_determinant_gives_the_escape_time`, `printed_quotient_of_determinants_is_positive`: refuted.
* `absolute_determinant_gives_the_escape_time`: what is true instead.

## References
* Berglund2013, section 3.
"""

from collections.abc import Callable
from math import prod

import sympy as sp

from derivations.algebraic import order
from derivations.barrier import barrier
from derivations.identity import equal
from derivations.place import Place, minimum_at
from derivations.potential import Potential
from derivations.symbols import eta, lamda
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.compare import identical
from ledger.model import Check

DIMENSIONS = (1, 2, 3)
HEIGHT = sp.Symbol("H", positive=True)
AT_WELL = sp.symbols("kappa1:4", positive=True)
AT_GATE = (lamda, *sp.symbols("mu2:4", positive=True))


def gaussian_escape_times() -> tuple[sp.Expr, ...]:
    """Mass of the well over capacity of the gate, both landscapes quadratic, for d = 1, 2, 3.

    The well has curvatures kappa_i; the gate, `HEIGHT` above it, curvature −lambda across and mu_i along.
    The mass is ∫ exp(−eta L) over the well; the capacity is 1/eta times ∫ exp(−eta L) along the gate over
    ∫ exp(+eta L) across it (Berglund2013, section 3.3).
    """
    return tuple(
        eta
        * sp.exp(eta * HEIGHT)
        * prod(_gaussian_integral(kappa) for kappa in AT_WELL[:d])
        * _gaussian_integral(AT_GATE[0])
        / prod(_gaussian_integral(mu) for mu in AT_GATE[1:d])
        for d in DIMENSIONS
    )


def _gaussian_integral(curvature: sp.Expr) -> sp.Expr:
    r = sp.Symbol("r", real=True)
    return sp.integrate(sp.exp(-eta * curvature * r**2 / 2), (r, -sp.oo, sp.oo))


def formula_with(
    size: Callable[[sp.Matrix], sp.Expr], rate: sp.Expr = lamda, root: sp.Expr = sp.S.Half
) -> tuple[sp.Expr, ...]:
    """Theorem 2.2 at the same landscapes, with `size` of a Hessian in place of |ΔL|."""
    hessians = [(sp.diag(-lamda, *AT_GATE[1:d]), sp.diag(*AT_WELL[:d])) for d in DIMENSIONS]
    return tuple(
        2 * sp.pi / rate * (size(gate) / size(well)) ** root * sp.exp(eta * HEIGHT) for gate, well in hessians
    )


def with_determinant() -> tuple[sp.Expr, ...]:
    """The reading that is printed."""
    return formula_with(sp.Matrix.det)


def with_absolute_determinant() -> tuple[sp.Expr, ...]:
    """The reading that is meant."""
    return formula_with(lambda hessian: abs(hessian.det()))


ESCAPES = ((DOUBLE_WELL, -1, 1), (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)), (TWO_GATES, (0, -1), (0, 1)))


def signs_under_the_root() -> dict[str, int]:
    """The sign of det ∇²L(w*)/det ∇²L(w1) for each potential, from the Hessian matrices."""
    return {p.name: _sign_under_the_root(p, *ends) for p, *ends in ESCAPES}


def _sign_under_the_root(potential: Potential, start: Place, target: Place) -> int:
    gate, well = barrier(potential, start, target).gates[0], minimum_at(potential, start)
    at_gate, at_well = (
        potential.hessian.subs(dict(zip(potential.coords, point.at, strict=True))).det()
        for point in (gate, well)
    )
    return order(at_gate / at_well, sp.S.Zero)


def _sign_by_index(potential: Potential, start: Place, target: Place) -> int:
    return int((-1) ** barrier(potential, start, target).gates[0].index)


# --- Evidence ---------------------------------------------------------------------------------------

printed_determinant_gives_the_escape_time = Check(
    tests=(
        "Mass of a quadratic well over capacity of a quadratic gate, for d = 1, 2, 3 and any curvatures,"
        " compared with Theorem 2.2 in which |ΔL| is the determinant of the Hessian, as printed."
    ),
    measure=gaussian_escape_times,
    predict=with_determinant,
    compare=equal(),
    wrong={"|ΔL| the Laplacian": lambda: formula_with(sp.Matrix.trace)},
    right={"|ΔL| the absolute value of the determinant": with_absolute_determinant},
)

absolute_determinant_gives_the_escape_time = Check(
    tests=(
        "Mass of a quadratic well over capacity of a quadratic gate, for d = 1, 2, 3 and any curvatures,"
        " compared with Theorem 2.2 in which |ΔL| is the absolute value of the determinant of the Hessian."
    ),
    measure=gaussian_escape_times,
    predict=with_absolute_determinant,
    compare=equal(),
    wrong={
        "the determinant with its sign": with_determinant,
        "the absolute value of the Laplacian": lambda: formula_with(lambda hessian: abs(hessian.trace())),
        "no square root": lambda: formula_with(lambda hessian: abs(hessian.det()), root=sp.S.One),
        "without λ*": lambda: formula_with(lambda hessian: abs(hessian.det()), rate=sp.S.One),
    },
    of="corrected",
)

printed_quotient_of_determinants_is_positive = Check(
    tests=(
        "The sign of det ∇²L(w*)/det ∇²L(w1) at the certified saddles and minima of three potentials,"
        " compared with the sign that the square root of the printed formula needs."
    ),
    measure=signs_under_the_root,
    predict=lambda: {p.name: 1 for p, *_ in ESCAPES},
    compare=identical(),
    wrong={"zero, as at a degenerate point": lambda: {p.name: 0 for p, *_ in ESCAPES}},
    right={
        "(−1) to the number of negative eigenvalues": lambda: {
            p.name: _sign_by_index(p, *e) for p, *e in ESCAPES
        }
    },
)
