from itertools import pairwise

import numba
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.paths.forms import forms
from numerics.paths.model import Model
from numerics.paths.normals import normal_pair
from numerics.paths.positions import positions
from numerics.paths.streams import seeds, streams

ONE = sp.Integer(1)
W = QUADRATIC.coords[0]
SITES = sp.symbols("s:8", real=True)
CHAIN = Potential(
    sp.Add(*(s**4 / 4 - s**2 / 2 for s in SITES)) + sp.Add(*((s - t) ** 2 / 3 for s, t in pairwise(SITES))),
    SITES,
)
LEVEL = 4.5


def run(model, start=(0,), steps=100, paths=300, seed=3, **more):
    return positions(model, start, **({"steps": steps, "paths": paths, "seed": seed} | more))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_ornstein_and_uhlenbeck(dtype):
    """W_n of the chain is Gaussian: mean aⁿ w₀, variance 2εdt (1 − a²ⁿ)/(1 − a²), a = 1 − dt."""
    (found,) = run(Model(QUADRATIC, ONE, "1/2", "1/10", dtype=dtype), (2,), steps=20, paths=100_000)
    factor = float(sp.diff(QUADRATIC.expr, W, 2))
    a = 1 - factor / 10
    mean, variance = 2 * a**20, 0.1 * (1 - a**40) / (1 - a**2)
    assert found.shape == (100_000, 1)
    assert abs(found.mean() - mean) < LEVEL * np.sqrt(variance / 1e5)
    assert abs(found.var() / variance - 1) < LEVEL * np.sqrt(2 / 1e5)


def gibbs_mean(function, eps):
    weight = lambda w: np.exp(-((w**2 - 1) ** 2) / 4 / eps)  # ruff: ignore[lambda-assignment]
    return quad(lambda w: function(w) * weight(w), -4, 4)[0] / quad(weight, -4, 4)[0]


def test_leimkuhler_and_matthews_sample_the_gibbs_law_where_euler_and_maruyama_do_not():
    exact, errors = gibbs_mean(lambda w: w**2, 0.5), {}
    for scheme in ("euler-maruyama", "leimkuhler-matthews"):
        model = Model(DOUBLE_WELL, ONE, "1/2", "1/10", scheme=scheme)
        found = (run(model, steps=200, paths=100_000, snapshots=3) ** 2).mean(axis=(0, 2))
        errors[scheme] = (found.mean() - exact) / (found.std() / np.sqrt(found.size))
    assert abs(errors["leimkuhler-matthews"]) < LEVEL
    assert abs(errors["euler-maruyama"]) > 2 * LEVEL


def numbers_of_paths(dtype, paths, sites):
    """The first two normal numbers of every site of every path, shape (2, paths, sites), drawn one by one."""
    kind, pair = streams(dtype), normal_pair(dtype)
    started, drawn = kind.started, kind.drawn

    @numba.njit
    def fill(state, found, one, two):
        for path in range(found.shape[1]):
            started(state, 0, one, two, np.uint64(path))
            for site in range(found.shape[2]):
                a, b = drawn(state, 0)
                found[0, path, site], found[1, path, site] = pair(a, b)

    found = np.empty((2, paths, sites), dtype)
    fill(np.zeros((kind.words, 1), kind.word), found, *seeds(3))
    return found


@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 1e-13), (np.float32, 1e-6)])
@pytest.mark.parametrize("noise", [ONE, 1 + SITES[0] ** 2 + SITES[3] ** 2])
def test_a_chain_makes_the_steps_that_numpy_makes(noise, dtype, error):
    start = tuple(sp.Rational(k, 8) for k in range(8))
    (found,) = run(Model(CHAIN, noise, "1/4", "1/20", dtype=dtype), start, steps=2)
    force, beta = sp.lambdify(SITES, list(CHAIN.gradient)), sp.lambdify(SITES, noise)
    w = np.tile(np.arange(8) / 8, (300, 1))
    for z in numbers_of_paths(dtype, 300, 8):
        width = np.sqrt(2 * 0.25 * 0.05 * (beta(*w.T) + np.zeros(300)))
        w = w - 0.05 * np.stack(force(*w.T), axis=1) + width[:, None] * z
    assert abs(found - w).max() < error


def test_a_chain_has_as_many_forms_as_it_looks():
    assert len(forms(CHAIN)) == 2
    assert {site for form in forms(CHAIN) for site in form.sites} == set(range(8))


def test_uncoupled_sites_are_paths_of_the_line():
    """Site k draws the numbers 2k, 2k + 1 of every pair of steps; with one site that is the line."""
    both = Potential(DOUBLE_WELL.expr + SITES[0] ** 4, (DOUBLE_WELL.coords[0], SITES[0]))
    (plane,) = run(Model(both, ONE, "1/4", "1/20"), (1, 0), steps=2)
    (line,) = run(Model(DOUBLE_WELL, ONE, "1/4", "1/20"), (1,), steps=2)
    assert np.array_equal(plane[:, 0], line[:, 0])


def test_threads_and_the_number_of_paths_change_nothing():
    model = Model(CHAIN, 1 + SITES[0] ** 2, "1/4", "1/20")
    alone = run(model, (0,) * 8, paths=500)
    assert np.array_equal(alone, run(model, (0,) * 8, paths=500, threads=3))
    assert np.array_equal(alone[:, :77], run(model, (0,) * 8, paths=77))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"steps": 3}, "steps=3: a positive even number"),
        ({"paths": 0}, "paths=0: a positive number"),
        ({"threads": 0}, "threads=0: a positive number"),
        ({"start": (0, 0)}, "as many numbers as coordinates"),
        ({"seed": -1}, "an integer that is at least 0"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        run(Model(QUADRATIC, ONE, 1, "1/10"), **change)


def test_divergence_is_told():
    with pytest.raises(ValueError, match="of 300 paths have diverged"):
        run(Model(DOUBLE_WELL, ONE, 1, 1), steps=400)
