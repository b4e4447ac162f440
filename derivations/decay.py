"""How the distance to the Gibbs density changes in time: (E.1) and (E.2) of Appendix E.

## Main definitions
* `density`, `distance`: undefined p(w, t) and h(w, t); `limit_density`: p∞.
* `moving_density`, `density_ratio`: κ(t) e^{−η(t)L} and its quotient by p∞.
* `distance_rate`: ∂_t h for h = (p − p∞)/√p∞, straight from (2.5).

## Main statements
* (E.1) and both lines of (E.2) are identities for every L, p and h.

## Notation
`p_hat` = κ(t) e^{−η(t)L}, `delta` = p_hat/p∞, `delta_hat` = η(t) − η∞. Time enters the right sides of (2.5)
and (E.2) through η(t) and κ(t) alone, so both are symbols here.
"""

import sympy as sp

from derivations.calculus import divergence, gradient, laplacian
from derivations.gibbs import LINE, PLANE, density_rate, gibbs_density, multiplied_out
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, eta_infinity, kappa, t
from ledger.model import Check

LOSSES = (LINE, PLANE)
kappa_t = sp.Symbol(r"\kappa_t", positive=True)
delta_hat = eta - eta_infinity


def density(loss: Potential) -> sp.Expr:
    """p(w, t), an undefined function."""
    return sp.Function("p", positive=True)(*loss.coords, t)


def distance(loss: Potential) -> sp.Expr:
    """h(w, t), an undefined function, standing for (p − p∞)/√p∞."""
    return sp.Function("h", real=True)(*loss.coords, t)


def limit_density(loss: Potential) -> sp.Expr:
    """p∞ = κ e^{−η∞L}."""
    return gibbs_density(loss, eta_infinity)


def moving_density(loss: Potential) -> sp.Expr:
    """The p_hat = κ(t) e^{−η(t)L} of Appendix E."""
    return kappa_t * sp.exp(-eta * loss.expr)


def density_ratio(loss: Potential, exponent: sp.Expr = -delta_hat) -> sp.Expr:
    """The δ = κ(t)/κ·e^{L(η∞ − η(t))} of Appendix E."""
    return kappa_t / kappa * sp.exp(exponent * loss.expr)


def distance_rate(loss: Potential) -> sp.Expr:
    """∂_t h = ∂_t p/√p∞, with p = p∞ + h √p∞ in (2.5)."""
    root = sp.sqrt(limit_density(loss))
    return density_rate(limit_density(loss) + distance(loss) * root, loss, eta) / root


# --- Evidence ---


def _ratio_form(factor: sp.Expr) -> tuple[sp.Expr, ...]:
    """factor·∇·(p_hat ∇(p/p_hat))."""
    rates = []
    for loss in LOSSES:
        moving = moving_density(loss)
        field = moving * gradient(density(loss) / moving, loss.coords)
        rates.append(multiplied_out(factor * divergence(field, loss.coords)))
    return tuple(rates)


def _undifferentiated_ratio() -> tuple[sp.Expr, ...]:
    """∇·(p_hat ∇p/p_hat)/η, as if the gradient did not meet p_hat."""
    return tuple(laplacian(density(loss), loss.coords) / eta for loss in LOSSES)


def _first_line(sign: int) -> tuple[sp.Expr, ...]:
    """∇·[p_hat ∇(1/δ ± h/(√p∞ δ))]/(η √p∞)."""
    rates = []
    for loss in LOSSES:
        root, ratio = sp.sqrt(limit_density(loss)), density_ratio(loss)
        scaled = 1 / ratio + sign * distance(loss) / (root * ratio)
        field = moving_density(loss) * gradient(scaled, loss.coords)
        rates.append(multiplied_out(divergence(field, loss.coords) / (eta * root)))
    return tuple(rates)


def _second_line(first: sp.Expr, second: sp.Expr, third: sp.Expr) -> tuple[sp.Expr, ...]:
    """∇·[p∞(first ∇L + second ∇L h/√p∞ + third ∇(h/√p∞))]/√p∞."""
    rates = []
    for loss in LOSSES:
        p = limit_density(loss)
        f = distance(loss) / sp.sqrt(p)
        field = p * (loss.gradient * (first + second * f) + third * gradient(f, loss.coords))
        rates.append(multiplied_out(divergence(field, loss.coords) / sp.sqrt(p)))
    return tuple(rates)


rate_is_the_divergence_of_the_ratio_form = Check(
    tests=r"The right side of (2.5) for any $L$ and $p$ on the line and on the plane, against "
    r"$\frac1\eta\nabla\cdot(\hat p\,\nabla(p/\hat p))$.",
    measure=lambda: tuple(multiplied_out(density_rate(density(loss), loss, eta)) for loss in LOSSES),
    predict=lambda: _ratio_form(1 / eta),
    compare=equal(),
    wrong={
        "η for 1/η": lambda: _ratio_form(eta),
        "κ(t)/η for 1/η": lambda: _ratio_form(kappa_t / eta),
        "p̂ ∇p/p̂": _undifferentiated_ratio,
    },
)

moving_density_over_its_limit_is_delta = Check(
    tests=r"$\hat p/p_\infty$ for any $L$, against "
    r"$\delta=\frac{\kappa(t)}{\kappa}e^{L(\eta_\infty-\eta(t))}$.",
    measure=lambda: moving_density(PLANE) / limit_density(PLANE),
    predict=lambda: density_ratio(PLANE),
    compare=equal(),
    wrong={
        "the exponent with the other sign": lambda: density_ratio(PLANE, delta_hat),
        "κ/κ(t)": lambda: density_ratio(PLANE) * (kappa / kappa_t) ** 2,
    },
)

distance_rate_is_the_first_line = Check(
    tests=r"$\partial_t h$ from (2.5) for any $L$ and $h$, against the first line of (E.2).",
    measure=lambda: tuple(multiplied_out(distance_rate(loss)) for loss in LOSSES),
    predict=lambda: _first_line(1),
    compare=equal(),
    wrong={"−h for h": lambda: _first_line(-1), "no h": lambda: _first_line(0)},
)

distance_rate_is_the_second_line = Check(
    tests=r"$\partial_t h$ from (2.5) for any $L$ and $h$, against the second line of (E.2).",
    measure=lambda: tuple(multiplied_out(distance_rate(loss)) for loss in LOSSES),
    predict=lambda: _second_line(delta_hat / eta, delta_hat / eta, 1 / eta),
    compare=equal(),
    wrong={
        "η∞ − η(t) for η(t) − η∞": lambda: _second_line(-delta_hat / eta, -delta_hat / eta, 1 / eta),
        "no η(t) − η∞ in the second term": lambda: _second_line(delta_hat / eta, 1 / eta, 1 / eta),
        "η for 1/η": lambda: _second_line(delta_hat * eta, delta_hat * eta, eta),
    },
)
