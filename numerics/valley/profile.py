"""A valley at a temperature: the letters of its ladders, its wells and how far it has to be followed.

## Main definitions
* `Profile`: U/ε and the letters σ, s, τ as functions of arrays.
* `Course`: the part of the valley that matters on the way up to a level: its end, wells and summits.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import sympy as sp

from numerics.backends import Function, compiled
from numerics.valley.chart import ValleyChart
from numerics.valley.ladder import Floats

DEPTH = 40.0
"""The valley is cut where its floor is this many ε above the first well: e^{−40} ≈ 4·10⁻¹⁸."""

SAMPLES = 2001
FARTHEST = 1e6


@lru_cache(maxsize=64)
def _functions(chart: ValleyChart) -> tuple[Function, ...]:
    """U, U'', k, k' and g' on arrays."""
    x = chart.along
    expressions = (
        chart.floor,
        sp.diff(chart.floor, x, 2),
        chart.stiffness,
        sp.diff(chart.stiffness, x),
        sp.diff(chart.line, x),
    )
    return tuple(compiled(expr, (x,), "numpy") for expr in expressions)


@dataclass(frozen=True, slots=True)
class Profile:
    """A chart at the temperature `eps`; with `mirrored`, x stands for −x."""

    chart: ValleyChart
    eps: float
    mirrored: bool = False

    @property
    def sign(self) -> float:
        """−1 if mirrored, otherwise 1."""
        return -1.0 if self.mirrored else 1.0

    def heights(self, x: Floats) -> Floats:
        """U/ε."""
        return self._value(0, x) / self.eps

    def curvatures(self, x: Floats) -> Floats:
        """U''."""
        return self._value(1, x)

    def letters(self, x: Floats) -> dict[str, Floats]:
        """The functions by which the ladders multiply: one, s = √(k/ε), σ = k'/(2k), τ = s g'."""
        stiffness = self._value(2, x)
        s = np.sqrt(stiffness / self.eps)
        return {
            "one": np.ones_like(x),
            "s": s,
            "sigma": self.sign * self._value(3, x) / (2 * stiffness),
            "tau": self.sign * s * self._value(4, x),
        }

    def _value(self, which: int, x: Floats) -> Floats:
        return np.broadcast_to(_functions(self.chart)[which](self.sign * x), x.shape)


@dataclass(frozen=True, slots=True)
class Course:
    """The valley from `left` to `right`: its wells, the summit to the right of each, and a length."""

    left: float
    right: float
    wells: tuple[float, ...]
    summits: tuple[float, ...]
    scale: float
    """√(ε/κ), κ the largest curvature of the floor at a well or a summit."""


def course(profile: Profile, level: float, left: float | None = None) -> Course:
    """The course up to `level`, from where the process is never found, or from `left` if it is given.

    Wells are the minima of the floor strictly between the ends; a summit is the highest point on the way from
    a well to the next one, or to the level.
    """
    reach = _reach(profile, level) if left is None else level - left
    x = np.linspace(level - reach, level, SAMPLES)
    u = profile.heights(x)
    inner = np.arange(1, SAMPLES - 1)
    wells = inner[(u[1:-1] < u[:-2]) & (u[1:-1] <= u[2:])]
    if left is None:
        first = wells[0] if wells.size else SAMPLES - 1
        above = np.flatnonzero(u[:first] > u[first] + DEPTH)
        left = float(x[above[-1]]) if above.size else float(x[0])
    ends = [*wells, SAMPLES - 1]
    summits = [i + int(np.argmax(u[i : j + 1])) for i, j in pairwise(ends)]
    critical = np.array([*wells, *summits], dtype=int)
    bend = np.abs(profile.curvatures(x[critical] if critical.size else x)).max()
    scale = float(np.sqrt(profile.eps / bend)) if bend > 0 else reach
    return Course(left, level, tuple(map(float, x[wells])), tuple(map(float, x[summits])), scale)


def _reach(profile: Profile, level: float) -> float:
    """A distance to the left of `level` at which the floor is high above everything nearer, as far as seen.

    Raises:
        ValueError: if it does not rise.
    """
    reach = 1.0 + _last_bend(profile.chart, profile.mirrored, level)
    while reach < FARTHEST:
        u = profile.heights(np.linspace(level - reach, level, SAMPLES))
        if u[0] > u.min() + DEPTH and u[0] > u[1]:
            return reach
        reach *= 1.25
    raise ValueError(f"{profile.chart.floor}: the floor of the valley does not rise; does V confine?")


@lru_cache(maxsize=64)
def _last_bend(chart: ValleyChart, mirrored: bool, level: float) -> float:
    """How far to the left of `level` the last critical point of a polynomial floor lies; 0 if not known."""
    slope = sp.diff(chart.floor, chart.along)
    if not slope.is_polynomial(chart.along):
        return 0.0
    roots = np.roots([float(c) for c in sp.Poly(slope, chart.along).all_coeffs()])
    places = (-1.0 if mirrored else 1.0) * roots[np.abs(roots.imag) < 1e-6].real
    return max(0.0, level - float(places.min())) if places.size else 0.0
