"""The replicas of an arm on their way: epochs, measurements, checkpoints.

## Main definitions
* `Training`: one arm in training.
* `Progress`, `silent`: who is told after every epoch, and nobody.
"""

from collections.abc import Callable
from time import monotonic

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nn_experiments.data.digits import Images
from nn_experiments.network.ensemble import Ensemble
from nn_experiments.network.hessian import squared_derivatives
from nn_experiments.network.model import Architecture, initial_parameters
from nn_experiments.training.checkpoint import Checkpoint, CheckpointFile
from nn_experiments.training.curves import COLUMNS
from nn_experiments.training.draws import initial_generators, order, probe_seed
from nn_experiments.training.evaluation import losses_and_accuracies
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.sources import sources
from nn_experiments.training.stepping import steps_on

Progress = Callable[[str, int, int, str], None]


def silent(what: str, done: int, total: int, news: str) -> None:
    """Progress that nobody wants to know."""


class Training:
    """The replicas of one arm; the arguments are those of `nn_experiments.training.train.trained`."""

    def __init__(
        self, images: Images, protocol: Protocol, arm: Arm, seed: int, device: str, cores: int = 1
    ) -> None:
        self.protocol, self.arm, self.seed, self.device = protocol, arm, seed, device
        used = images.first(protocol.pool)
        self.train, self.test = (
            (torch.as_tensor(x, device=device), torch.as_tensor(y, device=device))
            for x, y in ((used.train_images, used.train_labels), (used.test_images, used.test_labels))
        )
        architecture = Architecture(protocol.widths, normalised=arm.normalised)
        self.ensemble = Ensemble(
            architecture,
            initial_parameters(architecture, initial_generators(seed, arm.replicas)),
            rate=float(arm.rate),
            batch=arm.batch,
            ghost=arm.ghost,
            device=device,
            threads=cores,
        )
        self.steps = steps_on(self.ensemble, *self.train)
        self.generator = torch.Generator(device).manual_seed(probe_seed(seed))
        self.diverged = np.zeros(arm.replicas, dtype=np.int64)
        self.rows: list[tuple[NDArray[np.float64], ...]] = []
        self.done, self.seconds = 0, 0.0
        self.sources: tuple[str, ...] = (sources(),)

    def run(self, progress: Progress, file: CheckpointFile | None) -> None:
        """Train to the end."""
        kept = monotonic()
        for epoch in range(self.done + 1, self.protocol.epochs + 1):
            begun = monotonic()
            losses = self.epoch(epoch)
            finite = np.isfinite(losses)
            if epoch in self.protocol.checkpoints:
                self.rows.append(self.measured())
                finite &= np.isfinite(self.rows[-1][0])  # what the last step did, no later one tells
            self.diverged[~finite & (self.diverged == 0)] = epoch
            self.done, self.seconds = epoch, self.seconds + monotonic() - begun
            if file and (epoch == self.protocol.epochs or monotonic() - kept >= file.every):
                file.keep(self.checkpoint())
                kept = monotonic()
            progress(self.arm.label, epoch, self.protocol.epochs, self.news(losses))

    def epoch(self, epoch: int) -> NDArray[np.float64]:
        """Train for one epoch; the mean loss of each replica on the way."""
        count, pool, again = self.protocol.images, self.protocol.pool, self.arm.replacement
        orders = np.stack(
            [
                order(self.seed, r, epoch, count, pool=pool, replacement=again)
                for r in range(self.arm.replicas)
            ]
        )
        self.steps.losses.zero_()
        self.steps.follow(torch.as_tensor(orders, device=self.device))
        mean: NDArray[np.float64] = (self.steps.losses * self.arm.batch / count).double().cpu().numpy()
        return mean

    def measured(self) -> tuple[NDArray[np.float64], ...]:
        """All columns of `Curves` now, of each replica; ‖Hv‖² has the shape (R, probes)."""
        nets, (pixels, labels), count = self.ensemble, self.train, self.protocol.hessian_images
        squares = squared_derivatives(
            nets.architecture,
            nets.parameters,
            nets.moments,
            pixels[:count],
            labels[:count],
            probes=self.protocol.probes,
            generator=self.generator,
        )
        return (
            *losses_and_accuracies(nets, *self.train),
            *losses_and_accuracies(nets, *self.test),
            *squares,
        )

    def news(self, losses: NDArray[np.float64]) -> str:
        """How it goes, in words: means over the replicas that have not diverged."""
        fine = self.diverged == 0
        parts = [f"loss {losses[fine].mean():.3g}"] if fine.any() else []
        if self.rows and fine.any():
            parts.append(f"test accuracy {self.rows[-1][COLUMNS.index('test_accuracy')][fine].mean():.2%}")
        parts += [] if fine.all() else [f"{(~fine).sum()} of {len(fine)} diverged"]
        return ", ".join(parts)

    def state(self) -> dict[str, Tensor]:
        """The tensors that training changes, by name, in the place where they live."""
        nets = self.ensemble
        groups = {
            "parameters": nets.parameters.tensors,
            "means": nets.moments.means,
            "variances": nets.moments.variances,
        }
        return {f"{group}/{number}": t for group, row in groups.items() for number, t in enumerate(row)}

    def checkpoint(self) -> Checkpoint:
        """All that is needed to go on."""
        shape = (self.arm.replicas, 0)
        empty = [np.empty(shape)] * (len(COLUMNS) - 1) + [np.empty((*shape, self.protocol.probes))]
        columns = [np.stack(column, axis=1) for column in zip(*self.rows, strict=True)] or empty
        tensors = self.state() | {n: torch.as_tensor(c) for n, c in zip(COLUMNS, columns, strict=True)}
        tensors |= {"generator": self.generator.get_state(), "diverged": torch.as_tensor(self.diverged)}
        return Checkpoint(self.done, self.ensemble.steps, self.seconds, self.sources, tensors)

    def restore(self, found: Checkpoint) -> None:
        """Go on from `found`; a KeyError or RuntimeError says that it does not have the right tensors."""
        with torch.no_grad():
            for name, tensor in self.state().items():
                tensor.copy_(found.tensors[name])
        self.generator.set_state(found.tensors["generator"])
        self.diverged = found.tensors["diverged"].numpy().copy()
        columns = [found.tensors[name].numpy() for name in COLUMNS]
        self.rows = [tuple(c[:, row] for c in columns) for row in range(columns[0].shape[1])]
        self.done, self.ensemble.steps, self.seconds = found.epoch, found.steps, found.seconds
        self.sources = tuple(dict.fromkeys((*found.sources, *self.sources)))
