import numpy as np
import pytest
import torch

from nn_experiments.network.hessian import BLOCK, derivatives, squared_derivatives
from nn_experiments.network.model import (
    Architecture,
    Moments,
    Parameters,
    cross_entropy,
    forward,
    initial_parameters,
)
from nn_experiments.training.curves import log_norm

ARCHITECTURE = Architecture((4, 3, 3, 3))
COUNT = BLOCK + 40  # two blocks of unequal size
GENERATOR = torch.Generator().manual_seed(3)
IMAGES = torch.rand(COUNT, 4, dtype=torch.float64, generator=GENERATOR)
LABELS = torch.randint(3, (COUNT,), generator=GENERATOR)
NETS = initial_parameters(ARCHITECTURE, [np.random.default_rng(s) for s in range(2)], torch.float64)
MOMENTS = Moments(
    tuple(torch.rand(s.shape, dtype=s.dtype, generator=GENERATOR) - 0.5 for s in NETS.scales),
    tuple(torch.rand(s.shape, dtype=s.dtype, generator=GENERATOR) + 0.1 for s in NETS.scales),
)
MODES = pytest.mark.parametrize("moments", [MOMENTS, None], ids=["evaluation", "training"])
PLAIN = Architecture((4, 3, 3, 3), normalised=False)
PLAIN_NETS = initial_parameters(PLAIN, [np.random.default_rng(s) for s in range(2)], torch.float64)
KINDS = pytest.mark.parametrize(
    ("architecture", "nets", "moments"),
    [(ARCHITECTURE, NETS, MOMENTS), (ARCHITECTURE, NETS, None), (PLAIN, PLAIN_NETS, None)],
    ids=["evaluation", "training", "plain"],
)


def dense_hessian(
    replica: int,
    moments: Moments | None,
    architecture: Architecture = ARCHITECTURE,
    nets: Parameters = NETS,
) -> np.ndarray:
    """The Hessian of one net, by its definition, shape (P, P)."""
    sizes = [t[replica].numel() for t in nets.tensors]
    own = moments and Moments(
        tuple(m[replica : replica + 1] for m in moments.means),
        tuple(v[replica : replica + 1] for v in moments.variances),
    )

    def loss(flat: torch.Tensor) -> torch.Tensor:
        pieces = flat.split(sizes)
        tensors = [p.view_as(t[replica]).unsqueeze(0) for p, t in zip(pieces, nets.tensors, strict=True)]
        logits = forward(architecture, nets.with_tensors(tensors), IMAGES.mT, own)
        return cross_entropy(logits, LABELS).sum() / COUNT

    flat = torch.cat([t[replica].reshape(-1) for t in nets.tensors])
    return torch.autograd.functional.hessian(loss, flat).numpy()


def flattened(tensors: list[torch.Tensor]) -> np.ndarray:
    """Pieces like the parameters as one vector for each replica, shape (R, P)."""
    return torch.cat([t.reshape(2, -1) for t in tensors], dim=1).numpy()


@KINDS
def test_products_are_those_of_the_dense_hessian(architecture, nets, moments):
    vectors = [
        [torch.randn(t.shape, dtype=t.dtype, generator=GENERATOR) for t in nets.tensors] for _ in range(2)
    ]
    _, found = derivatives(architecture, nets, moments, IMAGES, LABELS, vectors)
    for replica in range(2):
        dense = dense_hessian(replica, moments, architecture, nets)
        for v, product in zip(vectors, found, strict=True):
            expected = dense @ flattened(v)[replica]
            np.testing.assert_allclose(flattened(product)[replica], expected, rtol=1e-10, atol=1e-13)


@MODES
def test_the_gradient_is_that_of_central_differences(moments):
    generator = torch.Generator().manual_seed(14)
    slopes, _ = squared_derivatives(
        ARCHITECTURE, NETS, moments, IMAGES, LABELS, probes=1, generator=generator
    )

    def losses(tensors: list[torch.Tensor]) -> torch.Tensor:
        logits = forward(ARCHITECTURE, NETS.with_tensors(tensors), IMAGES.mT, moments)
        return cross_entropy(logits, LABELS) / COUNT

    found = torch.zeros(2, dtype=torch.float64)
    for piece, tensor in enumerate(NETS.tensors):
        for place in range(tensor[0].numel()):
            moved = [[t.clone() for t in NETS.tensors] for _ in range(2)]
            for tensors, step in zip(moved, (1e-5, -1e-5), strict=True):
                tensors[piece].view(2, -1)[:, place] += step
            found += ((losses(moved[0]) - losses(moved[1])) / 2e-5) ** 2
    np.testing.assert_allclose(slopes, found.numpy(), rtol=1e-5)


@MODES
def test_the_log_norm_is_that_of_the_dense_hessian_within_its_error(moments):
    generator = torch.Generator().manual_seed(11)
    _, squares = squared_derivatives(
        ARCHITECTURE, NETS, moments, IMAGES, LABELS, probes=400, generator=generator
    )
    found, error = log_norm(squares)
    exact = [np.log(np.linalg.norm(dense_hessian(replica, moments))) for replica in range(2)]
    assert (error < 0.05).all()
    assert (np.abs(found - exact) < 4 * error).all()


def test_the_stated_error_is_the_scatter_of_the_estimate():
    generator = torch.Generator().manual_seed(12)
    _, squares = squared_derivatives(
        ARCHITECTURE, NETS, MOMENTS, IMAGES, LABELS, probes=640, generator=generator
    )
    estimates, errors = log_norm(squares.reshape(2, 20, 32))
    ratio = errors.mean(1) / estimates.std(1, ddof=1)
    assert (np.abs(np.log(ratio)) < 0.6).all()


def test_the_average_square_misses_what_a_mutant_would_give():
    generator = torch.Generator().manual_seed(13)
    _, squares = squared_derivatives(
        ARCHITECTURE, NETS, MOMENTS, IMAGES, LABELS, probes=400, generator=generator
    )
    dense = dense_hessian(0, MOMENTS)
    quadratic_form = 2 * np.linalg.norm(dense) ** 2 + np.trace(dense) ** 2  # E (v·Hv)²
    mean, error = squares[0].mean(), squares[0].std() / 20
    assert abs(mean - np.linalg.norm(dense) ** 2) < 4 * error
    assert abs(mean - quadratic_form) > 10 * error


def test_the_parameters_need_no_gradient_and_keep_their_values():
    before = [t.clone() for t in NETS.tensors]
    squared_derivatives(ARCHITECTURE, NETS, MOMENTS, IMAGES, LABELS, probes=1, generator=GENERATOR)
    assert all(torch.equal(a, b) and not b.requires_grad for a, b in zip(before, NETS.tensors, strict=True))
