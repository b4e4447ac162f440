"""Finding a gate, against plain alternatives: ratios in `extra_info`, no timed assertion.

The loss is the curved valley (x² − 1)²/4 + (y + x² − 1)²/2 with the gate (0, 1) between (∓1, 0). The peers
are what one would write in an hour with NumPy and SciPy: a chain of images with springs and a climbing image,
many minimisations of |∇L|², and the lowest pass of a grid. Times are CPU seconds of this process.
"""

from heapq import heappop, heappush
from time import process_time

import numpy as np
import pytest
from scipy import optimize

from derivations.parse import parse
from numerics.terrain.basins import basins
from numerics.terrain.saddle_search import climbed, saddle_between, saddle_guess
from numerics.terrain.terrain import terrain_of

VALLEY = parse("(x**2-1)**2/4+(y+x**2-1)**2/2")
TERRAIN = terrain_of(VALLEY)
START, TARGET, GATE = np.array([-1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.0, 1.0])
CHAIN = parse("(a**2-1)**2/4+(b**2-1)**2/4+(c**2-1)**2/4+(d**2-1)**2/4+3*((a-b)**2+(b-c)**2+(c-d)**2)/2")


def cpu_seconds(function, repeats):
    """The least of `repeats` times, and what was found."""
    times = []
    for _ in range(repeats):
        begin = process_time()
        found = function()
        times.append(process_time() - begin)
    return min(times), found


def climbing_chain(images=11, spring=5.0, rounds=4000, step=0.05):
    """A nudged elastic band whose highest image climbs, until the force on it is below 1e-6."""
    band = START + np.linspace(0, 1, images)[:, None] * (TARGET - START)
    for _ in range(rounds):
        slope, heights = TERRAIN.gradient(band), TERRAIN.value(band)
        top = 1 + int(np.argmax(heights[1:-1]))
        tangent = band[2:] - band[:-2]
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
        ahead, behind = (np.linalg.norm(d, axis=1) for d in (band[2:] - band[1:-1], band[1:-1] - band[:-2]))
        along = (slope[1:-1] * tangent).sum(1, keepdims=True) * tangent
        force = -slope[1:-1] + along + spring * (ahead - behind)[:, None] * tangent
        force[top - 1] = -slope[top] + 2 * along[top - 1]
        band[1:-1] += step * force
        if np.abs(force[top - 1]).max() < 1e-6:
            break
    return band[top]


def lowest_slopes(starts=32):
    """|∇L|² minimised from many points; a point with one negative eigenvalue is kept."""
    found = None
    for start in np.random.default_rng(1).uniform(-1.5, 1.5, (starts, 2)):
        end = optimize.minimize(lambda w: float((TERRAIN.gradient(w[None]) ** 2).sum()), start, tol=1e-14).x
        if np.linalg.eigvalsh(TERRAIN.hessian(end[None])[0])[0] < 0:
            found = end
    return found


def grid_pass(cells=200):
    """The highest point of the lowest way on a grid (Dijkstra)."""
    axis = np.linspace(-1.5, 1.5, cells + 1)
    heights = TERRAIN.value(np.stack(np.meshgrid(axis, axis, indexing="ij"), -1).reshape(-1, 2))
    heights = heights.reshape(cells + 1, cells + 1)
    begin, end = ((int(np.argmin(abs(axis - c))) for c in place) for place in (START, TARGET))
    begin, end = tuple(begin), tuple(end)
    waiting, seen = [(heights[begin], begin, begin)], set()
    while waiting:
        level, place, top = heappop(waiting)
        if place == end:
            return np.array([axis[top[0]], axis[top[1]]])
        if place in seen:
            continue
        seen.add(place)
        for i, j in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            near = (place[0] + i, place[1] + j)
            if near not in seen and 0 <= near[0] <= cells and 0 <= near[1] <= cells:
                higher = heights[near] > level
                heappush(waiting, (max(level, heights[near]), near, near if higher else top))
    raise AssertionError("the grid has no way across")


PEERS = {
    "a climbing chain of images": (climbing_chain, 1e-4),
    "minimising the slope from 32 points": (lowest_slopes, 1e-4),
    "the lowest pass of a 200 x 200 grid": (grid_pass, 0.05),
}


@pytest.mark.parametrize("peer", PEERS)
def test_string_and_newton(benchmark, peer):
    function, accuracy = PEERS[peer]
    assert np.abs(function() - GATE).max() < accuracy
    seconds, found = cpu_seconds(function, 3)
    benchmark(lambda: saddle_guess(TERRAIN, START, TARGET))
    ours, gate = cpu_seconds(lambda: saddle_guess(TERRAIN, START, TARGET), 20)
    assert np.abs(gate - GATE).max() < 1e-12
    benchmark.extra_info["milliseconds of CPU"] = 1000 * ours
    benchmark.extra_info[f"times faster than {peer}"] = seconds / ours
    benchmark.extra_info["error of the peer"] = float(np.abs(found - GATE).max())


def test_the_gate_with_a_proof(benchmark):
    found = benchmark(lambda: saddle_between(VALLEY, START, TARGET))
    assert found.at[0].low <= 0 <= found.at[0].high
    assert found.at[1].radius < 1e-60
    ours, _ = cpu_seconds(lambda: saddle_between(VALLEY, START, TARGET), 10)
    plain, _ = cpu_seconds(climbing_chain, 3)
    benchmark.extra_info["times faster than a climbing chain of images"] = plain / ours


def test_following_one_eigenvector(benchmark):
    found = benchmark(lambda: climbed(TERRAIN, np.array([0.1, 0.9])))
    assert np.abs(found - GATE).max() < 1e-12
    ours, _ = cpu_seconds(lambda: climbed(TERRAIN, np.array([0.1, 0.9])), 20)
    plain, _ = cpu_seconds(
        lambda: optimize.root(
            lambda w: TERRAIN.gradient(w[None])[0], [0.1, 0.9], jac=lambda w: TERRAIN.hessian(w[None])[0]
        ),
        20,
    )
    benchmark.extra_info["times faster than scipy.optimize.root"] = plain / ours


def test_all_basins_of_a_chain(benchmark):
    """All critical points of four coupled sites, each proved, and what the gates join."""
    near = [[-1.0] * 4, [1.0] * 4]
    graph = benchmark.pedantic(lambda: basins(CHAIN, near), rounds=3, warmup_rounds=1)
    assert len(graph.wells) == 2
    assert len(graph.passes) == 1
