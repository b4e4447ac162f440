"""Rigorous integrals of exact expressions.

## Main definitions
* `integral`: ∫ of an expression over a finite interval.
* `integral_over_line`: ∫ g e^{−ηL} over a line or a half line, with a proved bound of the tails.
* `exact_number`: what counts as an exact number, as a SymPy number; `ball` makes an Arb ball of it.

## References
* Johansson2018: numerical integration in arbitrary-precision ball arithmetic.
"""

from fractions import Fraction
from typing import TypeAlias

import flint
import sympy as sp

from derivations.potential import Potential
from numerics.backends import compiled
from numerics.holomorphic import Holomorphic, holomorphic
from numerics.line.half_lines import EVER, parts, range_beyond

Exact: TypeAlias = int | str | Fraction | sp.Expr

REACHES, NEAR = 80, 40
ROUNDS = 4
SAMPLES = 16
GUARD = 16


def exact_number(value: Exact, name: str) -> sp.Expr:
    """`value` (int, Fraction, SymPy number, or text such as "1/3" or "0.05") as a SymPy number.

    Raises:
        TypeError: if it is a float or of another kind.
        ValueError: if it is not a finite real number.
    """
    kinds = isinstance(value, int | str | Fraction | sp.Expr) and not isinstance(value, bool)
    if not kinds or (isinstance(value, sp.Expr) and value.atoms(sp.Float)):
        raise TypeError(
            f"{name}={value!r}: an exact number is wanted, such as 20, '1/3' or Fraction(1, 3),"
            f" not {type(value).__name__}"
        )
    try:
        number = value if isinstance(value, sp.Expr) else sp.Rational(Fraction(value))
    except (ValueError, ZeroDivisionError):
        number = sp.nan
    if number.free_symbols or not (number.is_extended_real and number.is_finite):
        raise ValueError(f"{name}={value!r}: a finite real number is wanted, such as 20 or '1/3'")
    return number


def ball(number: sp.Expr) -> flint.arb:
    """An exact number as an Arb ball in the present precision."""
    return flint.arb(compiled(number, (), "arb")())


def integral(expr: sp.Expr, symbol: sp.Symbol, low: Exact, high: Exact, prec: int = 128) -> flint.arb:
    """∫ `expr` d`symbol` from `low` to `high`, enclosed, at `prec` bits.

    ValueError is raised if `expr` has a function that is nowhere analytic or unknown to Arb, or if a
    singularity leaves no finite enclosure.
    """
    function = holomorphic(expr, symbol)
    with flint.ctx.workprec(prec):
        ends = ball(exact_number(low, "low")), ball(exact_number(high, "high"))
        return _integrated(function, *ends, f"{expr} from {low} to {high}")


