"""From the derivative of a mean to the mean of the derivatives, step by step (Appendix A, first display).

## Main definitions
* `gradient_along`: the derivative of the risk along one coordinate line.
* `intermediate_points`: all τ in (0, h) at which a loss has the slope of its difference quotient.

## Main statements
* `each_component_of_the_gradient_belongs_to_a_line`: one coordinate is no loss.
* `quotient_of_means_is_mean_of_quotients`: for every h, also in the population of `interchange`.
* `printed_intermediate_point_exists_for_a_kink`: refuted.
* `mean_quotient_is_mean_gradient_at_a_point_of_each_sample`.
"""

from collections.abc import Mapping

import sympy as sp

from derivations.calculus import gradient
from derivations.identity import equal
from derivations.interchange import LAST, loss_share, partial_risk
from derivations.minibatch import POPULATION, over_population
from derivations.symbols import n, w, x, y
from ledger.model import Check

PLANE = (x, y)
SHIFT = sp.Symbol("h", positive=True)
TAU = sp.Symbol("tau", real=True)
FIRST = sp.Symbol("q_1", positive=True)
LOSSES = {sp.Function(f"L_{i}", real=True)(*PLANE): q for i, q in ((1, FIRST), (2, 1 - FIRST))}
"""Two generic losses in the plane with probabilities q₁ and 1 − q₁."""


def mean_over(values: Mapping[sp.Expr, sp.Expr]) -> sp.Expr:
    """Σ value · probability."""
    return sum((value * share for value, share in values.items()), start=sp.S.Zero)


def gradient_along(direction: tuple[int, int]) -> sp.Expr:
    """d/dh E L_n((x, y) + h `direction`) at h = 0, for the generic losses."""
    h = sp.Symbol("h", real=True)
    moved = {c: c + h * part for c, part in zip(PLANE, direction, strict=True)}
    return sp.diff(mean_over(LOSSES).subs(moved, simultaneous=True), h).subs(h, 0).doit()


def intermediate_points(loss: sp.Expr, start: sp.Expr, shift: sp.Expr) -> sp.Set:
    """All τ with 0 < τ < `shift` and L′(`start` + τ) = (L(`start` + `shift`) − L(`start`))/`shift`."""
    quotient = (loss.subs(w, start + shift) - loss.subs(w, start)) / shift
    return sp.solveset(sp.diff(loss, w).subs(w, start + TAU) - quotient, TAU, sp.Interval.open(0, shift))


# --- Evidence ---

Pair = dict[str, sp.Expr]


def components(first: sp.Expr, second: sp.Expr) -> Pair:
    """Two components by name."""
    return {"∂L/∂x": first, "∂L/∂y": second}


def mean_gradient(first: int, second: int) -> Pair:
    """Two components of E ∇L_n, chosen by number."""
    parts = [mean_over({gradient(loss, PLANE)[i]: q for loss, q in LOSSES.items()}) for i in (first, second)]
    return components(*parts)


each_component_of_the_gradient_belongs_to_a_line = Check(
    tests="The derivative of the risk along the lines $x+h$ and $y+h$ for a population of two generic "
    r"losses in the plane, against the components of $\mathbb E\nabla L_n$.",
    measure=lambda: components(gradient_along((1, 0)), gradient_along((0, 1))),
    predict=lambda: mean_gradient(0, 1),
    compare=equal(),
    wrong={
        "the other component": lambda: mean_gradient(1, 0),
        "along the diagonal": lambda: components(gradient_along((1, 1)), gradient_along((1, 1))),
    },
)


def quotients(finite: sp.Expr, infinite: sp.Expr) -> Pair:
    """Of a finite population at w, of an infinite one at 0."""
    return {"two generic losses": finite, "P(n) = 6/(π²n²), w = 0": infinite}


def quotient_of_means() -> Pair:
    """(E L_n(w + h) − E L_n(w))/h."""
    risk = sum((loss * q for loss, q in POPULATION.items()), start=sp.S.Zero)
    limit = sp.limit(partial_risk().subs(w, SHIFT), LAST, sp.oo)
    return quotients(over_population((risk.subs(w, w + SHIFT) - risk) / SHIFT), limit / SHIFT)


def mean_of_quotients(factor: sp.Expr = sp.S.One) -> Pair:
    """`factor` · E[(L_n(w + h) − L_n(w))/h]."""
    finite = mean_over({(loss.subs(w, w + SHIFT) - loss) / SHIFT: q for loss, q in POPULATION.items()})
    share = sp.expand(loss_share().subs(w, SHIFT) / SHIFT)
    infinite = sp.simplify(sp.summation(share, (n, 1, sp.oo)))
    return quotients(over_population(factor * finite), factor * infinite)


