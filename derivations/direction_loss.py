"""A loss that ignores the length of the weights: null direction, empty determinant, growing weights.

## Main definitions
* `DirectionLoss`: gradient and Hessian of any f(x/z, y/z), at a multiple of (x, y, z).

## Main statements
* `loss_of_the_direction_has_a_null_direction`: ∇L · w = 0, Hw = −∇L, H(αw) = H(w)/α².
* `printed_determinant_grows_with_the_curvature`: refuted; it is 0 at every critical point.
* `printed_smaller_hessian_norm_means_another_network`: refuted; scaling the weights is enough.
* `step_on_a_loss_of_the_direction_lengthens_the_weights`.

## Notation
f_u, …, f_vv are the derivatives of f at (x/z, y/z), which is one point for all αw.
"""

from dataclasses import dataclass

import sympy as sp

from derivations.batch_normalisation import alpha
from derivations.identity import equal
from derivations.symbols import gamma, x, y, z
from ledger.model import Check

SPACE = (x, y, z)


@dataclass(frozen=True)
class DirectionLoss:
    """L(w) = f(x/z, y/z) for any twice differentiable f, at the point `place`·(x, y, z)."""

    place: sp.Expr = sp.S.One

    @property
    def point(self) -> sp.Matrix:
        """The weights, shape (3, 1)."""
        return self.place * sp.Matrix(SPACE)

    def gradient(self) -> sp.Matrix:
        """∇L by the chain rule, shape (3, 1)."""
        outer = sp.Matrix(sp.symbols("f_u f_v", real=True))
        return self._there(self._jacobian.T * outer)

    def hessian(self) -> sp.Matrix:
        """The second derivatives of L by the chain rule, shape (3, 3)."""
        f_u, f_v, f_uu, f_uv, f_vv = sp.symbols("f_u f_v f_uu f_uv f_vv", real=True)
        outer = self._jacobian.T * sp.Matrix([[f_uu, f_uv], [f_uv, f_vv]]) * self._jacobian
        return self._there(outer + f_u * sp.hessian(x / z, SPACE) + f_v * sp.hessian(y / z, SPACE))

    @property
    def _jacobian(self) -> sp.Matrix:
        return sp.Matrix([x / z, y / z]).jacobian(SPACE)

    def _there(self, expr: sp.Matrix) -> sp.Matrix:
        return expr.subs({c: self.place * c for c in SPACE}, simultaneous=True)


# --- Evidence ---


def _found() -> dict[str, sp.Matrix]:
    loss = DirectionLoss()
    return {
        "∇L · w": sp.Matrix([loss.gradient().dot(loss.point)]),
        "Hw": loss.hessian() * loss.point,
        "H(αw)": DirectionLoss(alpha).hessian(),
    }


def _said(along: sp.Expr, image: sp.Expr | int, factor: sp.Expr) -> dict[str, sp.Matrix]:
    """∇L · w = along, Hw = image · ∇L, H(αw) = factor · H(w)."""
    loss = DirectionLoss()
    return {
        "∇L · w": sp.Matrix([along]),
        "Hw": image * loss.gradient(),
        "H(αw)": factor * loss.hessian(),
    }


loss_of_the_direction_has_a_null_direction = Check(
    tests=r"For any $L=f(x/z,y/z)$: $\nabla L\cdot\mathbf w$, $H(\mathbf w)\mathbf w$ and $H(\alpha\mathbf"
    r" w)$, against $0$, $-\nabla L$ and $\alpha^{-2}H(\mathbf w)$.",
    measure=_found,
    predict=lambda: _said(sp.S.Zero, -1, alpha**-2),
    compare=equal(),
    wrong={
        "∇L · w = f_u": lambda: _said(sp.Symbol("f_u", real=True), -1, alpha**-2),
        "Hw = 0 everywhere": lambda: _said(sp.S.Zero, 0, alpha**-2),
        "H(αw) = H(w)": lambda: _said(sp.S.Zero, -1, sp.S.One),
        "H(αw) = H(w)/α": lambda: _said(sp.S.Zero, -1, 1 / alpha),
    },
    of="corrected",
)


def _determinant_at_critical_points() -> sp.Expr:
    flat = dict.fromkeys(sp.symbols("f_u f_v", real=True), 0)
    return sp.factor(DirectionLoss().hessian().subs(flat).det())


def _curvature_of_the_direction() -> sp.Expr:
    f_uu, f_uv, f_vv = sp.symbols("f_uu f_uv f_vv", real=True)
    return f_uu * f_vv - f_uv**2


printed_determinant_grows_with_the_curvature = Check(
    tests=r"The determinant of the Hessian at a critical point of any $L=f(x/z,y/z)$, against the determinant"
    r" of the Hessian of $f$ over $z^4$: sharper across the ray, larger determinant.",
    measure=_determinant_at_critical_points,
    predict=lambda: _curvature_of_the_direction() / z**4,
    compare=equal(),
    wrong={"without z": _curvature_of_the_direction},
    right={"0": lambda: sp.S.Zero},
)


def _squared_norm(loss: DirectionLoss) -> sp.Expr:
    """‖H‖_F² at `place`·(1, 2, 3)."""
    hessian = loss.hessian().subs({x: 1, y: 2, z: 3})
    return sp.expand(sp.Add(*[entry**2 for entry in hessian]))


printed_smaller_hessian_norm_means_another_network = Check(
    tests=r"$\|H(\alpha\mathbf w)\|_F^2$ at $\mathbf w=(1,2,3)$ for any $L=f(x/z,y/z)$, the same at every"
    r" $\alpha$, against $\|H(\mathbf w)\|_F^2$.",
    measure=lambda: _squared_norm(DirectionLoss(alpha)),
    predict=lambda: _squared_norm(DirectionLoss()),
    compare=equal(),
    wrong={"over α²": lambda: _squared_norm(DirectionLoss()) / alpha**2},
    right={"over α⁴": lambda: _squared_norm(DirectionLoss()) / alpha**4},
)


def _squared_length() -> sp.Expr:
    """‖w − γ∇L‖²."""
    loss = DirectionLoss()
    step = loss.point - gamma * loss.gradient()
    return step.dot(step)


def _lengthened(factor: sp.Expr | int) -> sp.Expr:
    """‖w‖² + factor · ‖∇L‖²."""
    loss = DirectionLoss()
    return loss.point.dot(loss.point) + factor * loss.gradient().dot(loss.gradient())


step_on_a_loss_of_the_direction_lengthens_the_weights = Check(
    tests=r"$\|\mathbf w-\gamma\nabla L(\mathbf w)\|^2$ for any $L=f(x/z,y/z)$, such as the loss of one"
    r" batch, against $\|\mathbf w\|^2+\gamma^2\|\nabla L\|^2$.",
    measure=_squared_length,
    predict=lambda: _lengthened(gamma**2),
    compare=equal(),
    wrong={"no change": lambda: _lengthened(0), "shorter": lambda: _lengthened(-(gamma**2))},
    of="corrected",
)
