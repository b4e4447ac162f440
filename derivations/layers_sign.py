"""SGD on two linear layers never changes the sign of w₁ + w₂ (Theorem 2.2 read as the escape of SGD).

f = w₁w₂x with a penalty λ‖w‖²/2: at the saddle 0 between the two minima every sample's gradient vanishes, and
with it the noise.

## Main definitions
* `sample_loss`: ℓ of one sample.      * `risk`: for x = ±1 with E[xy] = 1, up to a constant.
* `summed_step`: w₁ + w₂ after a step of SGD.

## Main statements
* `sum_of_the_layers_is_multiplied_by_every_step`.
"""

import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import gamma, lamda
from ledger.model import Check

FIRST, SECOND = LAYERS = sp.symbols("w_1 w_2", real=True)
INPUT, LABEL = sp.symbols("x y", real=True)
BATCH = 2


def sample_loss(penalty: sp.Expr) -> sp.Expr:
    """(w₁w₂x − y)²/2 + λ(w₁² + w₂²)/2."""
    return (FIRST * SECOND * INPUT - LABEL) ** 2 / 2 + penalty * (FIRST**2 + SECOND**2) / 2


def risk(penalty: sp.Expr) -> Potential:
    """(w₁w₂ − 1)²/2 + λ(w₁² + w₂²)/2, minima ±√(1 − λ) (1, 1), saddle 0."""
    expr = (FIRST * SECOND - 1) ** 2 / 2 + penalty * (FIRST**2 + SECOND**2) / 2
    return Potential(expr, LAYERS, name="two linear layers")


def summed_step(sign: int = 1) -> sp.Expr:
    """w₁ + w₂ (or w₁ − w₂, `sign` = −1) after a step with any `BATCH` samples, learning rate γ."""
    position = FIRST + sign * SECOND
    for number in range(BATCH):
        sample = {INPUT: sp.Symbol(f"x{number}", real=True), LABEL: sp.Symbol(f"y{number}", real=True)}
        slopes = [sp.diff(sample_loss(lamda), layer).subs(sample) for layer in LAYERS]
        position -= gamma / BATCH * (slopes[0] + sign * slopes[1])
    return sp.factor(sp.expand(position))


# --- Evidence ---------------------------------------------------------------------------------------


def _mean_error() -> sp.Expr:
    """ē, the mean of (w₁w₂x − y)x over the batch."""
    errors = [
        (FIRST * SECOND * sp.Symbol(f"x{n}", real=True) - sp.Symbol(f"y{n}", real=True))
        * sp.Symbol(f"x{n}", real=True)
        for n in range(BATCH)
    ]
    return sp.Add(*errors) / BATCH


def _steps(in_sum: sp.Expr, in_difference: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    return in_sum * (FIRST + SECOND), in_difference * (FIRST - SECOND)


sum_of_the_layers_is_multiplied_by_every_step = Check(
    tests=(
        r"$w_1+w_2$ and $w_1-w_2$ after a step of SGD on $(w_1w_2x-y)^2/2+\lambda\|\mathbf w\|^2/2$ with any"
        r" two samples, exactly, compared with $(1-\gamma(\lambda+\bar e))(w_1+w_2)$ and"
        r" $(1-\gamma(\lambda-\bar e))(w_1-w_2)$, $\bar e$ the mean of $(w_1w_2x-y)x$: while"
        r" $\gamma(\lambda+\bar e)<1$ the sign of $w_1+w_2$ stays."
    ),
    measure=lambda: (summed_step(), summed_step(-1)),
    predict=lambda: _steps(1 - gamma * (lamda + _mean_error()), 1 - gamma * (lamda - _mean_error())),
    compare=equal(),
    wrong={
        "the same factor for both": lambda: _steps(*[1 - gamma * (lamda + _mean_error())] * 2),
        "without the penalty": lambda: _steps(1 - gamma * _mean_error(), 1 + gamma * _mean_error()),
    },
    of="corrected",
)
