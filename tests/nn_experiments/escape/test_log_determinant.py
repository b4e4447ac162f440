import numpy as np
import pytest
import torch

from ledger.bound import Grade
from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.flow import rest
from nn_experiments.escape.layout import layout_of
from nn_experiments.escape.log_determinant import log_ratio
from nn_experiments.escape.search import Search
from nn_experiments.escape.stationary_point import stationary_point

SIZE = 400


@pytest.fixture(scope="module")
def valley():
    """A double well whose other curvatures, from 1/10 to 10, grow away from the gate, turned at random."""
    draws = torch.Generator().manual_seed(1)
    turn = torch.linalg.qr(torch.randn(SIZE, SIZE, generator=draws, dtype=torch.float64))[0]
    bends = torch.logspace(-1, 1, SIZE - 1, dtype=torch.float64)
    growth = torch.rand(SIZE - 1, generator=draws, dtype=torch.float64) / 5

    def loss(w):
        z = turn @ w
        x, y = z[0], z[1:]
        return (x**2 - 1) ** 2 / 4 + (bends * (1 + growth * x**2) * y**2).sum() / 2

    flat = FlatLoss(loss, layout_of(torch.ones(SIZE), "start"))
    expected = -np.log(2) - float(torch.log1p(growth).sum())
    return flat, torch.zeros(SIZE).double(), turn[0], expected


def ratio(valley, search):
    flat, gate, well, _ = valley
    points = [stationary_point(flat, rest(flat, at), search) for at in (gate, well)]
    return log_ratio(*(point.determinant for point in points)), points


def test_all_eigenvalues_give_the_determinant(valley):
    found, (gate, well) = ratio(valley, Search(whole=True))
    assert found.grade is Grade.NUMERICAL
    assert float(found.middle) == pytest.approx(valley[3], abs=1e-9)
    assert float(found.low) - 1e-9 <= valley[3] <= float(found.high) + 1e-9
    assert (gate.index, well.index, gate.zeros) == (1, 0, 0)


@pytest.mark.parametrize("seed", [0, 1])
def test_products_give_it_within_their_error(valley, seed):
    found, (gate, well) = ratio(valley, Search(whole=False, seed=seed))
    assert found.grade is Grade.STATISTICAL
    assert float(found.low) <= valley[3] <= float(found.high)
    assert float(found.radius) < abs(valley[3]) / 3
    assert (gate.index, well.index, gate.zeros) == (1, 0, 0)


def test_the_ends_of_the_spectrum_are_found_without_the_matrix(valley):
    gate = stationary_point(valley[0], rest(valley[0], valley[1]), Search(whole=False))
    assert float(gate.lowest.middle) == pytest.approx(-1, abs=1e-9)
    assert float(gate.curvatures[1]) == pytest.approx(0.1, abs=1e-3)
    assert gate.largest == pytest.approx(10, abs=1e-3)


def test_one_probe_is_refused():
    with pytest.raises(ValueError, match="probes=1: at least 5 images and 2 probes"):
        Search(probes=1)
