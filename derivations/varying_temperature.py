"""Theorem 2.4 while η(t) still settles: what can be proved instead, step by step.

Let f = p/p∞ − 1, p∞ ∝ e^{−η∞L}, y = ∫f²p∞, D = ∫‖∇f‖²p∞, G = ∫‖∇L‖²p∞, X = ∫f²‖∇L‖²p∞, and let K be
at least ∇·∇L − (η∞/4)‖∇L‖² everywhere. Then

1. ½y' = −D/η − (δ̂/η)[∫p∞∇f·∇L + ∫p∞f∇f·∇L];
2. the first bracket is at most √(GD), the second at most √(XD) (Cauchy and Schwarz);
3. X ≤ (2/η∞)(Ky + 4D/η∞), hence X ≤ Γ²D by y ≤ D/C_P;
4. where |δ̂|Γ ≤ ½, y' ≤ −D/(2η) + 2Gδ̂²/η ≤ −(C_P/(2η))y + 2Gδ̂²/η;
5. where also |δ̂| ≤ η∞/3, y' ≤ −ay + (3G/η∞)δ̂² with a = 3C_P/(8η∞), to be integrated.

## Main definitions
* `energy_rate`: f ∂_t p less the divergence that integration by parts drops.
* `slack_of_the_mixed_bound`: what step 3 gives away, before integration.
* `rate_bound`, `mixed_constant`: the right side of step 4, and Γ².

## Implementation notes
Steps 1 and 3 are identities between integrands for any L and f; that the divergences integrate to 0 needs f
to decay far out. Step 2 is in `derivations.dissipation` and `derivations.second_term`.
"""

import sympy as sp

from derivations.calculus import divergence, gradient
from derivations.decay import LOSSES, delta_hat, limit_density
from derivations.distance_loss import deviation
from derivations.gibbs import density_rate, multiplied_out
from derivations.gronwall import extremes
from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import eta, eta_infinity, s, t
from ledger.compare import identical
from ledger.model import Check

a, C_P, D, G, Gamma, delta = sp.symbols(r"a C_P D G Gamma |\hat{\delta}|", positive=True)
K = sp.Symbol("K", nonnegative=True)
START = sp.Symbol("T", positive=True)


def energy_rate(loss: Potential) -> sp.Expr:
    """The f ∂_t p, which integrates to ½y', less ∇·(f p∞(δ̂(1 + f)∇L + ∇f)/η)."""
    f, p = deviation(loss), limit_density(loss)
    flux = p * (delta_hat * (1 + f) * loss.gradient + gradient(f, loss.coords)) / eta
    return f * density_rate(p * (1 + f), loss, eta) - divergence(f * flux, loss.coords)


def slack_of_the_mixed_bound(loss: Potential) -> sp.Expr:
    """(K f² + (4/η∞)‖∇f‖² − (η∞/2)f²‖∇L‖²)p∞ plus ∇·(f²p∞∇L): half of η∞ times what step 3 gives away."""
    f, p = deviation(loss), limit_density(loss)
    slope, steepness = gradient(f, loss.coords), loss.gradient.dot(loss.gradient)
    terms = K * f**2 + 4 * slope.dot(slope) / eta_infinity - eta_infinity * f**2 * steepness / 2
    return terms * p - divergence(f**2 * p * loss.gradient, loss.coords)


def rate_bound(source: sp.Expr = sp.S.One) -> sp.Expr:
    """(−D/4 + source·Gδ̂²)/η, which bounds ½y' in step 4 at source 1."""
    return (-D / 4 + source * G * delta**2) / eta


def mixed_constant() -> sp.Expr:
    """Γ²: the bound of X/D in step 3 at y = D/C_P, the largest y that (2.6) for p∞ allows."""
    return sp.expand(2 / eta_infinity * (K * (D / C_P) + 4 * D / eta_infinity) / D)


def loose_energy_rate() -> sp.Expr:
    """−D/η + (|δ̂|/η)(√(GD) + ΓD), which bounds ½y' by steps 1 to 3."""
    return (-D + delta * (sp.sqrt(G * D) + Gamma * D)) / eta


