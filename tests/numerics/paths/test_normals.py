"""A battery for the normal numbers. Every bound is 4.5 standard errors of a statistic (7 in 10⁶) or so."""

import numba
import numpy as np
import pytest
from scipy import stats

from numerics.paths.normals import logarithm, normal_pair
from numerics.paths.streams import seeds, streams

LANES, PAIRS, LEVEL = 128, 16_000, 4.5
SIZE = 2 * LANES * PAIRS


@pytest.fixture(scope="module", params=[np.float64, np.float32], ids=["float64", "float32"])
def normals(request):
    """The numbers of 128 neighbouring paths, shape (lanes, 2 PAIRS), in the order of their use."""
    dtype = request.param
    kind, pair = streams(dtype), normal_pair(dtype)
    started, drawn = kind.started, kind.drawn

    @numba.njit
    def fill(state, found, one, two):
        for lane in range(found.shape[0]):
            started(state, lane, one, two, np.uint64(lane))
            for k in range(found.shape[1] // 2):
                a, b = drawn(state, lane)
                found[lane, 2 * k], found[lane, 2 * k + 1] = pair(a, b)

    found = np.empty((LANES, 2 * PAIRS), dtype)
    fill(np.zeros((kind.words, LANES), kind.word), found, *seeds(20261123))
    return found.astype(float)


@pytest.mark.parametrize("power", range(1, 9))
def test_moments(normals, power):
    exact = stats.norm.moment(power)
    variance = stats.norm.moment(2 * power) - exact**2
    assert abs((normals**power).mean() - exact) < LEVEL * np.sqrt(variance / SIZE)


def test_distribution_function(normals):
    assert stats.kstest(normals.ravel(), "norm").pvalue > 1e-5


def test_squares_and_radii_have_their_laws(normals):
    pairs = normals.reshape(-1, 2)
    assert stats.kstest((pairs**2).sum(1), "chi2", args=(2,)).pvalue > 1e-5
    angles = np.arctan2(pairs[:, 0], pairs[:, 1]) / (2 * np.pi) + 0.5
    assert stats.kstest(angles, "uniform").pvalue > 1e-5


@pytest.mark.parametrize("edge", [2, 3, 4, 4.5, 5])
def test_both_tails(normals, edge):
    share = stats.norm.sf(edge)
    for side in (normals, -normals):
        count = int((side > edge).sum())
        assert min(stats.poisson.cdf(count, SIZE * share), stats.poisson.sf(count - 1, SIZE * share)) > 1e-5


@pytest.mark.parametrize("lag", [1, 2, 3, 4, 7, 16, 64])
@pytest.mark.parametrize("power", [1, 2])
def test_a_path_does_not_remember(normals, lag, power):
    z = normals**power - (power == 2)
    product = (z[:, lag:] * z[:, :-lag]).ravel()
    assert abs(product.mean()) < LEVEL * power * np.sqrt(3 / product.size)


@pytest.mark.parametrize("power", [1, 2])
def test_paths_do_not_know_each_other(normals, power):
    off = np.corrcoef(normals**power)[np.triu_indices(LANES, 1)]
    assert abs(off).max() * np.sqrt(2 * PAIRS) < stats.norm.isf(1e-6 / off.size)
    assert abs((off**2).mean() * 2 * PAIRS - 1) < LEVEL * np.sqrt(2 / off.size)


def test_tails_far_beyond_five_sigma():
    """Only the smallest U lead there: the radius for U = (k + 1/2)/2⁵², k small, and the law of k."""
    pair = normal_pair(np.float64)
    for k in (0, 1, 5, 1000):
        z, y = pair(np.uint64(k << 12), np.uint64(1 << 62))
        exact = np.sqrt(-2 * (np.log(k + 0.5) - 52 * np.log(2)))
        assert np.hypot(z, y) == pytest.approx(exact, rel=1e-11)
    assert np.hypot(*pair(np.uint64(0), np.uint64(0))) > 8.5
    assert np.hypot(*normal_pair(np.float32)(np.uint32(0), np.uint32(0))) > 6.6


@pytest.mark.parametrize(("dtype", "error"), [(np.float64, 6e-12), (np.float32, 2e-7)])
def test_logarithm(dtype, error):
    ln = logarithm(dtype)
    for x in np.concatenate([np.geomspace(1e-16, 1, 200), np.linspace(0.6, 1, 200)]).astype(dtype):
        assert float(ln(x)) == pytest.approx(np.log(float(x)), rel=error, abs=error / 20)
