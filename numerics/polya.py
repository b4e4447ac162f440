"""Pólya's approximation of the normal distribution, with certified errors (Appendix G).

Pólya bounds the probability that a standard normal variable lies in [−x, x] by √(1 − e^{−2x²/π}); the paper
prints e^{−x²/π}. The errors are suprema over all x > 0, proved by branch and bound between `NEAR` and `FAR`,
by series below and by monotonicity above.

## Main definitions
* `normal_probability`: Φ(x) − Φ(−x).    * `root`: √(1 − e^{−cx²}).
* `largest_error`, `largest_relative_error`: sup over x > 0 for a given c.
* `smallest_constant`: the least c for which the root is nowhere below the probability.

## Main statements
* `printed_root_is_within_polyas_error`, `printed_root_has_the_slope_of_the_probability_at_zero`.
* `polyas_root_is_within_63_in_10000`, `polyas_root_is_within_71_in_10000_of_the_probability`.
* `polyas_constant_is_the_least_that_bounds_the_probability`.

## References
* Polya1945: the inequality and the two errors.
* Gordon1941: the bound of the normal tail.
"""

from collections.abc import Mapping
from fractions import Fraction

import flint
import sympy as sp

from derivations.identity import equal
from ledger.bound import Bound, exact
from ledger.compare import Comparer, agree, at_most
from ledger.model import Check
from ledger.outcome import Outcome
from numerics.backends import compiled
from numerics.bounds import BITS, closed_form, enclosed
from numerics.extremum import ball, mean_value_form, supremum

NEAR, FAR = Fraction(1, 16), Fraction(6)
TOLERANCE = Fraction(1, 10**9)

x = sp.Symbol("x", positive=True)

POLYA = 2 / sp.pi
PRINTED = 1 / sp.pi
CANDIDATES = (PRINTED, POLYA, 4 / sp.pi)


def normal_probability() -> sp.Expr:
    """Φ(x) − Φ(−x), the probability that a standard normal variable lies in [−x, x]."""
    return sp.erf(x / sp.sqrt(2))


def root(c: sp.Expr) -> sp.Expr:
    """√(1 − e^{−cx²})."""
    return sp.sqrt(1 - sp.exp(-c * x**2))


def largest_error(c: sp.Expr) -> flint.arb:
    """Sup over x > 0 of |√(1 − e^{−cx²}) − (Φ(x) − Φ(−x))|."""
    with flint.ctx.workprec(BITS):
        near = _probability(NEAR) * abs(_quotient_below_near(c) - 1)
        middle = _largest_size(root(c) - normal_probability())
        # Both sides grow towards 1, so beyond FAR they differ by no more than the lower of the two lacks.
        far = 1 - min(_probability(FAR).lower(), _at(root(c), FAR).lower())
        return _largest(near, middle, far)


def largest_relative_error(c: sp.Expr) -> flint.arb:
    """Sup over x > 0 of |√(1 − e^{−cx²})/(Φ(x) − Φ(−x)) − 1|."""
    with flint.ctx.workprec(BITS):
        near = abs(_quotient_below_near(c) - 1)
        middle = _largest_size(root(c) / normal_probability() - 1)
        far = 1 / min(_probability(FAR).lower(), _at(root(c), FAR).lower()) - 1
        return _largest(near, middle, far)


def needed() -> sp.Expr:
    """The c with which √(1 − e^{−cx²}) is Φ(x) − Φ(−x) at this x."""
    return -sp.log(1 - normal_probability() ** 2) / x**2


def smallest_constant() -> flint.arb:
    """The least c with Φ(x) − Φ(−x) ≤ √(1 − e^{−cx²}) for all x > 0: the supremum of −log(1 − erf²)/x².

    At 0 that quotient is the squared slope of the probability; `_growth_above_zero` tells that it falls.
    """
    start = sp.limit(sp.diff(normal_probability(), x), x, 0) ** 2
    with flint.ctx.workprec(BITS):
        at_zero = flint.arb(compiled(start, (), "arb")())
        growth = _growth_above_zero()
        near = at_zero if growth <= 0 else at_zero * (1 + ball(Fraction(0), NEAR**2) * growth)
        middle = supremum(mean_value_form(needed(), x), NEAR, FAR, TOLERANCE)
        tops = (near.upper(), middle.upper(), _quotient_beyond_far())
        return at_zero if all(top <= at_zero.upper() for top in tops) else at_zero.union(max(tops))


def _at(expr: sp.Expr, value: Fraction) -> flint.arb:
    found: flint.arb = compiled(expr, (x,), "arb")(ball(value, value))
    return found


def _probability(value: Fraction) -> flint.arb:
    return _at(normal_probability(), value)


def _largest_size(expr: sp.Expr) -> flint.arb:
    enclosure = mean_value_form(expr, x)
    return supremum(lambda box: abs(enclosure(box)), NEAR, FAR, TOLERANCE)


def _largest(*sizes: flint.arb) -> flint.arb:
    """The largest of suprema over pieces; a piece of which all values are given bounds from above only."""
    near, middle, far = sizes
    return max(near.lower(), middle.lower()).union(max(size.upper() for size in (near, middle, far)))


def _quotient_below_near(c: sp.Expr) -> flint.arb:
    """√(1 − e^{−cx²})/(Φ(x) − Φ(−x)) on (0, NEAR].

    From (1 − e^{−u})/u ∈ [1 − u/2, 1] and erf(x/√2)/(x√(2/π)) ∈ [1 − x²/6, 1].
    """
    slope, square = (
        flint.arb(compiled(e, (), "arb")()) for e in (sp.sqrt(c * sp.pi / 2), c * sp.Rational(NEAR) ** 2)
    )
    return slope * (1 - square / 2).sqrt().union(1 / (1 - ball(NEAR**2 / 6, NEAR**2 / 6)))


