"""The nets that a finished run has left in its folder.

## Main definitions
* `KeptNets`: of a run. * `kept_nets`: from its folder.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nn_experiments.curvature.landscape import Landscape
from nn_experiments.network.model import Architecture, Moments, initial_parameters
from nn_experiments.training.checkpoint import Checkpoint
from nn_experiments.training.curves import Run
from nn_experiments.training.record import recorded, told_question
from nn_experiments.training.workers import Task, images_of


@dataclass(frozen=True, eq=False, slots=True)
class KeptNets:
    """A run, its nets after the last epoch by pair, and the training images, (N, pixels), with labels."""

    run: Run
    ends: tuple[Checkpoint, ...]
    images: Tensor
    labels: Tensor

    def landscape(self, arm: int, replica: int, images: int, *, training: bool) -> Landscape:
        """One net of the pair with number `arm`, on the first `images` of the training images.

        In `training` mode of batch normalisation all the images are one batch.
        """
        chosen = self.run.protocol.arms[arm]
        architecture = Architecture(self.run.protocol.widths, normalised=chosen.normalised)
        like = initial_parameters(architecture, [np.random.default_rng(0)])
        tensors = self.ends[arm].tensors

        def net(group: str, count: int) -> tuple[Tensor, ...]:
            return tuple(tensors[f"{group}/{n}"][replica : replica + 1] for n in range(count))

        parameters = like.with_tensors(net("parameters", len(like.tensors)))
        moments = Moments(*(net(group, len(like.scales)) for group in ("means", "variances")))
        return Landscape(
            architecture,
            parameters,
            None if training else moments,
            self.images[:images],
            self.labels[:images],
        )

    def sound(self, arm: int) -> list[int]:
        """The replicas of a pair that did not diverge."""
        return [r for r, epoch in enumerate(self.ends[arm].tensors["diverged"].tolist()) if not epoch]


def kept_nets(folder: Path, data: Path | None = None) -> KeptNets:
    """The nets of the finished run in `folder`; `data` is MNIST's folder.

    Raises:
        ValueError: if the folder has no finished run, its nets are missing or damaged, or `data` is given for
            a run on the digits.
    """
    run, asked = recorded(folder), told_question(folder)
    if data is not None and asked["data"] != "mnist":
        raise ValueError(f"data={data}: the run is on the {asked['data']}, which are enclosed")
    task = Task(asked["data"], data, run.protocol, run.seed, asked["device"], folder)
    ends = []
    for arm in run.protocol.arms:
        end = task.finished(arm)
        if end is None:
            raise ValueError(
                f"{task.file(arm).path}: the nets of {arm.label} after the last epoch are wanted"
            )
        ends.append(end)
    images = images_of(asked["data"], data).first(run.protocol.pool)
    pixels, labels = torch.as_tensor(images.train_images), torch.as_tensor(images.train_labels)
    return KeptNets(run, tuple(ends), pixels, labels)
