"""One panel of a first passage: power series in u = (x − c)/h, and bounds of what they leave out.

## Main definitions
* `Panel`: φ and q on the panel, and how much the series of e^{∓φ} leave out; `panel` makes it.
* `Filling`: what the panel adds to F, to T, and to the mean of T over a law; `filling` computes it.

## Implementation notes
If Φ = Σ Φ_k u^k then the coefficients of e^{±(Φ − Φ_0)} are at most those of e^V, V = Σ_{k≥1} |Φ_k| u^k, and
these are at most e^{V(ρ)}/ρ^k for every ρ > 0 (Cauchy). So what lies beyond the first n terms is at most
|u|^n e^{V(ρ)}/(ρ^n (1 − 1/ρ)) for |u| ≤ 1 < ρ. Bounds need few bits: they are computed with 30.
Only the even part of a product counts under ∫_{−1}^1: two products of half the length give it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log

import flint

ROUGHLY = 30
STEP, FARTHEST = 2.0**0.25, 1e9
LEAST, MOST = 0.125, 4.0
ROUNDINGS = 2
CALM = 2.0
LOG2E = 1 / log(2)
ONE = flint.arb(1)


@dataclass(frozen=True, slots=True)
class Smooth:
    """A function: its `series`, of a power series, and its `disc`, a complex ball with its values on another.

    The latter is finite only where the function is analytic on the ball; without it the function is a
    polynomial of a degree below the order of the series.
    """

    series: Callable[[flint.arb_series], flint.arb_series]
    disc: Callable[[flint.acb], flint.acb] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """h q = `speed` + r, φ = `phi` + s, |r|, |s| ≤ const·|u|^order, on a panel of half width h = `half`.

    What the first `order` terms of h q e^{−φ} leave out is at most `missing_mass`·e^{−φ(0)}·|u|^order, and
    for e^φ it is `missing_rise`·e^{φ(0)}·|u|^order; ρ = `radii[0]` gave these bounds, and `radii[1]` those of
    what is cut off from φ' and q. |φ − φ(0)| is about `spread` at most, and φ is known to about `fuzz`.
    """

    half: flint.arb
    phi: flint.arb_series
    speed: flint.arb_series
    order: int
    missing_mass: flint.arb
    missing_rise: flint.arb
    radii: tuple[float, float]
    spread: float
    fuzz: flint.arb

    def narrower(self, mass: float, rise: float | None, level: float) -> float:
        """By what factor its width should change, if log₂ of the errors allowed in F, ∫ e^φ and φ is given.

        What is left out grows like width^order. Rounding counts, too, while narrower panels help: terms of
        size e^spread are added up.
        """
        height = float(self.phi[0].mid()) * LOG2E
        scale = 1 - log(self.order + 1) * LOG2E
        rounding = self.spread * LOG2E - flint.ctx.prec - ROUNDINGS
        worst = _log2(self.missing_mass) - height + scale - mass
        coarse = _log2(self.half) - height - mass
        if rise is not None:
            worst = max(worst, _log2(self.missing_rise * self.half) + height + scale - rise)
            coarse = max(coarse, _log2(self.half) + height - rise)
        worst = max(worst, _log2(self.fuzz) - level)
        if worst != worst or self.spread != self.spread:
            return LEAST
        calm = max(self.spread - (coarse + rounding) / LOG2E, CALM) / max(self.spread, CALM / MOST)
        return max(LEAST, min(MOST, 2 ** min(2.0, -worst / self.order), max(calm, 0.5)))


def panel(
    functions: tuple[Smooth, Smooth],
    edges: tuple[flint.arb, flint.arb],
    level: flint.arb,
    order: int,
    radii: tuple[float, float],
) -> Panel:
    """The panel between two edges, where φ' and q are the `functions` and φ = `level` at the left edge.

    `radii` are those to begin the search with, from the panel before.
    """
    half, centre = (edges[1] - edges[0]) / 2, (edges[1] + edges[0]) / 2
    point = flint.arb_series([centre, half])
    steps, rates = (f.series(point) * half for f in functions)
    cuts, sigma, fuzz = (flint.arb(0), flint.arb(0)), radii[1], flint.arb(0)
    if any(f.disc for f in functions):
        steps, rates = (flint.arb_series(f.coeffs()[:order]) for f in (steps, rates))
        with flint.ctx.workprec(ROUGHLY):
            cuts, sigma = _cut(functions, centre, half, order, sigma)
            fuzz = (sum((c.rad() for c in steps.coeffs()), cuts[0])).upper()
    slack = cuts[0] / (order + 1)
    climb = steps.integral()
    phi = climb + (level - flint.arb_poly(climb.coeffs())(-ONE) + around_zero(slack))
    with flint.ctx.workprec(ROUGHLY):
        mass, rise, rho, spread = _missing(climb, rates, (slack.upper(), cuts[1]), order, radii[0])
    return Panel(half, phi, rates, order, mass, rise, (rho, sigma), spread, fuzz)


def _cut(
    functions: tuple[Smooth, Smooth], centre: flint.arb, half: flint.arb, order: int, sigma: float
) -> tuple[tuple[flint.arb, flint.arb], float]:
    """Bounds of what is cut off from h φ' and h q, over |u|^order: M/(σ^order (1 − 1/σ)), σ by trial."""
    half = half.upper()

    def bounds(sigma: float) -> tuple[flint.arb, flint.arb]:
        box = flint.arb(0, half * sigma)
        disc = flint.acb(centre + box, box)
        factor = half / (flint.arb(sigma) ** order * (1 - 1 / flint.arb(sigma)))
        mass, rate = (abs(f.disc(disc)) * factor if f.disc else flint.arb(0) for f in functions)
        return mass.upper(), rate.upper()

    def size(sigma: float) -> float:
        return max(_log2(bound) for bound in bounds(sigma))

    best = _least(size, sigma)
    return bounds(best), best


