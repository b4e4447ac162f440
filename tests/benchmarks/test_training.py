"""How fast nets are trained: sample-updates per second, summed over the nets, on one thread.

Measured beside the usual ways, in one run and in turns: one `torch.nn` module after another, on tensors in
memory and from a `DataLoader`; and beside the products of matrices of a step and nothing else. Time is the
processor's, which on an idle machine is that of the clock.
"""

from collections.abc import Callable
from itertools import pairwise
from statistics import median
from time import process_time

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from nn_experiments.data.digits import digits
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.model import Architecture, initial_parameters
from nn_experiments.training.draws import order
from nn_experiments.training.stepping import steps_on
from nn_experiments.training.train import threads

REPLICAS, BATCH, RATE, IMAGES = 10, 128, 0.01, 1280
DIGITS, MNIST = (64, 64, 64, 64, 10), (784, 256, 256, 256, 10)
pytestmark = pytest.mark.benchmark(timer=process_time)


@pytest.fixture(autouse=True)
def one_thread():
    with threads(1):
        yield


def data(widths: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """The digits, or noise of their number for other numbers of pixels."""
    labels = torch.as_tensor(digits().train_labels[:IMAGES])
    if widths == DIGITS:
        return torch.as_tensor(digits().train_images[:IMAGES]), labels
    return torch.rand(IMAGES, widths[0], generator=torch.Generator().manual_seed(1)), labels


def orders() -> Tensor:
    return torch.as_tensor(np.stack([order(1, replica, 1, IMAGES) for replica in range(REPLICAS)]))


def batched_epoch(widths: tuple[int, ...], cores: int = 1) -> Callable[[], None]:
    """One epoch of all replicas, order of the images included."""
    architecture = Architecture(widths)
    start = initial_parameters(architecture, [np.random.default_rng(replica) for replica in range(REPLICAS)])
    steps = steps_on(Ensemble(architecture, start, rate=RATE, batch=BATCH, threads=cores), *data(widths))

    def epoch() -> None:
        steps.follow(orders())

    return epoch


def usual_net(widths: tuple[int, ...]) -> tuple[nn.Module, torch.optim.Optimizer]:
    *hidden, last = pairwise(widths)
    blocks = [(nn.Linear(a, b, bias=False), nn.BatchNorm1d(b), nn.ReLU()) for a, b in hidden]
    net = nn.Sequential(*(layer for block in blocks for layer in block), nn.Linear(*last))
    return net, torch.optim.SGD(net.parameters(), lr=RATE)


def usual_step(net: nn.Module, optimiser: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> None:
    optimiser.zero_grad()
    nn.functional.cross_entropy(net(images), labels).backward()
    optimiser.step()


def epoch_in_memory(widths: tuple[int, ...]) -> Callable[[], None]:
    """The same work, one net after another."""
    nets, (images, labels) = [usual_net(widths) for _ in range(REPLICAS)], data(widths)

    def epoch() -> None:
        for net, own in zip(nets, orders(), strict=True):
            for chosen in own.split(BATCH):
                usual_step(*net, images.index_select(0, chosen), labels[chosen])

    return epoch


def epoch_from_loader(widths: tuple[int, ...]) -> Callable[[], None]:
    """The same work, one net after another, each with PyTorch's way to shuffle and to collect a batch."""
    nets = [usual_net(widths) for _ in range(REPLICAS)]
    loader = DataLoader(TensorDataset(*data(widths)), batch_size=BATCH, shuffle=True)

    def epoch() -> None:
        for net in nets:
            for images, labels in loader:
                usual_step(*net, images, labels)

    return epoch


def products_alone(widths: tuple[int, ...]) -> Callable[[], None]:
    """The products of matrices of an epoch, ten replicas at a time, and nothing else."""
    activations = [torch.randn(REPLICAS, width, BATCH) for width in widths]
    weights = [torch.randn(REPLICAS, outputs, inputs) / 100 for inputs, outputs in pairwise(widths)]
    layers = list(zip(weights, activations[:-1], activations[1:], strict=True))

    @torch.inference_mode()
    def epoch() -> None:
        for _ in range(IMAGES // BATCH):
            for weight, below, above in layers:
                torch.bmm(weight, below, out=above)
            for weight, below, above in reversed(layers):
                weight.baddbmm_(above, below.mT, alpha=1e-9)
            for weight, below, above in reversed(layers[1:]):
                torch.bmm(weight.mT, above, out=below)

    return epoch


def seconds(work: Callable[[], None]) -> float:
    start = process_time()
    work()
    return process_time() - start


@pytest.mark.parametrize("widths", [DIGITS, MNIST], ids=["digits", "mnist"])
def test_batched_training_beside_one_net_after_another(benchmark, widths):
    others = {
        "tensors in memory": epoch_in_memory(widths),
        "DataLoader": epoch_from_loader(widths),
        "products of matrices alone": products_alone(widths),
    }
    taken: dict[str, list[float]] = {name: [] for name in others}

    def in_turn() -> None:
        for name, work in others.items():
            taken[name].append(seconds(work))

    in_turn()
    rounds = 20 if widths == DIGITS else 8
    benchmark.pedantic(batched_epoch(widths), setup=in_turn, rounds=rounds, warmup_rounds=2)
    found, own = benchmark.extra_info, benchmark.stats.stats.data
    updates = REPLICAS * IMAGES
    found["sample-updates per second"] = updates / median(own)
    for name, times in taken.items():
        found[f"sample-updates per second, {name}"] = updates / median(times)
        found[f"ratio to {name}"] = median(b / a for a, b in zip(own, times[-len(own) :], strict=True))
