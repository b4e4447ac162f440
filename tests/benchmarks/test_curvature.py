"""Products of the Hessian with random vectors, on one thread, beside the libraries for it.

The net of the digits, all training images, batch normalisation in evaluation mode; PyHessian with the graph
of the gradient reused, curvlinops with a matrix of vectors. In one run, in turns; time is the processor's,
which on an idle machine is that of the clock.
"""

from collections.abc import Callable
from itertools import pairwise
from statistics import median
from time import process_time

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from nn_experiments.data.digits import digits
from nn_experiments.network.hessian import differentiated_twice, products
from nn_experiments.network.model import Architecture, Moments, Parameters, initial_parameters
from nn_experiments.training.train import threads

VECTORS, ROUNDS = 16, 8
ARCHITECTURE = Architecture((64, 64, 64, 64, 10))
IMAGES, LABELS = torch.as_tensor(digits().train_images), torch.as_tensor(digits().train_labels)
pytestmark = [
    pytest.mark.benchmark(timer=process_time),
    pytest.mark.filterwarnings("ignore"),  # PyHessian and curvlinops use what PyTorch deprecates
]


@pytest.fixture(autouse=True)
def one_thread():
    with threads(1):
        yield


def net() -> tuple[nn.Sequential, list[Tensor]]:
    """The usual module with moments of the images, and its parameters in the order of `Parameters`."""
    torch.manual_seed(1)
    *hidden, last = pairwise(ARCHITECTURE.widths)
    blocks = [(nn.Linear(a, b, bias=False), nn.BatchNorm1d(b, momentum=None), nn.ReLU()) for a, b in hidden]
    module = nn.Sequential(*(layer for block in blocks for layer in block), nn.Linear(*last))
    module(IMAGES)
    norms = [layer for layer in module if isinstance(layer, nn.BatchNorm1d)]
    weights = [layer.weight for layer in module if isinstance(layer, nn.Linear)]
    own = [*weights, *(norm.weight for norm in norms), *(norm.bias for norm in norms), module[-1].bias]
    return module.eval(), own


def as_parameters(module: nn.Sequential, own: list[Tensor]) -> tuple[Parameters, Moments]:
    """The same net as ours."""
    like = initial_parameters(ARCHITECTURE, [np.random.default_rng(1)])
    tensors = [
        ours.copy_(theirs.detach().view(ours.shape)) for ours, theirs in zip(like.tensors, own, strict=True)
    ]
    norms = [layer for layer in module if isinstance(layer, nn.BatchNorm1d)]
    means, variances = (
        tuple(moment.view(1, -1, 1) for moment in moments)
        for moments in ([n.running_mean for n in norms], [n.running_var for n in norms])
    )
    return like.with_tensors(tensors), Moments(means, variances)


def of_pyhessian(module: nn.Sequential, own: list[Tensor], vectors: list[Tensor]) -> Callable[[], Tensor]:
    hessian = pytest.importorskip("pyhessian").hessian
    product = pytest.importorskip("pyhessian.utils").hessian_vector_product
    known = hessian(module, nn.CrossEntropyLoss(), data=(IMAGES, LABELS), cuda=False)
    place = [next(k for k, p in enumerate(own) if p is parameter) for parameter in known.params]
    rows = [[vectors[k][0, number].view(own[k].shape) for k in place] for number in range(VECTORS)]
    order = np.argsort(place)

    def work() -> Tensor:
        found = [product(known.gradsH, known.params, row) for row in rows]
        return torch.stack([torch.cat([pieces[k].flatten() for k in order]) for pieces in found])

    return work


def of_curvlinops(module: nn.Sequential, own: list[Tensor], vectors: list[Tensor]) -> Callable[[], Tensor]:
    operator = pytest.importorskip("curvlinops").HessianLinearOperator(
        module, nn.CrossEntropyLoss(), own, [(IMAGES, LABELS)], check_deterministic=False
    )
    matrix = torch.cat([t[0].flatten(1) for t in vectors], 1).mT.contiguous()
    return lambda: (operator @ matrix).mT


def test_products_with_the_hessian(benchmark):
    module, own = net()
    nets, moments = as_parameters(module, own)
    generator = torch.Generator().manual_seed(2)
    vectors = [torch.randn(1, VECTORS, *t.shape[1:], generator=generator) for t in nets.tensors]
    rows = [[t[:, number] for t in vectors] for number in range(VECTORS)]
    others: dict[str, Callable[[], object]] = {
        "PyHessian": of_pyhessian(module, own, vectors),
        "curvlinops": of_curvlinops(module, own, vectors),
        "automatic differentiation": lambda: differentiated_twice(
            ARCHITECTURE, nets, moments, IMAGES, LABELS, rows
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in others}

    def in_turn() -> None:
        for name, work in others.items():
            start = process_time()
            work()
            taken[name].append(process_time() - start)

    in_turn()
    arguments = (ARCHITECTURE, nets, moments, IMAGES, LABELS, vectors)
    _, found = benchmark.pedantic(products, args=arguments, setup=in_turn, rounds=ROUNDS, warmup_rounds=1)
    ours = torch.cat([t[0].flatten(1) for t in found], 1)
    seconds = benchmark.stats.stats.data
    benchmark.extra_info["products per second"] = VECTORS / median(seconds)
    for name, times in taken.items():
        pairs = zip(seconds, times[-ROUNDS:], strict=True)
        benchmark.extra_info[f"products per second, {name}"] = VECTORS / median(times)
        benchmark.extra_info[f"ratio to {name}"] = median(b / a for a, b in pairs)
    for name in ("PyHessian", "curvlinops"):
        difference = (others[name]() - ours).norm() / ours.norm()
        benchmark.extra_info[f"relative difference from {name}, single precision"] = float(difference)
        assert difference < 1e-5