def _least(function: Callable[[float], float], start: float) -> float:
    """Where among the numbers start·2^(k/4) > 1 the function has its minimum, if it has one."""
    best, least = start, function(start)
    for step in (STEP, 1 / STEP):
        while STEP <= best * step < FARTHEST and (
            (other := function(best * step)) < least or (least == inf and step < 1)
        ):
            best, least = best * step, other
    return best


def _missing(
    climb: flint.arb_series,
    rates: flint.arb_series,
    cuts: tuple[flint.arb, flint.arb],
    order: int,
    rho: float,
) -> tuple[flint.arb, flint.arb, float, float]:
    """The bounds of `Panel`, the ρ that makes them least, to a factor of 2^(1/4), and V(1)."""
    v, q = _majorant(climb), _majorant(rates)

    def exponent(rho: float) -> float:
        value = v(flint.arb(rho)) - order * log(rho)
        return float(value.mid()) if value.is_finite() else inf

    best = _least(exponent, rho)
    radius, (slack, loose), top = flint.arb(best), cuts, v(ONE)
    kappa = v(radius).exp() / (radius**order * (1 - 1 / radius))
    mass, rise = q(radius) * kappa, kappa
    if slack > 0 or loose > 0:
        more = slack.expm1()
        mass += (loose * slack.exp() + q(ONE) * more) * top.exp()
        rise += top.exp() * more
    return mass.upper(), rise.upper(), best, float(top.mid())


def _majorant(series: flint.arb_series) -> flint.arb_poly:
    """Σ |f_k| u^k."""
    return flint.arb_poly([abs(c).upper() for c in series.coeffs()])


@dataclass(frozen=True, slots=True)
class Filling:
    """φ and F at the right edge, and what the panel adds to T.

    Only e^φ F matters, not where φ is 0. So φ is made an exact number there, and F, multiplied by `shift`,
    takes over its uncertainty.
    """

    level: flint.arb
    below: flint.arb
    time: flint.arb
    shift: flint.arb


def filling(panel: Panel, below: flint.arb, counts: bool, least: flint.arb | None = None) -> Filling:
    """The panel's share, F = `below` at its left edge, q ≥ 0; ∫ e^φ F if it `counts`.

    With `least` it is ∫ e^φ F (F − least), 0 ≤ least ≤ F.
    """
    loose = panel.missing_mass * (-panel.phi[0]).exp() / (panel.order + 1)
    mass = ((-panel.phi).exp() * panel.speed).integral().coeffs()
    even, odd = flint.arb_poly(mass[0::2]), flint.arb_poly(mass[1::2])
    half_mass = odd(ONE)
    right = below + 2 * half_mass + around_zero(2 * loose)
    end = flint.arb_poly(panel.phi.coeffs())(ONE)
    level, shift = end.mid(), (end - end.mid()).exp()
    if not counts:
        return Filling(level, right * shift, flint.arb(0), shift)
    even += below - even(ONE) + half_mass  # now even + u·odd is F − remainder
    top, error = right.upper() + 2 * loose, 2 * loose
    if least is not None:
        lower = even - least
        even, odd = even * lower + (odd * odd).left_shift(1), odd * (even + lower)
        top, error = top**2, 2 * top * error
    series = panel.phi.exp().coeffs()
    rises = flint.arb_poly(series[0::2]), flint.arb_poly(series[1::2])
    missing = panel.missing_rise * panel.phi[0].exp() / (panel.order + 1)
    whole = 2 * _even_integral(rises[0])
    product = 2 * _even_integral(rises[0] * even + (rises[1] * odd).left_shift(1))
    slip = error * (whole.upper() + 2 * missing) + 2 * missing * top
    return Filling(level, right * shift, panel.half * (product + around_zero(slip)), shift)


def _even_integral(even: flint.arb_poly) -> flint.arb:
    """∫_0^1 of the polynomial of u²."""
    size = even.length()
    return (_odd_inverses(size, flint.ctx.prec) * flint.arb_mat(size, 1, even.coeffs()))[0, 0]


@lru_cache(maxsize=256)
def _odd_inverses(size: int, prec: int) -> flint.arb_mat:
    """The row 1, 1/3, 1/5, … at `prec` bits."""
    return flint.arb_mat(1, size, [ONE / (2 * k + 1) for k in range(size)])


def around_zero(radius: flint.arb) -> flint.arb:
    """The ball around 0 that holds ± `radius`."""
    return flint.arb(0, abs(radius).upper())


def _log2(bound: flint.arb) -> float:
    """log₂ of an upper bound; +∞ if there is none."""
    if not bound.is_finite():
        return inf
    return -inf if bound == 0 else float(bound.log().mid()) * LOG2E
