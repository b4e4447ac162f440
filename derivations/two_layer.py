"""Two linear layers: the smallest network whose usual losses break (A.1) and (A.2).

With weights x and y the network is (x, y) ↦ x·y·(feature), so that its losses are constant along hyperbolas
and lines that run to infinity.

## Main definitions
* `square_loss`: (xy − 1)² + λ(x² + y²).      * `cross_entropy`: log(1 + e^{−xy}) + λ(x² + y²).
* `growth_along`: the limits of (A.2) along a curve.

## Main statements
* Without penalty the square loss is 0 along y = 1/x: (A.1) fails.
* With any penalty λ > 0 the quotient of (A.2) tends to 1/(2λ²) along y = 1/x for the square loss and to
  1/(1 + 16λ²) along y = 0 for the cross entropy, not to 0.
"""

from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import growth
from derivations.symbols import lamda, x, y
from ledger.model import Check

r = sp.Symbol("r", positive=True)
Curve = tuple[sp.Expr, sp.Expr]

HYPERBOLA: Curve = (r, 1 / r)
AXIS: Curve = (r, sp.Integer(0))


def penalised(fit: sp.Expr, strength: sp.Expr | int) -> Potential:
    """`fit` + λ(x² + y²) with λ = `strength`."""
    return Potential(fit + strength * (x**2 + y**2), (x, y), parameters=tuple(sp.S(strength).free_symbols))


def square_loss(strength: sp.Expr | int) -> Potential:
    """The square loss of two linear layers that ought to map 1 to 1."""
    return penalised((x * y - 1) ** 2, strength)


def cross_entropy(strength: sp.Expr | int) -> Potential:
    """The cross entropy of two linear layers at the feature 1 with the label 1."""
    return penalised(sp.log(1 + sp.exp(-x * y)), strength)


def along(loss: Potential, f: sp.Expr, curve: Curve) -> sp.Expr:
    """`f` on the curve, as a function of r."""
    return sp.cancel(f.subs(dict(zip(loss.coords, curve, strict=True)), simultaneous=True))


def growth_along(loss: Potential, curve: Curve) -> tuple[sp.Expr, sp.Expr]:
    """The limit of (‖∇L‖²/2 − ∇·∇L)/r² and that of ∇·∇L/‖∇L‖² along the curve, r → ∞."""
    first, second = (along(loss, f, curve) for f in growth(loss))
    return sp.limit(first / r**2, r, sp.oo), sp.limit(second, r, sp.oo)


# --- Evidence ---


@lru_cache
def _quotients() -> tuple[sp.Expr, sp.Expr]:
    return (
        growth_along(square_loss(lamda), HYPERBOLA)[1],
        growth_along(cross_entropy(lamda), AXIS)[1],
    )


@lru_cache
def _speeds() -> tuple[sp.Expr, sp.Expr]:
    return (
        growth_along(square_loss(lamda), HYPERBOLA)[0],
        growth_along(cross_entropy(lamda), AXIS)[0],
    )


def _pair(first: sp.Expr | int, second: sp.Expr | int) -> tuple[sp.Expr, sp.Expr]:
    return sp.S(first), sp.S(second)


printed_network_losses_obey_the_second_assumption = Check(
    tests=r"$\lim\nabla\cdot\nabla L/\|\nabla L\|^2$ for two linear layers with any penalty $\lambda>0$: "
    r"for $(w_1w_2-1)^2+\lambda\|w\|^2$ along $w_2=1/w_1$ and $\log(1+e^{-w_1w_2})+\lambda\|w\|^2$ along "
    r"$w_2=0$, against the 0 of (A.2).",
    measure=_quotients,
    predict=lambda: _pair(0, 0),
    compare=equal(),
    wrong={
        "0 for the cross entropy only": lambda: _pair(1 / (2 * lamda**2), 0),
        "0 for the square loss only": lambda: _pair(0, 1 / (1 + 16 * lamda**2)),
        "1/λ² for 1/(2λ²)": lambda: _pair(1 / lamda**2, 1 / (1 + 16 * lamda**2)),
    },
    right={"1/(2λ²) and 1/(1 + 16λ²)": lambda: _pair(1 / (2 * lamda**2), 1 / (1 + 16 * lamda**2))},
)

printed_network_losses_obey_the_first_half = Check(
    tests=r"$\lim(\|\nabla L\|^2/2-\nabla\cdot\nabla L)/w_1^2$ for the same losses and curves, which "
    r"(A.2) makes non-negative, at $\lambda=\frac15$, against $2\lambda^2$, as if $\nabla\cdot\nabla L$ "
    "stayed bounded.",
    measure=lambda: tuple(speed.subs(lamda, sp.Rational(1, 5)) for speed in _speeds()),
    predict=lambda: _pair(sp.Rational(2, 25), sp.Rational(2, 25)),
    compare=equal(),
    wrong={"0": lambda: _pair(0, 0), "2λ": lambda: _pair(sp.Rational(2, 5), sp.Rational(2, 5))},
    right={"−48/25 and −9/200": lambda: _pair(-sp.Rational(48, 25), -sp.Rational(9, 200))},
)

printed_square_loss_of_a_network_is_confining = Check(
    tests=r"$\lim L$ for two linear layers without a penalty, $L=(w_1w_2-1)^2$ along $w_2=1/w_1$, against "
    r"the $+\infty$ of (A.1).",
    measure=lambda: sp.limit(along(square_loss(0), square_loss(0).expr, HYPERBOLA), r, sp.oo),
    predict=lambda: sp.oo,
    compare=equal(),
    wrong={"1, as along w₂ = 0": lambda: sp.Integer(1)},
    right={"0": lambda: sp.Integer(0)},
)
