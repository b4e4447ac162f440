"""Training: all replicas of an arm at once, measured on the way.

## Main definitions
* `trained`: one arm -> its curves.
* `order`: in which order a replica sees the images in an epoch.

## Implementation notes
The learning rate is constant; batches are drawn without replacement. All random numbers are functions of
(seed, replica, epoch), never of the arm, the device or the number of replicas: replica s of all arms starts
from the same net and sees the same images in the same order, 2 · 128 of them in one arm while 256 in another.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.curves import Curves
from nn_experiments.data import Images
from nn_experiments.ensemble import Ensemble
from nn_experiments.hessian import squared_derivatives
from nn_experiments.model import Architecture, cross_entropy, forward, initial_parameters
from nn_experiments.protocol import Arm, Protocol

INITIAL, ORDER, PROBES = range(3)  # the streams of random numbers of a replica
BLOCK = 512  # images evaluated at a time
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody wants to know."""


def order(seed: int, replica: int, epoch: int, images: int) -> NDArray[np.int64]:
    """The permutation of the images that a replica follows in an epoch."""
    stream = np.random.Philox(key=_key(seed, replica), counter=[0, 0, 0, epoch])
    return np.random.Generator(stream).permutation(images)


@cache
def _key(seed: int, replica: int) -> NDArray[np.uint64]:
    return (
        np.random.SeedSequence(seed, spawn_key=(replica, ORDER))
        .generate_state(2, np.uint64)
        .astype(np.uint64)
    )


@contextmanager
def threads(count: int) -> Generator[None]:
    """PyTorch with `count` threads: sums over more of them round differently."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def trained(
    images: Images,
    protocol: Protocol,
    arm: Arm,
    seed: int,
    *,
    device: str = "cpu",
    progress: Progress = silent,
) -> Curves:
    """Train the replicas of one arm, and measure them at the checkpoints of the protocol.

    Args:
        images: the data; `protocol.images` of the training images are used.
        protocol: what is measured when.
        arm: learning rate, batch size, number of replicas.
        seed: of everything random.
        device: where it runs, as PyTorch names it; on "cpu" one thread is used.
        progress: told (arm, epochs done, epochs in all) after every epoch.
    """
    with threads(1):
        return _Training(images, protocol, arm, seed, device).curves(progress)


class _Training:
    """The state of `trained`."""

    def __init__(self, images: Images, protocol: Protocol, arm: Arm, seed: int, device: str) -> None:
        self.protocol, self.arm, self.seed, self.device = protocol, arm, seed, device
        used = images.first(protocol.images)
        self.train, self.test = (
            (torch.as_tensor(x, device=device), torch.as_tensor(y, device=device))
            for x, y in ((used.train_images, used.train_labels), (used.test_images, used.test_labels))
        )
        streams = [np.random.SeedSequence(seed, spawn_key=(r, INITIAL)) for r in range(arm.replicas)]
        architecture = Architecture(protocol.widths)
        self.ensemble = Ensemble(
            architecture,
            initial_parameters(architecture, [np.random.default_rng(s) for s in streams]),
            rate=float(arm.rate),
            batch=arm.batch,
            ghost=arm.ghost,
            device=device,
        )
        state = int(np.random.SeedSequence(seed, spawn_key=(0, PROBES)).generate_state(1)[0])
        self.generator = torch.Generator(device).manual_seed(state)

    def curves(self, progress: Progress) -> Curves:
        """Train to the end."""
        diverged = np.zeros(self.arm.replicas, dtype=np.int64)
        rows = []
        for epoch in range(1, self.protocol.epochs + 1):
            finite = np.isfinite(self.epoch(epoch))
            diverged[~finite & (diverged == 0)] = epoch
            if epoch in self.protocol.checkpoints:
                rows.append((*self.evaluation(*self.train), *self.evaluation(*self.test), *self.squares()))
            progress(self.arm.label, epoch, self.protocol.epochs)
        columns = (np.stack(column, axis=1) for column in zip(*rows, strict=True))
        return Curves(self.arm, self.protocol.checkpoints, self.ensemble.steps, diverged, *columns)

    def epoch(self, epoch: int) -> NDArray[np.float64]:
        """Train for one epoch; the mean loss of each replica on the way."""
        pixels, labels = self.train
        replicas, batch = self.arm.replicas, self.arm.batch
        orders = np.stack([order(self.seed, r, epoch, len(labels)) for r in range(replicas)])
        total = torch.zeros(replicas, device=self.device)
        for chosen in torch.split(torch.as_tensor(orders, device=self.device), batch, dim=1):
            rows = pixels.index_select(0, chosen.reshape(-1)).view(replicas, batch, -1)
            total += self.ensemble.step(rows, labels[chosen])
        mean: NDArray[np.float64] = (total * batch / len(labels)).double().cpu().numpy()
        return mean

    @torch.inference_mode()
    def evaluation(self, pixels: Tensor, labels: Tensor) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean loss and accuracy of each replica, batch normalisation in evaluation mode."""
        nets = self.ensemble
        loss, right = torch.zeros(2, self.arm.replicas, dtype=torch.float64, device=self.device)
        for part, theirs in zip(torch.split(pixels, BLOCK), torch.split(labels, BLOCK), strict=True):
            logits = forward(nets.architecture, nets.parameters, part.mT, nets.moments)
            loss += cross_entropy(logits, theirs)
            right += (logits.argmax(1) == theirs).sum(1)
        return (loss / len(labels)).cpu().numpy(), (right / len(labels)).cpu().numpy()

    def squares(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """‖∇L‖² of each replica, shape (R,), and values of ‖Hv‖², shape (R, probes)."""
        nets, (pixels, labels), count = self.ensemble, self.train, self.protocol.hessian_images
        return squared_derivatives(
            nets.architecture,
            nets.parameters,
            nets.moments,
            pixels[:count],
            labels[:count],
            probes=self.protocol.probes,
            generator=self.generator,
        )