def mean_of_limits() -> Pair:
    """E lim_{h→0} of the quotients: E L_n′."""
    finite = mean_over({sp.diff(loss, w): q for loss, q in POPULATION.items()})
    infinite = sp.summation(sp.diff(loss_share(), w).subs(w, 0), (n, 1, sp.oo))
    return quotients(over_population(finite), infinite)


quotient_of_means_is_mean_of_quotients = Check(
    tests=r"$\frac1h\{\mathbb E L_n(w+h)-\mathbb E L_n(w)\}$ at any $h$, for two generic losses "
    "and at $w=0$ for the infinite population $L_n=w(e^{-(n-1)w^2}-e^{-nw^2})/P(n)$, against "
    r"$\mathbb E\{(L_n(w+h)-L_n(w))/h\}$.",
    measure=quotient_of_means,
    predict=mean_of_quotients,
    compare=equal(),
    wrong={"E of the limits": mean_of_limits, "without 1/h": lambda: mean_of_quotients(SHIFT)},
)

BOWL = w**2 / 2
RECTIFIER = (sp.S.Zero, w)
"""max(w, 0) to the left of 0, and to the right."""

START, STEP = -sp.S.Half, sp.S.One
Answers = dict[str, sp.Basic]


def has_intermediate_point() -> Answers:
    """Is there a τ in (0, 1) for the step from −1/2 to 1/2? The rectifier has the slopes of its pieces."""
    left, right = RECTIFIER
    quotient = (right.subs(w, START + STEP) - left.subs(w, START)) / STEP
    return {
        "w²/2": sp.S(intermediate_points(BOWL, START, STEP) is not sp.EmptySet),
        "max(w, 0)": sp.S(quotient in {sp.diff(piece, w) for piece in RECTIFIER}),
    }


def answers(smooth: bool, kink: bool) -> Answers:
    """One truth value for each case."""
    return {"w²/2": sp.S(smooth), "max(w, 0)": sp.S(kink)}


printed_intermediate_point_exists_for_a_kink = Check(
    tests=r"Whether some $\tau\in(0,h)$ has $\nabla L_n(w+\tau)=(L_n(w+h)-L_n(w))/h$ for $w=-\frac12$, "
    r"$h=1$: for $L_n=w^2/2$ and for the rectifier $L_n=\max(w,0)$, whose slopes are 0 and 1, against "
    "yes.",
    measure=has_intermediate_point,
    predict=lambda: answers(True, True),
    compare=equal(),
    wrong={"for neither": lambda: answers(False, False)},
    right={"for the smooth loss only": lambda: answers(True, False)},
)

SMOOTH = (w**2 / 2, w**3, sp.exp(w))
"""Three equally likely losses, continuously differentiable."""


def own_points() -> tuple[sp.Expr, ...]:
    """τ_n(h) of each of the smooth losses at w = 0."""
    log_point = sp.log((sp.exp(SHIFT) - 1) / SHIFT)
    return (SHIFT / 2, SHIFT / sp.sqrt(3), log_point)


def mean_gradient_at(*points: sp.Expr) -> sp.Expr:
    """Mean of L_n′(τ_n), one point for each smooth loss."""
    slopes = [sp.diff(loss, w).subs(w, point) for loss, point in zip(SMOOTH, points, strict=True)]
    return sum(slopes, start=sp.S.Zero) / len(SMOOTH)


def mean_quotient() -> sp.Expr:
    """Mean of (L_n(h) − L_n(0))/h over the smooth losses."""
    return sum(((loss.subs(w, SHIFT) - loss.subs(w, 0)) / SHIFT for loss in SMOOTH), start=sp.S.Zero) / len(
        SMOOTH
    )


mean_quotient_is_mean_gradient_at_a_point_of_each_sample = Check(
    tests=r"The mean of $(L_n(h)-L_n(0))/h$ over $L_n=w^2/2,\ w^3,\ e^w$, for every $h$, against the mean of "
    r"$L_n'(\tau_n)$ with a point of its own for each sample: $\tau_n=\frac h2,\ \frac h{\sqrt3},\ "
    r"\log\frac{e^h-1}h$.",
    measure=mean_quotient,
    predict=lambda: mean_gradient_at(*own_points()),
    compare=equal(),
    wrong={
        "τ = h/2 for all": lambda: mean_gradient_at(*[SHIFT / 2] * 3),
        "τ = h for all": lambda: mean_gradient_at(*[SHIFT] * 3),
        "τ = 0 for all": lambda: mean_gradient_at(*[sp.S.Zero] * 3),
    },
    of="corrected",
)
