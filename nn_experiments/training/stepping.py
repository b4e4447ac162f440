"""Steps on images that are chosen by number, on the CPU and, replayed as one graph, on CUDA.

On CUDA a step of small nets is a hundred kernels of a few microseconds each; launched one by one they
wait for Python. There the whole step, gathering of the images included, is recorded once and replayed.

## Main definitions
* `Steps`: an ensemble on its training images.
* `ReplayedSteps`: the same from a CUDA graph; all that a step reads lies at a fixed place.
* `steps_on`: the right one for a device.

## Implementation notes
A graph repeats its arithmetic with the numbers that Python held at the recording. The weight with which a
step enters the moments of batch normalisation falls until it is constant; the steps before are taken one
kernel at a time.
"""

import torch
from torch import Tensor

from nn_experiments.network.ensemble import Ensemble

WARM_UP = 3  # steps before a recording, in which libraries allocate their work space


class Steps:
    """Steps of `ensemble` on batches from `pixels`, shape (N, inputs), and `labels`, shape (N,).

    `losses`, shape (R,), is the sum of the losses since it was last set to zero.
    """

    def __init__(self, ensemble: Ensemble, pixels: Tensor, labels: Tensor) -> None:
        self.ensemble, self.pixels, self.labels = ensemble, pixels, labels
        self.losses = torch.zeros(len(ensemble.parameters.bias), device=pixels.device)

    def take(self, chosen: Tensor) -> None:
        """Take a step on the images with the numbers `chosen`, shape (R, M)."""
        self.follow(chosen)

    def follow(self, orders: Tensor) -> None:
        """Take steps on the images with the numbers `orders`, shape (R, steps · M)."""
        chosen = orders.view(len(orders), -1, self.ensemble.batch)
        for losses in self.ensemble.follow(self.pixels, self.labels, chosen).unbind(1):
            self.losses += losses


class ReplayedSteps(Steps):
    """The same steps on CUDA, replayed from a graph as soon as they repeat."""

    graph: "torch.cuda.CUDAGraph | None" = None

    def __init__(self, ensemble: Ensemble, pixels: Tensor, labels: Tensor) -> None:
        super().__init__(ensemble, pixels, labels)
        shape = len(self.losses), ensemble.batch
        self.chosen = torch.zeros(shape, dtype=torch.int64, device=pixels.device)
        self._rows = pixels.new_empty(self.chosen.numel(), pixels.shape[1])
        self._classes = labels.new_empty(self.chosen.numel())

    def take(self, chosen: Tensor) -> None:
        """Take a step on the images with the numbers `chosen`, shape (R, M)."""
        self.chosen.copy_(chosen)
        if self.graph is None and self.repeats:
            self.graph = self._recorded()
        if self.graph is None:
            self._run()
        else:
            self.graph.replay()
            self.ensemble.steps += 1

    def follow(self, orders: Tensor) -> None:
        """Take steps on the images with the numbers `orders`, shape (R, steps · M)."""
        for chosen in torch.split(orders, self.ensemble.batch, 1):
            self.take(chosen)

    @torch.inference_mode()
    def _run(self) -> None:
        """The step, from the fixed places to the fixed places."""
        flat, shape = self.chosen.view(-1), self.chosen.shape
        torch.index_select(self.pixels, 0, flat, out=self._rows)
        torch.index_select(self.labels, 0, flat, out=self._classes)
        self.losses += self.ensemble.step(self._rows.view(*shape, -1), self._classes.view(shape))

    @property
    def repeats(self) -> bool:
        """Whether all later steps do the same arithmetic as the next one."""
        return (self.ensemble.steps + 1) * self.ensemble.architecture.momentum >= 1

    def _recorded(self) -> "torch.cuda.CUDAGraph":
        """The graph of a step; the warm-up is undone, and recording computes nothing."""
        nets, steps = self.ensemble, self.ensemble.steps
        changed = [self.losses, *nets.parameters.tensors, *nets.moments.means, *nets.moments.variances]
        before = [tensor.clone() for tensor in changed]
        side: torch.cuda.Stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(WARM_UP):
                self._run()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._run()
        for tensor, value in zip(changed, before, strict=True):
            tensor.copy_(value)
        nets.steps = steps
        return graph


def steps_on(ensemble: Ensemble, pixels: Tensor, labels: Tensor) -> Steps:
    """The steps of `ensemble` on the device of `pixels`."""
    return (ReplayedSteps if pixels.is_cuda else Steps)(ensemble, pixels, labels)
