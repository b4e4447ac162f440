"""The wells along a valley, and what flows between them.

The operator −ε e^{V/ε} ∇·(e^{−V/ε}∇) has an eigenvalue of order e^{−H/ε} for each well, and linear algebra
in doubles loses all digits to it. So the mean height c_0 at the bottom of each well is held: what is left has
no small eigenvalue. With h_i = 1 at the bottom i and 0 at the others and on the target, T = Σ α_i h_i + q,
where q vanishes at the bottoms, and the α_i solve the equations of a small jump chain with the conductances
−a(h_i, h_j), which elimination without subtraction solves to all digits.

## Main definitions
* `Wells`: meshes, matrices and what is held.
* `Wells.potentials`: the h_i.    * `Wells.times`: T.

## Implementation notes
The unknown is r_i = h_i − 1 on the elements of well i, with one element of transition at each summit. A
conductance is a flux through that element, where h_i is of order 1: nothing cancels at any barrier. Since
only c_0 is held at a bottom, what passes it in the higher modes is a conductance, too, of either sign and no
larger.

## References
* Grassmann1985: elimination without subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.valley.elements import Mesh, element
from numerics.valley.ladder import Floats
from numerics.valley.system import Banded


@dataclass(frozen=True, slots=True, eq=False)
class Wells:
    """Wells in order from left to right; the target is the right end of the mesh.

    `held` lists the unknowns held in each well, the first of them a c_0; `jumps` the element in which well i
    gives way to well i + 1 or, the last of them, to the target.
    """

    mesh: Mesh
    modes: int
    matrices: Floats
    load: Floats
    held: tuple[tuple[int, ...], ...]
    jumps: tuple[int, ...]

    @property
    def unknowns(self) -> int:
        """Their number."""
        return (self.mesh.count * self.mesh.degree + 1) * self.modes

    def factor(self) -> Banded:
        """The form with wells and target held at 0."""
        target = range(self.unknowns - self.modes, self.unknowns)
        return Banded.of(self.matrices, self.modes, [*(j for well in self.held for j in well), *target])

    def lift(self, well: int) -> Floats:
        """1 on well number `well`, 0 on the others, shape (nodes,); the target is number len(held)."""
        p = self.mesh.degree
        first = 0 if well == 0 else self.jumps[well - 1] * p + 1
        last = self.mesh.count * p if well == len(self.held) else self.jumps[well] * p
        nodes = np.arange(self.mesh.count * p + 1)
        return ((nodes >= first) & (nodes <= last)).astype(float)

    def potentials(self, factor: Banded) -> Floats:
        """r_i = h_i − lift(i), shape (unknowns, wells)."""
        right = np.zeros((self.unknowns, len(self.held)))
        for well in range(len(self.held)):
            for jump in set(self.jumps[max(well - 1, 0) : well + 1]):
                here = self._of_element(jump)
                local = np.zeros((self.mesh.degree + 1, self.modes))
                local[:, 0] = self.lift(well)[jump * self.mesh.degree :][: self.mesh.degree + 1]
                right[here, well] -= self.matrices[jump] @ local.ravel()
        return factor.solve(right)

    def conductances(self, rest: Floats) -> Floats:
        """−a(h_i, h_j), i ≠ j, shape (wells, wells + 1); the last column leads to the target."""
        count, p = len(self.held), self.mesh.degree
        found = np.zeros((count, count + 1))
        for i in range(count):
            for t, jump in enumerate(self.jumps):
                local = rest[self._of_element(jump), i].reshape(p + 1, self.modes).copy()
                local[:, 0] += self.lift(i)[jump * p :][: p + 1]
                flux = (self.matrices[jump] @ local.ravel()).reshape(p + 1, self.modes)[0, 0]
                found[i, t] -= flux
                found[i, t + 1] += flux
        found[np.arange(count), np.arange(count)] = 0
        return found

    def times(self) -> "Times":
        """The mean time to the target from everywhere."""
        factor = self.factor()
        right = np.zeros((self.unknowns, 1))
        right[:: self.modes, 0] = self.load
        quick = factor.solve(right)[:, 0]
        if not self.held:
            return Times(self, quick, np.zeros(0), np.zeros((self.unknowns, 0)))
        rest = self.potentials(factor)
        lifts = np.stack([self.lift(i) for i in range(len(self.held))], axis=1)
        masses = self.load @ (lifts + rest[:: self.modes])
        levels = chain_times(self.conductances(rest), masses)
        return Times(self, quick, levels, rest)

    def _of_element(self, e: int) -> slice:
        step = self.mesh.degree * self.modes
        return slice(e * step, e * step + step + self.modes)


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """T = Σ α_i h_i + q: `quick` is q, `levels` are the α_i, `rest` the h_i − lift(i)."""

    wells: Wells
    quick: Floats
    levels: Floats
    rest: Floats

    def at(self, x: float, xi: float) -> float:
        """T at a point: x along the valley, ξ = √(k/ε)(y − g(x)) across."""
        wells, p = self.wells, self.wells.mesh.degree
        e, basis = wells.mesh.place(x)
        hermite = hermite_values(xi, wells.modes)
        local = (self.quick + self.rest @ self.levels).reshape(-1, wells.modes)[e * p : e * p + p + 1]
        lifts = [wells.lift(i)[e * p : e * p + p + 1] for i in range(len(self.levels))]
        floors = sum((a * lift for a, lift in zip(self.levels, lifts, strict=True)), np.zeros(p + 1))
        return float(basis @ floors + basis @ local @ hermite)


def hermite_values(xi: float, modes: int) -> Floats:
    """h_0(ξ), h_1(ξ), …, normalised for the standard normal law."""
    values = [1.0, xi]
    for n in range(1, modes):
        values.append((xi * values[n] - np.sqrt(n) * values[n - 1]) / np.sqrt(n + 1))
    return np.array(values[:modes])


def chain_times(conductances: Floats, masses: Floats) -> Floats:
    """α with Σ_j g_ij (α_i − α_j) + g_i,target α_i = m_i, by elimination without subtraction.

    `conductances` g ≥ 0 have shape (n, n + 1), the last column leads to the target; `masses` m > 0 (n,).
    """
    g, m = conductances.copy(), masses.astype(float).copy()
    count = len(m)
    totals = np.zeros(count)
    for k in range(count - 1, -1, -1):  # well k passes what it gets to the others and to the target
        totals[k] = g[k, :k].sum() + g[k, -1]
        shares = np.append(g[k, :k], g[k, -1]) / totals[k]
        m[:k] += g[:k, k] * m[k] / totals[k]
        kept = np.arange(k)
        g[np.ix_(kept, np.append(kept, count))] += np.outer(g[:k, k], shares)
        g[kept, kept] = 0
    times = np.zeros(count)
    for k in range(count):
        times[k] = (m[k] + g[k, :k] @ times[:k]) / totals[k]
    return times


def cut(mesh: Mesh, places: Sequence[float]) -> NDArray[np.intp]:
    """The numbers of the elements that hold `places`."""
    return np.array([mesh.place(x)[0] for x in places], dtype=np.intp)


def loads(mesh: Mesh, weight: Floats) -> Floats:
    """∫ weight φ at every node, shape (nodes,)."""
    rule = element(mesh.degree)
    local = (weight * rule.weights * mesh.halves) @ rule.values
    total = np.zeros(mesh.count * mesh.degree + 1)
    for e, part in enumerate(local):
        total[e * mesh.degree : (e + 1) * mesh.degree + 1] += part
    return total