def _growth_above_zero() -> flint.arb:
    """An upper bound q of (φ(x)/φ(0) − 1)/x² on (0, NEAR], where φ = −log(1 − erf(x/√2)²)/x².

    With u = x², e = 2u/π ≥ erf² and erf² ≤ e(1 − u/6 + u²/40)² the series of the logarithm gives
    φ/φ(0) ≤ (1 − u/6 + u²/40)² (1 + e/2 + e²/(3(1 − e))).
    """
    u = sp.Symbol("u", positive=True)
    e = 2 * u / sp.pi
    bound = (1 - u / 6 + u**2 / 40) ** 2 * (1 + e / 2 + e**2 / (3 * (1 - e)))
    rest = sp.cancel(sp.together((bound - 1) / u))
    growth: flint.arb = compiled(rest, (u,), "arb")(ball(Fraction(0), NEAR**2))
    return growth.upper()


def _quotient_beyond_far() -> flint.arb:
    """An upper bound of −log(1 − erf(x/√2)²)/x² on [FAR, ∞).

    1 − erf² ≥ erfc(x/√2) ≥ √(2/π) e^{−x²/2} x/(1 + x²) and log(1 + x²) ≤ 2 log x + 1/x² bound the quotient
    by 1/2 + (log x + 1/x² + log(π/2)/2)/x², which falls beyond √e.
    """
    return _at(sp.Rational(1, 2) + (sp.log(x) + 1 / x**2 + sp.log(sp.pi / 2) / 2) / x**2, FAR).upper()


# --- Evidence ---


def _errors() -> dict[sp.Expr, Bound]:
    return {root(c): enclosed(largest_error(c), method="branch and bound in Arb") for c in CANDIDATES}


def _relative_errors() -> dict[sp.Expr, Bound]:
    return {
        root(c): enclosed(largest_relative_error(c), method="branch and bound in Arb") for c in CANDIDATES
    }


def _error_at_most(tolerance: str) -> Comparer:
    """Is the error measured for the predicted formula at most `tolerance`?"""
    below, limit = at_most(), exact(Fraction(tolerance))

    def decide(measured: Mapping[sp.Expr, Bound], predicted: sp.Expr) -> Outcome:
        return below(measured[predicted], limit)

    return Comparer(f"largest error of the formula, over all x > 0, ≤ {tolerance}", decide)


printed_root_is_within_polyas_error = Check(
    tests=r"The largest difference between $\Phi(x)-\Phi(-x)$ and the printed root over all $x>0$ against"
    " 0.0063, the error that Pólya gives.",
    measure=_errors,
    predict=lambda: root(PRINTED),
    compare=_error_at_most("0.0063"),
    wrong={"4/pi, the constant for erf": lambda: root(4 / sp.pi)},
    right={"Pólya's 2/pi": lambda: root(POLYA)},
)

printed_root_has_the_slope_of_the_probability_at_zero = Check(
    tests=r"The slope of $\Phi(x)-\Phi(-x)$ at 0 against the slope of the printed root there.",
    measure=lambda: sp.limit(normal_probability() / x, x, 0),
    predict=lambda: sp.limit(root(PRINTED) / x, x, 0),
    compare=equal(),
    wrong={"4/pi, the constant for erf": lambda: sp.limit(root(4 / sp.pi) / x, x, 0)},
    right={"Pólya's 2/pi": lambda: sp.limit(root(POLYA) / x, x, 0)},
)

polyas_root_is_within_63_in_10000 = Check(
    tests=r"The largest difference between $\Phi(x)-\Phi(-x)$ and $\sqrt{1-e^{-2x^2/\pi}}$ over all $x>0$"
    " against 0.0063.",
    measure=_errors,
    predict=lambda: root(POLYA),
    compare=_error_at_most("0.0063"),
    wrong={"1/pi, as printed": lambda: root(PRINTED), "4/pi, the constant for erf": lambda: root(4 / sp.pi)},
    of="corrected",
)

polyas_root_is_within_71_in_10000_of_the_probability = Check(
    tests=r"The largest relative difference between $\Phi(x)-\Phi(-x)$ and $\sqrt{1-e^{-2x^2/\pi}}$ over"
    " all $x>0$ against 0.0071.",
    measure=_relative_errors,
    predict=lambda: root(POLYA),
    compare=_error_at_most("0.0071"),
    wrong={"1/pi, as printed": lambda: root(PRINTED), "4/pi, the constant for erf": lambda: root(4 / sp.pi)},
    of="corrected",
)

polyas_constant_is_the_least_that_bounds_the_probability = Check(
    tests=r"The least $c$ with $\Phi(x)-\Phi(-x)\le\sqrt{1-e^{-cx^2}}$ for all $x>0$ against $2/\pi$.",
    measure=lambda: enclosed(
        smallest_constant(), form=r"\sup_{x>0}\frac{-\log(1-(\Phi(x)-\Phi(-x))^2)}{x^2}"
    ),
    predict=lambda: closed_form(POLYA),
    compare=agree("1e-12"),
    wrong={
        "1/pi, as printed": lambda: closed_form(PRINTED),
        "4/pi, the constant for erf": lambda: closed_form(4 / sp.pi),
        "1/2, the constant of the tail": lambda: closed_form(sp.Rational(1, 2)),
    },
    of="corrected",
)