# --- Evidence ---


def _energy_terms(drift: sp.Expr, mixed: sp.Expr) -> tuple[sp.Expr, ...]:
    """−p∞(‖∇f‖² + drift ∇f·∇L + mixed f∇f·∇L)/η."""
    rates = []
    for loss in LOSSES:
        f, p = deviation(loss), limit_density(loss)
        slope = gradient(f, loss.coords)
        inner = slope.dot(loss.gradient)
        rates.append(multiplied_out(-p * (slope.dot(slope) + drift * inner + mixed * f * inner) / eta))
    return tuple(rates)


def _squares(quarter: sp.Expr, weight: sp.Expr) -> tuple[sp.Expr, ...]:
    """(K − ∇·∇L + quarter·η∞‖∇L‖²)f²p∞ + ‖weight·(√η∞/2)f∇L − (2/√η∞)∇f‖²p∞."""
    terms = []
    for loss in LOSSES:
        f, p, root = deviation(loss), limit_density(loss), sp.sqrt(eta_infinity)
        rest = K - loss.laplacian + quarter * eta_infinity * loss.gradient.dot(loss.gradient)
        field = weight * root / 2 * f * loss.gradient - 2 / root * gradient(f, loss.coords)
        terms.append(multiplied_out((rest * f**2 + field.dot(field)) * p))
    return tuple(terms)


def _completed(damping: sp.Expr) -> sp.Expr:
    """((√D/2 − |δ̂|√G)² + (½ − |δ̂|Γ)D)/η for damping ¼, nonnegative where |δ̂|Γ ≤ ½."""
    square = (sp.sqrt(D) / 2 - delta * sp.sqrt(G)) ** 2
    return (square + (sp.Rational(3, 4) - damping - delta * Gamma) * D) / eta


def _settled_extremes() -> tuple[sp.Expr, sp.Expr]:
    """The least 1/(2η) and the largest 2/η for η/η∞ in [2/3, 4/3], in units of 1/η∞."""
    ends = sp.Rational(2, 3), sp.Rational(4, 3)
    return extremes(1 / (2 * t), t, *ends)[0], extremes(2 / t, t, *ends)[1]


def _integrated() -> sp.Expr:
    """d/dt (e^{at}y − ∫_T^t e^{as}b(s)ds) for any y and b."""
    y, b = sp.Function("y", real=True), sp.Function("b", real=True)
    return sp.diff(sp.exp(a * t) * y(t) - sp.Integral(sp.exp(a * s) * b(s), (s, START, t)), t)


def _excess(sign: int, rate: sp.Expr = a) -> sp.Expr:
    """e^{at}(y' + rate·y − sign·b)."""
    y, b = sp.Function("y", real=True), sp.Function("b", real=True)
    return sp.exp(a * t) * (y(t).diff(t) + rate * y(t) - sign * b(t))


energy_falls_by_the_gradient_up_to_two_drift_terms = Check(
    tests=r"For any $L$ and any $p=p_\infty(1+f)$ on the line and the plane: $f\,\partial_tp$ by (2.5) at"
    r" any $\eta$, up to a divergence, against"
    r" $-\frac1\eta p_\infty\left(\|\nabla f\|^2+\hat\delta(1+f)\nabla f\cdot\nabla L\right)$.",
    measure=lambda: tuple(multiplied_out(energy_rate(loss)) for loss in LOSSES),
    predict=lambda: _energy_terms(delta_hat, delta_hat),
    compare=equal(),
    wrong={
        "−δ̂": lambda: _energy_terms(-delta_hat, -delta_hat),
        "half the mixed term": lambda: _energy_terms(delta_hat, delta_hat / 2),
        "no drift terms": lambda: _energy_terms(sp.S.Zero, sp.S.Zero),
    },
    of="corrected",
)

