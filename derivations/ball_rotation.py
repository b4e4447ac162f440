"""A ball does not see the axes: the Hessian may be taken diagonal (Appendix G).

## Main definitions
* `form_moments`: ∫ (wᵀHw)^k over the unit ball.    * `monomial_integral`: what it is made of.
* `eigenvalues_in_the_plane`: of a symmetric 2 × 2 matrix.

## Main statements
* `ball_sees_only_the_eigenvalues`: the mass of the ball is a power series in these moments.
"""

from functools import lru_cache
from itertools import chain

import sympy as sp

from derivations.ball_mass import ball_integral
from derivations.gaussian_ball import curvatures
from derivations.identity import equal
from ledger.model import Check

a, b, c = sp.symbols("a b c", real=True)
PLANE = sp.Matrix([[a, b], [b, c]])
TURN = sp.Matrix([[2, -1, 2], [2, 2, -1], [-1, 2, 2]]) / 3
"""An orthogonal matrix with rational entries."""

ORDERS = {2: (1, 2, 3), 3: (1, 2)}


def form_moments(H: sp.Matrix) -> tuple[sp.Expr, ...]:
    """∫ (wᵀHw)^k over the unit ball, for k = 1, 2, 3 in the plane and k = 1, 2 in space."""
    point = sp.Matrix(sp.symbols(f"v1:{H.rows + 1}", real=True))
    form = sp.Poly(point.dot(H * point), *point)
    return tuple(
        sp.Add(*(coefficient * monomial_integral(powers) for powers, coefficient in (form**k).terms()))
        for k in ORDERS[H.rows]
    )


@lru_cache(maxsize=64)
def monomial_integral(powers: tuple[int, ...]) -> sp.Expr:
    """∫ v_1^{p_1} ⋯ v_d^{p_d} over the unit ball."""
    v = sp.symbols(f"v1:{len(powers) + 1}", real=True)
    return ball_integral(sp.Mul(*[a**p for a, p in zip(v, powers, strict=True)]), v)


def eigenvalues_in_the_plane(H: sp.Matrix) -> tuple[sp.Expr, sp.Expr]:
    """(tr ± √(tr² − 4 det))/2."""
    root = sp.sqrt(H.trace() ** 2 - 4 * H.det())
    return (H.trace() + root) / 2, (H.trace() - root) / 2


# --- Evidence ---

SPACE = TURN.T * sp.diag(*curvatures(3)) * TURN


def _moments(plane: sp.Matrix, space: sp.Matrix) -> tuple[sp.Expr, ...]:
    return tuple(map(sp.expand, chain(form_moments(plane), form_moments(space))))


def _diagonal_entries(H: sp.Matrix) -> sp.Matrix:
    return sp.diag(*[H[i, i] for i in range(H.rows)])


ball_sees_only_the_eigenvalues = Check(
    tests=r"$\int_{\|w\|\le1}(w^\top Hw)^k\,dw$ for every symmetric $2\times2$ matrix, $k=1,2,3$, and for"
    r" $O^\top\Lambda O$ in space, $k=1,2$, integrated, against the same with the eigenvalues as diagonal.",
    measure=lambda: _moments(PLANE, SPACE),
    predict=lambda: _moments(sp.diag(*eigenvalues_in_the_plane(PLANE)), sp.diag(*curvatures(3))),
    compare=equal(),
    wrong={
        "the diagonal entries": lambda: _moments(_diagonal_entries(PLANE), _diagonal_entries(SPACE)),
        "one eigenvalue twice": lambda: _moments(
            sp.eye(2) * eigenvalues_in_the_plane(PLANE)[0], sp.diag(*curvatures(3))
        ),
    },
)
