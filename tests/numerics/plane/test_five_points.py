"""The slow twin of the plane: five-point differences on a square grid, solved by a sparse LU of SciPy."""

from functools import cache

import numpy as np
import pytest
import scipy.sparse as sparse
import sympy as sp
from scipy.sparse.linalg import spsolve

from derivations.symbols import x, y
from derivations.zoo import SHEARED_DOUBLE_WELL
from numerics.plane.committor import committor
from numerics.plane.escape import mean_escape_time_to_ball

ETA, RADIUS, SIDE, STEP = 10, 0.4, 2.6, 0.025
NOISE = 1 + x**2 / 4
LEFT, RIGHT = (-1.0, -1.0), (1.0, 1.0)
TOLERANCE = 1e-2
"""Discs on a grid have steps for an edge: their radius is uncertain by half of STEP."""


def grid():
    line = np.arange(-SIDE, SIDE + STEP / 2, STEP)
    return np.meshgrid(line, line, indexing="ij")


@cache
def generator():
    """ε₀βΔ − ∇L·∇ on the grid, shape (nodes, nodes); nothing crosses its sides."""
    places = grid()
    slopes = [sp.lambdify((x, y), sp.diff(SHEARED_DOUBLE_WELL.expr, c))(*places) for c in (x, y)]
    noise = sp.lambdify(x, NOISE / ETA)(places[0])
    number = np.arange(noise.size).reshape(noise.shape)
    total = sparse.csr_array((noise.size, noise.size))
    for axis, slope in enumerate(slopes):
        for sign in (1, -1):
            rate = noise / STEP**2 - sign * slope / (2 * STEP)
            here = tuple(slice(None, -1) if a == axis else slice(None) for a in (0, 1))
            there = tuple(slice(1, None) if a == axis else slice(None) for a in (0, 1))
            start, end = (here, there) if sign == 1 else (there, here)
            rows, columns, values = number[start].ravel(), number[end].ravel(), rate[start].ravel()
            jumps = sparse.csr_array((values, (rows, columns)), shape=(noise.size, noise.size))
            total = total + jumps - sparse.diags_array(jumps.sum(axis=1))
    return total.tocsr()


def disc(centre):
    places = grid()
    return (np.hypot(places[0] - centre[0], places[1] - centre[1]) <= RADIUS).ravel()


def solved(source, fixed, values):
    """f with 𝓛f = `source` where not `fixed`, and f = `values` where fixed."""
    matrix, free = generator(), ~fixed
    found = np.array(values, float)
    right = np.full(free.sum(), source) - matrix[free][:, fixed] @ found[fixed]
    found[free] = spsolve(matrix[free][:, free].tocsc(), right)
    return found.reshape(grid()[0].shape)


def at(field, place):
    return field[tuple(round((c + SIDE) / STEP) for c in place)]


def test_mean_times_to_a_ball_are_those_of_five_points():
    target = disc(RIGHT)
    slow = solved(-1.0, target, np.zeros(target.size))
    for start in ((-1, -1), (0, 0), ("-3/2", "1/2")):
        fast = mean_escape_time_to_ball(SHEARED_DOUBLE_WELL, NOISE, sp.Rational(1, ETA), start, (1, 1), "2/5")
        expected = at(slow, [float(sp.Rational(c)) for c in start])
        assert float(fast.middle) == pytest.approx(expected, rel=TOLERANCE)


def test_committors_are_those_of_five_points():
    one, other = disc(RIGHT), disc(LEFT)
    slow = solved(0.0, one | other, one)
    for start in ((0, 0), ("1/2", 0), ("-3/4", "1/4")):
        fast = committor(SHEARED_DOUBLE_WELL, NOISE, sp.Rational(1, ETA), start, (1, 1), (-1, -1), "2/5")
        expected = at(slow, [float(sp.Rational(c)) for c in start])
        assert float(fast.middle) == pytest.approx(expected, abs=TOLERANCE)
