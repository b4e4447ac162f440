"""Mean escape times along a valley, at every barrier.

dW = −∇V dt + √(2ε) dB, ε = ε₀β = 1/η constant. T(w) = E_w[time to reach the half plane beyond a level] is a
polynomial on each of a few elements along the valley, times a few Hermite functions across it.

## Main definitions
* `mean_escape_time_along_valley`: from a point to {x ≥ b}, or {x ≤ b} from the other side: grade NUMERICAL.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import converged
from numerics.quadrature import Exact, exact_number
from numerics.valley.chart import ValleyChart, valley_chart
from numerics.valley.elements import mesh_between
from numerics.valley.ladder import energy
from numerics.valley.profile import Course, Profile, course
from numerics.valley.system import element_matrices
from numerics.valley.wells import Wells, cut, loads

Resolution = tuple[int, int, float]

RESOLUTIONS: tuple[Resolution, ...] = (
    (13, 8, 2.0),
    (16, 9, 1.9),
    (20, 10, 1.8),
    (28, 12, 1.8),
    (40, 14, 1.8),
    (56, 16, 1.8),
)
"""Hermite functions, degree along the valley (no degree twice), width of an element in units of √(ε/κ)."""

CAUTION = 3.0
"""The error of the finer of two resolutions is taken to be at most so many times their difference."""

ROUNDING = 1e-13
"""No agreement between two resolutions is taken to be better than this."""


def mean_escape_time_along_valley(
    potential: Potential,
    eps: Exact,
    start: tuple[Exact, Exact],
    level: Exact,
    *,
    accuracy: float = 1e-8,
) -> Bound:
    """E τ from `start` to the line x = `level` across the valley, x the coordinate along it.

    Two resolutions agree to the relative `accuracy`; there is no limit to the barrier.

    Raises:
        ValueError: if the potential has no valley chart, `eps` is not positive, the start lies on the line,
            or the resolutions do not agree.
    """
    chart = valley_chart(potential)
    noise = positive(eps, "eps")
    b = float(exact_number(level, "level"))
    x, y = (float(exact_number(c, "start")) for c in (start[::-1] if chart.swapped else start))
    if x == b:
        raise ValueError(f"start={start}: it lies on the line {chart.along} = {level} that is to be reached")
    profile = Profile(chart, noise, mirrored=x > b)
    place = (profile.sign * x, deviation(chart, noise, x, y))
    return refined(lambda r: _time(profile, place, profile.sign * b, r), accuracy)


def positive(value: Exact, name: str) -> float:
    """An exact positive number as a double.

    Raises:
        ValueError: if it is not positive.
    """
    number = float(exact_number(value, name))
    if not number > 0:
        raise ValueError(f"{name}={value}: a positive number is wanted")
    return number


def deviation(chart: ValleyChart, noise: float, x: float, y: float) -> float:
    """ξ = √(k/ε) (y − g(x))."""
    line, stiffness = (float(f.subs(chart.along, x)) for f in (chart.line, chart.stiffness))
    return float(np.sqrt(stiffness / noise) * (y - line))


def refined(value: Callable[[Resolution], float], accuracy: float) -> Bound:
    """The first value that agrees with the one before to `accuracy`, give or take 3 times the difference.

    Raises:
        ValueError: if none does.
    """
    coarse = value(RESOLUTIONS[0])
    for resolution in RESOLUTIONS[1:]:
        fine = value(resolution)
        difference = CAUTION * max(abs(fine - coarse), ROUNDING * abs(fine))
        if difference <= accuracy * abs(fine):
            modes, degree, _ = resolution
            return converged(
                fine + difference, fine, method=f"spectral elements, {modes} modes, degree {degree}"
            )
        coarse = fine
    raise ValueError(
        f"accuracy={accuracy:g}: not reached, the last two resolutions differ by {difference / abs(fine):.1e}"
    )


def _time(profile: Profile, place: tuple[float, float], level: float, resolution: Resolution) -> float:
    way = course(profile, level)
    way = replace(way, left=min(way.left, place[0]))
    return wells_along(profile, way, resolution).times().at(*place)


def wells_along(profile: Profile, way: Course, resolution: Resolution) -> Wells:
    """The discrete problem on a course, with the mean height held at the bottom of each well."""
    modes, degree, width = resolution
    mesh = mesh_between(np.array([way.left, *way.wells, way.right]), width * way.scale, degree)
    letters, heights = profile.letters(mesh.points), profile.heights(mesh.points)
    weight = np.exp(heights.min() - heights) / letters["s"]
    matrices = profile.eps * element_matrices(mesh, energy(modes), letters, weight)
    bottoms = tuple((int(e) * degree * modes,) for e in cut(mesh, way.wells))
    return Wells(mesh, modes, matrices, loads(mesh, weight), bottoms, tuple(map(int, cut(mesh, way.summits))))
