"""How the variance β damps what M/γ does to the probability of a minimum (Appendix H, Example 2).

Example 2 names neither the loss nor the minimum; taken are the loss of Example 1 and its flattest minimum.

## Main definitions
* `effect_of_the_ratio`: dP/d(M/γ), enclosed, by β.
* `peak_of_the_effect`: the M/γ at which the effect on λw²/2 is the same for all β near by.

## Main statements
* `printed_larger_variance_has_the_smaller_effect_at_1000`: refuted; the order is reversed there.
* `larger_variance_has_the_smaller_effect_up_to_30`, `effect_on_a_parabola_turns_at_this_ratio`.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.symbols import beta, eta, lamda, w
from derivations.zoo import THREE_MINIMA
from ledger.bound import Bound, exact
from ledger.compare import ordered
from ledger.model import Check
from numerics.example_figures import figure_7
from numerics.illustrations import TENTH, ordered_everywhere, speed

VARIANCES = (5, 10, 50, 100)
FLATTEST = sp.Integer(1)

batch_over_rate = sp.Symbol("x", positive=True)
radius = sp.Symbol("varepsilon", positive=True)


def effect_of_the_ratio(ratio: int) -> dict[str, Bound]:
    """dP/d(M/γ) = (2/β) dP/dη at M/γ = `ratio` for the flattest minimum of Example 1, by β."""
    return {
        f"β = {variance}": speed(THREE_MINIMA, Fraction(2 * ratio, variance), FLATTEST, TENTH)
        * exact(Fraction(2, variance))
        for variance in VARIANCES
    }


def peak_of_the_effect() -> sp.Expr:
    """The M/γ at which d/dβ dP/d(M/γ) = 0 for P = P(|W(∞)| ≤ ε) on λw²/2."""
    bell = sp.exp(-eta * lamda * w**2 / 2)
    mass = sp.integrate(bell, (w, -radius, radius)) / sp.integrate(bell, (w, -sp.oo, sp.oo))
    effect = sp.diff(mass.subs(eta, 2 * batch_over_rate / beta), batch_over_rate)
    (root,) = sp.solve(sp.simplify(sp.diff(sp.log(effect), beta)), batch_over_rate)
    return root


# --- Evidence ---

SMALLEST_FIRST = tuple(f"β = {variance}" for variance in VARIANCES)
RATIOS = (1, 3, 10, 30)


def _swapped(order: Sequence[str]) -> tuple[str, ...]:
    return (order[1], order[0], *order[2:])


printed_larger_variance_has_the_smaller_effect_at_1000 = Check(
    tests=r"Flattest minimum of Example 1, radius $1/10$: $d\mathbb P/d(M/\gamma)$ at $M/\gamma=1000$ for"
    r" $\beta=5,10,50,100$, against the order of the variances, smallest first.",
    measure=lambda: effect_of_the_ratio(1000),
    predict=lambda: SMALLEST_FIRST,
    compare=ordered(),
    wrong={"5 and 10 exchanged": lambda: _swapped(SMALLEST_FIRST)},
    right={"largest variance first": lambda: SMALLEST_FIRST[::-1]},
    figures=lambda _: (figure_7(),),
)

larger_variance_has_the_smaller_effect_up_to_30 = Check(
    tests=r"The same at $M/\gamma=1,3,10,30$, against the order of the variances, smallest first.",
    measure=lambda: {f"M/γ = {ratio}": effect_of_the_ratio(ratio) for ratio in RATIOS},
    predict=lambda: SMALLEST_FIRST,
    compare=ordered_everywhere(),
    wrong={
        "largest variance first": lambda: SMALLEST_FIRST[::-1],
        "5 and 10 exchanged": lambda: _swapped(SMALLEST_FIRST),
    },
    of="corrected",
)

effect_on_a_parabola_turns_at_this_ratio = Check(
    tests=r"For $L=\lambda w^2/2$: the $M/\gamma$ at which $\frac{d}{d\beta}\frac{d\mathbb P}{d(M/\gamma)}$"
    r" vanishes, integrated, against $\beta/(2\varepsilon^2\lambda)$, where $\eta\varepsilon^2\lambda=1$.",
    measure=peak_of_the_effect,
    predict=lambda: beta / (2 * radius**2 * lamda),
    compare=equal(),
    wrong={
        "β/(ε²λ)": lambda: beta / (radius**2 * lamda),
        "1/(2ε²λ), for every β": lambda: 1 / (2 * radius**2 * lamda),
        "β/(2ελ)": lambda: beta / (2 * radius * lamda),
    },
    of="corrected",
)
