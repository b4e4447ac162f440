"""Capacities between two lines across a valley, bracketed by a proof.

For A = {x ≤ a} and B = {x ≥ b}, ε constant,

    cap(A, B) = min { ε∫|∇h|² e^{−V/ε} : h = 1 on A, 0 on B },
    1/cap(A, B) = min { ∫|φ|² e^{V/ε}/ε : div φ = 0 between A and B, φ brings 1 from A to B },

the principles of Dirichlet and Thomson, so that any h and any φ give an upper and a lower bound. With Hermite
functions across the valley both integrals over the plane are integrals along it of analytic functions, which
Arb encloses: nothing is cut off and nothing is trusted.

## Main definitions
* `capacity_along_valley`: cap(A, B), grade ENCLOSED.
* `equilibrium_escape_time`: E τ_B started from the equilibrium measure ν of A: ∫ h e^{−V/ε}/cap, NUMERICAL.
* `symmetric_escape_time`: the same if a symmetry exchanges A and B: ∫ e^{−V/ε}/(2 cap), ENCLOSED.

## References
* Bovier2004, section 2: the capacity and E_ν τ_B.
"""

from dataclasses import dataclass, replace

import flint
import numpy as np
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.quadrature import Exact, exact_number, integral_over_line
from numerics.valley.certificate import BITS, Trial, enclosed_integral
from numerics.valley.chart import ValleyChart, valley_chart
from numerics.valley.elements import mesh_between
from numerics.valley.escape import RESOLUTIONS, Resolution, refined, wells_along
from numerics.valley.ladder import Floats, dissipation, energy
from numerics.valley.profile import Course, Profile, course
from numerics.valley.system import Banded, element_matrices
from numerics.valley.wells import Wells


@dataclass(frozen=True, slots=True)
class Crossing:
    """The way from the line x = a to the line x = b > a, at the temperature ε."""

    chart: ValleyChart
    eps: sp.Expr
    a: sp.Expr
    b: sp.Expr

    @property
    def profile(self) -> Profile:
        """The valley in doubles."""
        return Profile(self.chart, float(self.eps))


def crossing(potential: Potential, eps: Exact, left: Exact, right: Exact) -> Crossing:
    """The crossing that these data describe.

    Raises:
        ValueError: if there is no valley chart, ε ≤ 0, or the lines are not in order.
    """
    found = Crossing(
        valley_chart(potential),
        exact_number(eps, "eps"),
        exact_number(left, "left"),
        exact_number(right, "right"),
    )
    if not found.eps.is_positive:
        raise ValueError(f"eps={eps}: a positive number is wanted")
    if not found.a < found.b:
        raise ValueError(f"left={left}, right={right}: the left line is left of the right one")
    return found


def capacity_along_valley(
    potential: Potential, eps: Exact, left: Exact, right: Exact, *, accuracy: float = 1e-9
) -> Bound:
    """Cap between {x ≤ left} and {x ≥ right}, from a trial function and a trial flow: grade ENCLOSED.

    ValueError is raised if there is no valley chart, `eps` is not positive, the lines are not in order, or
    the two bounds do not come as close as the relative `accuracy`.
    """
    return enclosed(_bracket(crossing(potential, eps, left, right), accuracy), method="Dirichlet and Thomson")


def symmetric_escape_time(
    potential: Potential, eps: Exact, left: Exact, right: Exact, *, accuracy: float = 1e-9
) -> Bound:
    """E_ν τ_B for A = {x ≤ left}, B = {x ≥ right}, if (x, y) → (left + right − x, ± y + c) keeps V: ENCLOSED.

    Then h + h∘σ = 1, so that ∫ h e^{−V/ε} is half the normaliser.

    Raises:
        ValueError: as for `capacity_along_valley`, or if there is no such symmetry.
    """
    way = crossing(potential, eps, left, right)
    if not _symmetric(way.chart, way.a + way.b):
        raise ValueError(
            f"{potential.name or potential.expr}: no symmetry of the valley exchanges"
            f" {way.chart.along} = {left} and {way.chart.along} = {right}"
        )
    capacity = _bracket(way, accuracy)
    floor = Potential(way.chart.floor, (way.chart.along,))
    width = sp.sqrt(2 * sp.pi * way.eps / way.chart.stiffness)
    with flint.ctx.workprec(BITS):
        mass = integral_over_line(floor, 1 / way.eps, width, prec=BITS)
        return enclosed(mass / (2 * capacity), method="capacity between Dirichlet and Thomson")


