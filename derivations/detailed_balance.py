"""When anisotropic noise leaves a current, and the quasipotential where it does not.

dW = −∇L dt + √(γ/M) σ dB with constant σσᵀ = C. For a quadratic loss the stationary law is N(0, Σ), HΣ
+ ΣH = (γ/M) C (`derivations.stationary_covariance`); here its current. For any loss in the plane a
density without current exists if and only if C commutes with the Hessian everywhere, and then its
logarithm is an integral.

## Main definitions
* `settled`: Σ from the generator, for H = diag(h₁, h₂, h₃) and any C; every H is such in its own axes.
* `turning`: the mean of (W dWᵀ − dW Wᵀ)/dt at rest, twice the area swept in a unit of time.
* `current_times_covariance`: J = K w p with this KΣ, for every H and C in the plane.
* `slope_without_current`: ∇ log p of a density without current.     * `curl`: whether that is a gradient.

## Main statements
* `current_is_the_commutator_of_hessian_and_noise`: no current if and only if HC = CH.
* `linear_model_turns_in_three_dimensions`: in the axes of H plane by plane, by (h_i − h_j)/(h_i + h_j) C_ij.
* `law_without_current_needs_noise_that_commutes_with_the_hessian`: any loss in the plane.
* `separate_noises_have_a_quasipotential`: each direction is judged by its own noise.

## References
* Gardiner2009, section 5.3 (detailed balance).      * Chaudhari2018: the current of SGD.
"""

from functools import lru_cache

import sympy as sp

from derivations.calculus import gradient
from derivations.identity import equal
from derivations.sde import Diffusion, sgd_diffusion
from derivations.stationary_covariance import COVARIANCE, HESSIAN, ROOT, quadratic, settled_covariance
from derivations.symbols import M, gamma, x, y
from ledger.model import Check

PLANE = (x, y)
SPACE = sp.symbols("x_1:4", real=True)
AXES = sp.symbols("h_1:4", positive=True)
ROOTS = sp.ImmutableMatrix(
    3, 3, lambda i, j: sp.Symbol(f"s_{i + 1}{j + 1}", real=True) if j >= i else sp.S.Zero
)


@lru_cache(maxsize=1)
def settled() -> sp.ImmutableMatrix:
    """E WWᵀ at which E A(w_i w_j) = 0, for H = diag(h₁, h₂, h₃) and σ = `ROOTS`, shape (3, 3)."""
    loss = sum(h * w**2 for h, w in zip(AXES, SPACE, strict=True)) / 2
    generator = sgd_diffusion(loss, ROOTS, SPACE).generator
    unknown = sp.Matrix(3, 3, lambda i, j: sp.Symbol(f"S_{min(i, j)}{max(i, j)}"))
    means = {SPACE[i] * SPACE[j]: unknown[i, j] for i in range(3) for j in range(i, 3)}
    rates = [sp.expand(generator(monomial)).subs(means) for monomial in means]
    (solution,) = sp.linsolve(rates, *[list(means.values())])
    return sp.ImmutableMatrix(unknown.subs(dict(zip(means.values(), solution, strict=True))))


def turning(drift: sp.MatrixBase, covariance: sp.MatrixBase) -> sp.Matrix:
    """E(W dWᵀ − dW Wᵀ)/dt for dW = `drift` W dt + noise, E WWᵀ = `covariance`, shape (d, d)."""
    return (covariance * drift.T - drift * covariance).applyfunc(sp.factor)


def current_times_covariance(diffusion: Diffusion, covariance: sp.MatrixBase) -> sp.Matrix:
    """KΣ, where J = b p − ½ ∇·(Cp) = K w p at p = N(0, Σ), b linear and C constant."""
    point = sp.Matrix(diffusion.coords)
    flow = diffusion.drift + diffusion.covariance / 2 * covariance.inv() * point  # −½ C ∇ log p
    return (flow.jacobian(point) * covariance).applyfunc(lambda entry: sp.factor(sp.simplify(entry)))


def slope_without_current(diffusion: Diffusion) -> sp.Matrix:
    """2C⁻¹b, C constant."""
    return 2 * diffusion.covariance.inv() * diffusion.drift


def curl(field: sp.MatrixBase) -> sp.Expr:
    """∂_x F₂ − ∂_y F₁."""
    return sp.factor(sp.simplify(sp.diff(field[1], x) - sp.diff(field[0], y)))


# --- Evidence ---

LOSS = sp.Function("L", real=True)(*PLANE)
ONE, TWO = sp.Function("f", real=True)(x), sp.Function("g", real=True)(y)
FIRST, SECOND = sp.symbols("c_1 c_2", positive=True)
FULL = sp.Matrix(ROOTS * ROOTS.T)


def _commutator(one: sp.MatrixBase, two: sp.MatrixBase) -> sp.Matrix:
    return sp.Matrix(one * two - two * one)


def _by_commutator(factor: sp.Expr) -> sp.Matrix:
    return factor * gamma / M * _commutator(HESSIAN, COVARIANCE)