mixed_bound_gives_away_squares_only = Check(
    tests=r"For any $L$ and $f$ on the line and the plane: $\frac{\eta_\infty}2p_\infty$ times the integrand"
    r" of $\frac2{\eta_\infty}(Ky+\frac4{\eta_\infty}D)-X$, up to a divergence, against"
    r" $(K-\nabla\cdot\nabla L+\frac{\eta_\infty}4\|\nabla L\|^2)f^2p_\infty$ plus a square.",
    measure=lambda: tuple(multiplied_out(slack_of_the_mixed_bound(loss)) for loss in LOSSES),
    predict=lambda: _squares(sp.Rational(1, 4), sp.S.One),
    compare=equal(),
    wrong={
        "η∞/2 in K": lambda: _squares(sp.S.Half, sp.S.One),
        "the square with the other sign": lambda: _squares(sp.Rational(1, 4), -sp.S.One),
        "no η∞‖∇L‖² in K": lambda: _squares(sp.S.Zero, sp.S.One),
    },
    of="corrected",
)

mixed_bound_in_terms_of_the_dissipation = Check(
    tests=r"The bound $\frac2{\eta_\infty}(Ky+\frac4{\eta_\infty}D)$ of $X$ at $y=D/C_P$, over $D$, against"
    r" $\Gamma^2=\frac{2K}{\eta_\infty C_P}+\frac8{\eta_\infty^2}$.",
    measure=mixed_constant,
    predict=lambda: 2 * K / (eta_infinity * C_P) + 8 / eta_infinity**2,
    compare=equal(),
    wrong={
        "C_P on top": lambda: 2 * K * C_P / eta_infinity + 8 / eta_infinity**2,
        "no K": lambda: 8 / eta_infinity**2,
    },
    of="corrected",
)

young_leaves_a_square_and_half_the_dissipation = Check(
    tests=r"$\frac1\eta(-\frac14D+G\hat\delta^2)$ less $\frac1\eta(-D+|\hat\delta|(\sqrt{GD}+\Gamma D))$,"
    r" against $\frac1\eta[(\frac12\sqrt D-|\hat\delta|\sqrt G)^2+(\frac12-|\hat\delta|\Gamma)D]$, which is"
    r" not negative where $|\hat\delta|\Gamma\le\frac12$.",
    measure=lambda: rate_bound() - loose_energy_rate(),
    predict=lambda: _completed(sp.Rational(1, 4)),
    compare=equal(),
    wrong={
        "damping ½": lambda: _completed(sp.S.Half),
        "damping 0": lambda: _completed(sp.S.Zero),
        "no Gδ̂²": lambda: rate_bound(source=sp.S.Zero) - loose_energy_rate(),
    },
    of="corrected",
)

rates_keep_their_bounds_while_eta_settles = Check(
    tests=r"The least $\frac{C_P}{2\eta}$ and the largest $\frac{2G}\eta$ over"
    r" $\frac23\eta_\infty\le\eta\le\frac43\eta_\infty$ in units of $\frac{C_P}{\eta_\infty}$ and"
    r" $\frac G{\eta_\infty}$, against $\frac38$ and 3.",
    measure=_settled_extremes,
    predict=lambda: (sp.Rational(3, 8), sp.Integer(3)),
    compare=identical(),
    wrong={
        "½ and 2, as at η∞": lambda: (sp.S.Half, sp.Integer(2)),
        "¾ and 3": lambda: (sp.Rational(3, 4), sp.Integer(3)),
    },
    of="corrected",
)

weighted_distance_less_its_source_falls = Check(
    tests=r"$\frac d{dt}\left(e^{at}y-\int_T^te^{as}b(s)ds\right)$ for any $y$ and $b$, against"
    r" $e^{at}(y'+ay-b)$, which is at most 0 where $y'\le-ay+b$.",
    measure=_integrated,
    predict=lambda: _excess(1),
    compare=equal(),
    wrong={
        "+b": lambda: _excess(-1),
        "no b": lambda: _excess(0),
        "2a": lambda: _excess(1, 2 * a),
    },
    of="corrected",
)