def equilibrium_escape_time(
    potential: Potential, eps: Exact, left: Exact, right: Exact, *, accuracy: float = 1e-9
) -> Bound:
    """E_ν τ_B for A = {x ≤ left} and B = {x ≥ right}, ν the equilibrium measure of A: grade NUMERICAL.

    ValueError is raised as for `capacity_along_valley`.
    """
    way = crossing(potential, eps, left, right)
    behind = wells_along(way.profile, course(way.profile, float(way.a)), RESOLUTIONS[2])

    def time(resolution: Resolution) -> float:
        wells, rest = _potential(way, resolution)
        h = wells.lift(0) + rest.reshape(-1, wells.modes)[:, 0]
        scale = np.exp(_lowest(way.profile, behind) - _lowest(way.profile, wells))
        mass = behind.load.sum() / scale + wells.load @ h
        return float(mass / wells.conductances(rest[:, None])[0, 1])

    return refined(time, accuracy)


def _lowest(profile: Profile, wells: Wells) -> float:
    """The height that the weights of these elements are measured from."""
    return float(profile.heights(wells.mesh.points).min())


def _symmetric(chart: ValleyChart, total: sp.Expr) -> bool:
    """Does x → total − x, with y → −y + c or y + c, keep the potential?"""
    floor, stiffness, line = (
        [f, f.subs(chart.along, total - chart.along)] for f in (chart.floor, chart.stiffness, chart.line)
    )
    kept = all(sp.simplify(f - mirrored) == 0 for f, mirrored in (floor, stiffness))
    moved = (sp.diff(line[0] + sign * line[1], chart.along) for sign in (1, -1))
    return kept and any(sp.simplify(change) == 0 for change in moved)


def _course(way: Crossing) -> Course:
    """The whole way as one well in front of one summit."""
    found = course(way.profile, float(way.b), float(way.a))
    x = np.linspace(found.left, found.right, 1001)
    top = float(x[int(np.argmax(way.profile.heights(x)))])
    return replace(found, wells=(), summits=(top,))


def _potential(way: Crossing, resolution: Resolution) -> tuple[Wells, Floats]:
    """The problem for h, and h − lift, shape (unknowns,)."""
    wells = wells_along(way.profile, _course(way), resolution)
    wells = replace(wells, held=(tuple(range(wells.modes)),))
    return wells, wells.potentials(wells.factor())[:, 0]


def _bracket(way: Crossing, accuracy: float) -> flint.arb:
    """The capacity between its two bounds, at the first resolution that is fine enough.

    Raises:
        ValueError: if none is.
    """
    for resolution in RESOLUTIONS[1:]:
        with flint.ctx.workprec(BITS):
            low, high = 1 / _resistance(way, resolution), _conductance(way, resolution)
            found = flint.arb(low.lower()).union(flint.arb(high.upper()))
            gap = float(found.rad() / found.mid())
        if gap < accuracy:
            return found
    raise ValueError(f"accuracy={accuracy:g}: not reached, the bounds of the capacity are {gap:.1e} apart")


def _conductance(way: Crossing, resolution: Resolution) -> flint.arb:
    """ε∫|∇h|² e^{−V/ε} of a trial function."""
    wells, rest = _potential(way, resolution)
    chart, eps = way.chart, way.eps
    trial = Trial(wells.mesh, wells.lift(0), rest.reshape(-1, wells.modes), (way.a, way.b))
    weight = eps * sp.sqrt(2 * sp.pi * eps / chart.stiffness) * sp.exp(-chart.floor / eps)
    return enclosed_integral(trial, energy(wells.modes), chart, eps, weight)


def _resistance(way: Crossing, resolution: Resolution) -> flint.arb:
    """∫|φ|² e^{V/ε}/ε of a trial flow."""
    modes, degree, width = resolution
    path = _course(way)
    mesh = mesh_between(np.array([path.left, path.right]), width * path.scale, degree)
    heights, letters = way.profile.heights(mesh.points), way.profile.letters(mesh.points)
    weight = np.exp(heights - heights.max()) / letters["s"]
    matrices = element_matrices(mesh, dissipation(modes), letters, weight)
    nodes = mesh.count * degree + 1
    values = _stationary(matrices, nodes, modes)
    chart, eps = way.chart, way.eps
    trial = Trial(mesh, np.ones(nodes), values, (way.a, way.b))
    exact = sp.sqrt(eps / chart.stiffness / (2 * sp.pi)) / eps * sp.exp(chart.floor / eps)
    return enclosed_integral(trial, dissipation(modes), chart, eps, exact)


def _stationary(matrices: Floats, nodes: int, modes: int) -> Floats:
    """a_1, a_2, … that make the form least where a_0 = 1, and 0 for a_0, shape (nodes, modes)."""
    ones = np.zeros((matrices.shape[1] // modes, modes))
    ones[:, 0] = 1
    right = np.zeros(nodes * modes)
    step = matrices.shape[1] - modes
    for e, local in enumerate(matrices @ ones.ravel()):
        right[e * step : e * step + step + modes] -= local
    factor = Banded.of(matrices, modes, range(0, nodes * modes, modes))
    return factor.solve(right[:, None])[:, 0].reshape(nodes, modes)
