"""How a number becomes a Bound; the grade follows from the way.

## Main definitions
* `enclosed`: an Arb ball (ENCLOSED).
* `closed_form`: the value of an exact expression (SYMBOLIC), its ends from Arb.
* `logarithm`, `exponential`: of a Bound.
* `converged`: two resolutions of one number (NUMERICAL).
* `sampled`: a Monte-Carlo mean (STATISTICAL).
* `counted`: a Monte-Carlo share (STATISTICAL), also where nothing was seen.
* `sampled_quotient`: a quotient of Monte-Carlo means (STATISTICAL).
* `empirical`: a mean over runs of a network (EMPIRICAL).
* `observed`: an interval that a test on such runs gives (EMPIRICAL).
"""

from fractions import Fraction
from typing import Any

import flint
import numpy as np
import sympy as sp

from ledger.bound import Bound, Grade
from numerics.backends import compiled

BITS = 256
LEVEL = 0.9999


def _rational(end: flint.arb) -> Fraction:
    """An exact Arb number as a Fraction."""
    mantissa, exponent = (int(part) for part in end.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def _interval(ball: flint.arb) -> tuple[Fraction, Fraction]:
    """The ends of a ball, exactly: no precision is lost here.

    Raises:
        ValueError: if the ball is not finite.
    """
    if not ball.is_finite():
        raise ValueError(f"ball={ball}: only a finite ball is a Bound")
    middle, radius = _rational(ball.mid()), _rational(ball.rad())
    return middle - radius, middle + radius


def enclosed(ball: flint.arb, form: str = "", method: str = "Arb") -> Bound:
    """A ball of Arb as a Bound of grade ENCLOSED; ValueError is raised if it is not finite."""
    return Bound(*_interval(ball), Grade.ENCLOSED, form, method)


def closed_form(expr: sp.Expr) -> Bound:
    """The value of an exact, constant expression as a Bound of grade SYMBOLIC, its LaTeX kept as `form`.

    Raises:
        TypeError: if the expression contains a float.
        ValueError: if it has free symbols or no finite value.
    """
    expr = sp.sympify(expr)
    if expr.atoms(sp.Float):
        raise TypeError(f"expr={expr}: exact numbers only, use Rational instead of a float")
    if expr.free_symbols:
        raise ValueError(f"expr={expr}: a constant is wanted, {sorted(map(str, expr.free_symbols))} are free")
    with flint.ctx.workprec(BITS):
        ball = flint.arb(compiled(expr, (), "arb")())
        return Bound(*_interval(ball), Grade.SYMBOLIC, sp.latex(expr), "closed form")


def logarithm(value: Bound) -> Bound:
    """The natural logarithm of a positive number, on the ground on which the number stands, ENCLOSED at best.

    Raises:
        ValueError: if the number may be 0 or negative.
    """
    if value.low <= 0:
        raise ValueError(f"value={value}: only a positive number has a logarithm")
    with flint.ctx.workprec(BITS):
        low, high = (
            flint.arb(flint.fmpq(end.numerator, end.denominator)).log() for end in (value.low, value.high)
        )
        return Bound(*_interval(low.union(high)), min(value.grade, Grade.ENCLOSED), method=value.method)


def exponential(value: Bound) -> Bound:
    """The exponential of a number, on the ground on which the number stands, ENCLOSED at best."""
    with flint.ctx.workprec(BITS):
        low, high = (
            flint.arb(flint.fmpq(end.numerator, end.denominator)).exp() for end in (value.low, value.high)
        )
        ends = _interval(low)[0], _interval(high)[1]
        return Bound(*ends, min(value.grade, Grade.ENCLOSED), method=value.method)


def converged(coarse: float, fine: float, form: str = "", method: str = "two resolutions") -> Bound:
    """The finer of two resolutions, give or take their difference, as a Bound of grade NUMERICAL."""
    middle, radius = Fraction(float(fine)), abs(Fraction(float(fine)) - Fraction(float(coarse)))
    return Bound(middle - radius, middle + radius, Grade.NUMERICAL, form, method)


def sampled(values: Any, level: float = LEVEL, method: str = "") -> Bound:
    """The mean of independent `values`, shape (n,), with a Student-t interval: grade STATISTICAL."""
    return _mean(values, level, Grade.STATISTICAL, method or "Monte Carlo")


def counted(hits: int, runs: int, level: float = LEVEL, method: str = "") -> Bound:
    """The probability of what happened in `hits` of `runs` independent runs, by Clopper and Pearson.

    Grade STATISTICAL; the interval is exact at every size, and not empty if nothing or all happened.

    Raises:
        ValueError: if the counts are not 0 ≤ hits ≤ runs, runs > 0, or level is not in (0, 1).
    """
    from scipy import stats

    if not 0 <= hits <= runs or runs < 1:
        raise ValueError(f"hits={hits}, runs={runs}: 0 to runs hits are wanted, in at least one run")
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a level lies between 0 and 1")
    tail = (1 - level) / 2
    low = stats.beta.ppf(tail, hits, runs - hits + 1) if hits else 0.0
    high = stats.beta.ppf(1 - tail, hits + 1, runs - hits) if hits < runs else 1.0
    told = f"{method or 'Monte Carlo'}, {hits} of {runs}, level {100 * level:g} %"
    return Bound(Fraction(float(low)), Fraction(float(high)), Grade.STATISTICAL, method=told)


def sampled_quotient(
    middle: float, relative: float, samples: int, level: float = LEVEL, method: str = ""
) -> Bound:
    """A positive quotient of means over `samples` with the relative standard error `relative`.

    The interval is `middle` · e^{± t · relative}, Student's t: on the logarithmic scale a quotient of means
    is closer to normal than itself. Grade STATISTICAL.

    Raises:
        ValueError: if a number is not positive and finite, there are fewer than two samples, or level is not
            in (0, 1).
    """
    from scipy import stats

    if not (0 < middle < np.inf and 0 < relative < np.inf and samples > 1):
        raise ValueError(
            f"middle={middle}, relative={relative}, samples={samples}: positive numbers, two samples"
        )
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a level lies between 0 and 1")
    factor = Fraction(float(np.exp(stats.t.ppf((1 + level) / 2, samples - 1) * relative)))
    told = f"{method or 'Monte Carlo'}, n = {samples}, level {100 * level:g} %"
    return Bound(Fraction(middle) / factor, Fraction(middle) * factor, Grade.STATISTICAL, method=told)


def empirical(values: Any, level: float = 0.99, method: str = "") -> Bound:
    """The mean over independent runs, shape (n,), with a Student-t interval: grade EMPIRICAL."""
    return _mean(values, level, Grade.EMPIRICAL, method or "runs")


def observed(low: float, high: float, method: str) -> Bound:
    """What a test on runs of a network leaves possible, from `low` to `high`: grade EMPIRICAL.

    Raises:
        ValueError: if an end is not finite.
    """
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(f"low={low}, high={high}: both ends are finite")
    return Bound(Fraction(float(low)), Fraction(float(high)), Grade.EMPIRICAL, method=method)


def _mean(values: Any, level: float, grade: Grade, method: str) -> Bound:
    """Mean ± t·s/√n.

    Raises:
        ValueError: if there are fewer than two values, or one is not finite, or level is not in (0, 1).
    """
    from scipy import stats  # takes longer to import than all the rest, and only means need it

    data = np.asarray(values, dtype=float)
    if data.ndim != 1 or data.size < 2 or not np.isfinite(data).all():
        raise ValueError(f"values of shape {data.shape}: at least two finite numbers in one row are needed")
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a level lies between 0 and 1")
    quantile = stats.t.ppf((1 + level) / 2, data.size - 1)
    middle, radius = Fraction(data.mean()), Fraction(quantile * data.std(ddof=1) / np.sqrt(data.size))
    return Bound(
        middle - radius, middle + radius, grade, method=f"{method}, n = {data.size}, level {100 * level:g} %"
    )
