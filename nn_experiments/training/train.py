"""Training: all replicas of an arm at once, measured on the way.

## Main definitions
* `trained`: one arm -> its curves.
* `threads`: PyTorch with so many.

## Implementation notes
The learning rate is constant; batches are drawn without replacement, unless the arm says so
(`nn_experiments.training.draws`).
"""

from collections.abc import Generator
from contextlib import contextmanager

import torch

from nn_experiments.data.digits import Images
from nn_experiments.training.checkpoint import Checkpoint, CheckpointFile
from nn_experiments.training.curves import COLUMNS, Curves
from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.state import Progress, Training, silent

__all__ = ["Progress", "curves_of", "silent", "threads", "trained"]


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
    file: CheckpointFile | None = None,
    cores: int = 1,
) -> Curves:
    """Train the replicas of one arm, and measure them at the checkpoints of the protocol.

    Args:
        images: the data; `protocol.pool` of the training images are used.
        protocol: what is measured when.
        arm: learning rate, batch size, number of replicas.
        seed: of everything random.
        device: where it runs, as PyTorch names it; on "cpu" one thread is used.
        progress: told (arm, epochs done, epochs in all, how it goes) after every epoch.
        file: where checkpoints are kept; training goes on from the one that is there, on the CPU to the
            same bits as without interruption.
        cores: on how many small nets are trained at a time; the numbers do not depend on it.

    Raises:
        ValueError: if the checkpoint is damaged, of another run or of a version that kept other things.
    """
    with threads(1):
        training = Training(images, protocol, arm, seed, device, cores)
        if file is not None and (found := file.found()):
            try:
                training.restore(found)
            except (KeyError, RuntimeError) as error:
                told = f"{file.path}: a checkpoint of another version; delete it to train anew"
                raise ValueError(told) from error
        training.run(progress, file)
    return curves_of(training.checkpoint(), protocol, arm)


def curves_of(finished: Checkpoint, protocol: Protocol, arm: Arm) -> Curves:
    """The curves of an arm that is trained to the end."""
    columns = {name: finished.tensors[name].numpy() for name in COLUMNS}
    diverged = finished.tensors["diverged"].numpy()
    return Curves(arm, protocol.checkpoints, finished.steps, diverged, **columns)