def integral_over_line(
    potential: Potential,
    eta: Exact,
    weight: sp.Expr | int = 1,
    low: sp.Expr | int = -sp.oo,
    high: sp.Expr | int = sp.oo,
    prec: int = 128,
) -> flint.arb:
    """∫ g e^{−ηL} over (low, high), enclosed, at `prec` bits; `weight` is g, either end may be infinite.

    Raises:
        ValueError: if the potential has more than one coordinate, η ≤ 0, or no bound of a tail is proved.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    if not (temperature := exact_number(eta, "eta")).is_positive:
        raise ValueError(f"eta={eta}: a positive number is wanted")
    (w,), g, L = potential.coords, sp.sympify(weight), potential.expr
    limits = ((low, "low", -sp.oo), (high, "high", sp.oo))
    factor = holomorphic(g, w)
    with flint.ctx.workprec(prec + GUARD):
        exponent, inverse = _exponent(L, w), ball(temperature)
        ends = [None if end == far else ball(exact_number(end, name)) for end, name, far in limits]
        left, below = _left(L, g, w, inverse, ends[1]) if ends[0] is None else (ends[0], 0)
        right, above = _right(L, g, w, inverse, ends[0]) if ends[1] is None else (ends[1], 0)
        body = _integrated(
            lambda z, flag: factor(z, flag) * (-inverse * exponent(z, flag)).exp(),
            left,
            right,
            f"({g}) exp(-{eta} ({L})) from {low} to {high}",
        )
        return body + flint.arb(0, flint.arb(below + above).upper())


def _exponent(L: sp.Expr, w: sp.Symbol) -> Holomorphic:
    """L on complex balls; a polynomial is expanded around the centre of the ball.

    At a narrow peak that is the difference between a few and a hundred thousand subdivisions: a polynomial
    evaluated term by term does not see that its derivative vanishes.
    """
    if not L.is_polynomial(w):
        return holomorphic(L, w)
    polynomial = flint.acb_poly([flint.arb(c()) for c in parts(L, w)[0]])

    def centred(z: flint.acb, analytic: bool) -> flint.acb:
        middle = z.mid()
        return polynomial(flint.acb_poly([middle, 1]))(z - middle)

    return centred


def _integrated(function: Holomorphic, low: flint.arb, high: flint.arb, what: str) -> flint.arb:
    value = flint.acb.integral(function, low, high, abs_tol=_tolerance(function, low, high))
    if not value.is_finite():
        raise ValueError(f"the integral of {what} has no finite enclosure: is there a singularity?")
    return value.real


def _tolerance(function: Holomorphic, low: flint.arb, high: flint.arb) -> flint.arb:
    """2^−prec of ∫|f|, roughly: it only says when to stop, so that small integrals keep all their digits.

    The scale is the highest of some values, looked for ever closer around the highest so far: without that
    a narrow peak is missed and the integrator wastes itself on what does not count.
    """
    left, right = low.mid(), high.mid()
    highest = float("-inf")
    for _ in range(ROUNDS):
        step = (right - left) / SAMPLES
        points = [(left + step * k).mid() for k in range(SAMPLES + 1)]
        found = max((_log_height(function, point), k) for k, point in enumerate(points))
        highest = max(highest, found[0])
        left, right = points[max(found[1] - 1, 0)], points[min(found[1] + 1, SAMPLES)]
    scale = flint.arb(highest).exp() if highest > float("-inf") else flint.arb(1)
    return scale * abs(high - low).upper() * flint.arb(2) ** -flint.ctx.prec


def _log_height(function: Holomorphic, point: flint.arb) -> float:
    height = abs(function(flint.acb(point), False))
    return float(height.log().mid()) if height.is_finite() and height > 0 else float("-inf")


def _left(
    L: sp.Expr, g: sp.Expr, w: sp.Symbol, eta: flint.arb, high: flint.arb | None
) -> tuple[flint.arb, flint.arb]:
    """As `_right`, for (−∞, −R]."""
    reach, tail = _right(L.subs(w, -w), g.subs(w, -w), w, eta, None if high is None else -high)
    return -reach, tail


def _right(
    L: sp.Expr, g: sp.Expr, w: sp.Symbol, eta: flint.arb, low: flint.arb | None
) -> tuple[flint.arb, flint.arb]:
    """(R, bound of ∫_R^∞ |g| e^{−ηL}), R so large that the precision cannot see the bound.

    It is compared with e^{−ηL} at 0, or at `low` if the integral starts to the right of 0.

    Raises:
        ValueError: if no bound can be proved.
    """
    height, force = compiled(L, (w,), "arb"), sp.diff(L, w)
    nearest = flint.arb(0) if low is None else low.max(flint.arb(0))
    floor, reach = height(nearest) * eta + flint.ctx.prec, 1 + nearest.mid()
    for k in range(REACHES):
        tail = _gibbs_tail(force, g, w, reach, eta)
        if tail is not None and eta * height(reach) > floor + tail.max(flint.arb(1)).log():
            return reach, tail * (-eta * height(reach)).exp()
        reach = reach * 5 / 4 if k < NEAR else reach * 4
    raise ValueError(
        f"exp(-({L})): no bound of its tail is known; allowed are losses that grow like a power,"
        " an exponential or enough logarithms, plus bounded terms"
    )


def _gibbs_tail(
    force: sp.Expr, g: sp.Expr, w: sp.Symbol, reach: flint.arb, eta: flint.arb
) -> flint.arb | None:
    """A bound of e^{ηL(R)} ∫_R^∞ |g| e^{−ηL}, R = `reach` > 0, or None if none was found."""
    slope = range_beyond(force, w, reach)[0]
    if not slope > 0:
        return _slow_tail(force, g, w, reach, eta)
    low, high = range_beyond(g, w, reach)
    if abs(low) < EVER and abs(high) < EVER:
        return abs(low).max(abs(high)) / (eta * slope)
    coefficients, rest = parts(g, w)
    degree = len(coefficients) - 1
    decay = eta * slope - flint.arb(degree) / reach  # |g| grows at most like e^{degree·(x − R)/R}
    if rest or not decay > 0:
        return None
    return flint.arb(sum(abs(flint.arb(c())) * reach**k for k, c in enumerate(coefficients))) / decay


def _slow_tail(
    force: sp.Expr, g: sp.Expr, w: sp.Symbol, reach: flint.arb, eta: flint.arb
) -> flint.arb | None:
    """The same from η x L'(x) ≥ κ, which gives e^{−ηL(x)} ≤ e^{−ηL(R)} (x/R)^{−κ}, for a polynomial g."""
    coefficients, rest = parts(g, w)
    power = eta * range_beyond(w * force, w, reach)[0]
    if rest or not power > len(coefficients):
        return None
    terms = enumerate(coefficients, start=1)
    return flint.arb(sum(abs(flint.arb(c())) * reach**k / (power - k) for k, c in terms))