def _turns(share: sp.Expr) -> sp.Matrix:
    """(γ/M) C_ij times a share in h_i and h_j."""
    return gamma / M * sp.Matrix(3, 3, lambda i, j: FULL[i, j] * share(AXES[i], AXES[j]))


def _separate() -> sp.Matrix:
    """∇ log p without current for L = f(x) + g(y) and C = diag(c₁, c₂)."""
    noise = sp.diag(sp.sqrt(FIRST), sp.sqrt(SECOND))
    return slope_without_current(sgd_diffusion(ONE + TWO, noise, PLANE))


def _gradient_of(potential: sp.Expr) -> sp.Matrix:
    return sp.Matrix(-2 * M / gamma * gradient(potential, PLANE))


def _curl_by(noise: sp.MatrixBase, factor: sp.Expr) -> sp.Expr:
    """The commutator of `noise` and the Hessian of any loss, times a factor."""
    return factor * 2 * M / gamma * _commutator(noise, sp.hessian(LOSS, PLANE))[0, 1] / COVARIANCE.det()


current_is_the_commutator_of_hessian_and_noise = Check(
    tests=r"$K\Sigma$, where $J=K\mathbf w\,p$ is the stationary current for $L=\frac12\mathbf w^\top"
    r" H\mathbf w$ and every positive definite $H$ and $C=\sigma\sigma^\top$ in the plane, against"
    r" $-\frac\gamma M\,\frac{HC-CH}{2\,\mathrm{tr}H}$: no current if and only if $HC=CH$.",
    measure=lambda: current_times_covariance(quadratic(HESSIAN, ROOT), settled_covariance(HESSIAN, ROOT)),
    predict=lambda: _by_commutator(-1 / (2 * HESSIAN.trace())),
    compare=equal(),
    wrong={
        "no current, as for isotropic noise": lambda: sp.zeros(2),
        "the other way round": lambda: _by_commutator(1 / (2 * HESSIAN.trace())),
        "twice as much": lambda: _by_commutator(-1 / HESSIAN.trace()),
        "det H for tr H": lambda: _by_commutator(-1 / (2 * HESSIAN.det())),
    },
    of="corrected",
)

linear_model_turns_in_three_dimensions = Check(
    tests=r"$\mathbb E[W_i\,dW_j-W_j\,dW_i]/dt$ at rest for $H=\mathrm{diag}(h_1,h_2,h_3)$ and every $C$ in"
    r" three dimensions, the covariance from the generator of (2.3), against $\frac\gamma"
    r" M\frac{h_i-h_j}{h_i+h_j}C_{ij}$.",
    measure=lambda: turning(-sp.diag(*AXES), settled()),
    predict=lambda: _turns(lambda h, k: (h - k) / (h + k)),
    compare=equal(),
    wrong={
        "it does not turn": lambda: _turns(lambda h, k: sp.S.Zero),
        "the other way round": lambda: _turns(lambda h, k: (k - h) / (h + k)),
        "(h_i − h_j) C_ij, a rate": lambda: _turns(lambda h, k: h - k),
        "half as fast": lambda: _turns(lambda h, k: (h - k) / (h + k) / 2),
    },
    of="corrected",
)

law_without_current_needs_noise_that_commutes_with_the_hessian = Check(
    tests=r"The curl of $2C^{-1}\cdot$ drift, which is $\nabla\log p$ of a density without current, for any"
    r" $L$ and any constant $C=\sigma\sigma^\top$ in the plane, against $-\frac{2M}{\gamma\det"
    r" C}[C,\nabla^2L]_{12}$: there is such a density if and only if $C$ commutes with $\nabla^2L$"
    r" everywhere.",
    measure=lambda: curl(slope_without_current(sgd_diffusion(LOSS, ROOT, PLANE))),
    predict=lambda: _curl_by(COVARIANCE, -sp.S.One),
    compare=equal(),
    wrong={
        "0: there always is one": lambda: sp.S.Zero * x,
        "σ for C": lambda: _curl_by(ROOT, -sp.S.One),
        "the other sign": lambda: _curl_by(COVARIANCE, sp.S.One),
    },
    of="corrected",
)

separate_noises_have_a_quasipotential = Check(
    tests=r"$\nabla\log p$ of the density without current for $L=f(w_1)+g(w_2)$, any $f$ and $g$, and"
    r" $C=\mathrm{diag}(c_1,c_2)$, against $-\frac{2M}\gamma\nabla\left(\frac f{c_1}+\frac"
    r" g{c_2}\right)$: a barrier of $f$ is divided by $c_1$, not by $\beta=\mathrm{tr}C/2$.",
    measure=_separate,
    predict=lambda: _gradient_of(ONE / FIRST + TWO / SECOND),
    compare=equal(),
    wrong={
        "L/β, β = tr C/2": lambda: _gradient_of(2 * (ONE + TWO) / (FIRST + SECOND)),
        "the noise of the other direction": lambda: _gradient_of(ONE / SECOND + TWO / FIRST),
        "√c for c": lambda: _gradient_of(ONE / sp.sqrt(FIRST) + TWO / sp.sqrt(SECOND)),
    },
    of="corrected",
)
