"""How fast nets are trained: sample-updates per second, summed over the nets, on one thread.

Measured beside the usual way, one `torch.nn` module after another on tensors in memory, in one run.
"""

from itertools import pairwise
from statistics import median
from time import perf_counter

import numpy as np
import pytest
import torch
from torch import nn

from nn_experiments.data import digits
from nn_experiments.ensemble import Ensemble
from nn_experiments.hessian import squared_derivatives
from nn_experiments.model import Architecture, initial_parameters
from nn_experiments.protocol import DIGITS
from nn_experiments.train import order, threads

REPLICAS, BATCH, RATE = 10, 128, 0.01
IMAGES = torch.as_tensor(digits().train_images[: DIGITS.images])
LABELS = torch.as_tensor(digits().train_labels[: DIGITS.images])
ARCHITECTURE = Architecture(DIGITS.widths)


@pytest.fixture(autouse=True)
def one_thread():
    with threads(1):
        yield


def orders() -> torch.Tensor:
    return torch.as_tensor(np.stack([order(1, replica, 1, len(LABELS)) for replica in range(REPLICAS)]))


def ensemble() -> Ensemble:
    generators = [np.random.default_rng(replica) for replica in range(REPLICAS)]
    return Ensemble(ARCHITECTURE, initial_parameters(ARCHITECTURE, generators), rate=RATE, batch=BATCH)


def batched_epoch(nets: Ensemble) -> None:
    """One epoch of all replicas, order of the images included."""
    for chosen in orders().split(BATCH, 1):
        rows = IMAGES.index_select(0, chosen.reshape(-1)).view(REPLICAS, BATCH, -1)
        nets.step(rows, LABELS[chosen])


def usual_net() -> tuple[nn.Module, torch.optim.Optimizer]:
    *hidden, last = pairwise(DIGITS.widths)
    blocks = [(nn.Linear(a, b, bias=False), nn.BatchNorm1d(b), nn.ReLU()) for a, b in hidden]
    net = nn.Sequential(*(layer for block in blocks for layer in block), nn.Linear(*last))
    return net, torch.optim.SGD(net.parameters(), lr=RATE)


def usual_epoch(nets: list[tuple[nn.Module, torch.optim.Optimizer]]) -> None:
    """The same work, one net after another."""
    for (net, optimiser), own in zip(nets, orders(), strict=True):
        for chosen in own.split(BATCH):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(IMAGES[chosen]), LABELS[chosen]).backward()
            optimiser.step()


def test_batched_training_beside_one_net_after_another(benchmark):
    nets, usual = ensemble(), [usual_net() for _ in range(REPLICAS)]
    usual_epoch(usual)
    seconds = []
    for _ in range(5):
        start = perf_counter()
        usual_epoch(usual)
        seconds.append(perf_counter() - start)
    benchmark.pedantic(batched_epoch, args=(nets,), rounds=20, warmup_rounds=2)
    updates = REPLICAS * len(LABELS)
    benchmark.extra_info["sample-updates per second, batched"] = updates / benchmark.stats.stats.median
    benchmark.extra_info["sample-updates per second, one after another"] = updates / median(seconds)
    benchmark.extra_info["ratio"] = median(seconds) / benchmark.stats.stats.median


def test_products_with_the_hessian(benchmark):
    nets, probes = ensemble(), 4
    batched_epoch(nets)

    def squares() -> None:
        squared_derivatives(
            ARCHITECTURE,
            nets.parameters,
            nets.moments,
            IMAGES,
            LABELS,
            probes=probes,
            generator=torch.Generator().manual_seed(1),
        )

    benchmark.pedantic(squares, rounds=5, warmup_rounds=1)
    benchmark.extra_info["products per second"] = REPLICAS * probes / benchmark.stats.stats.median
