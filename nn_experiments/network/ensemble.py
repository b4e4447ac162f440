"""Stochastic gradient descent on many nets at once, with the backward pass written by hand.

Steps of w ← w − γ ∇L_B(w), the (2.1) of the paper, for R replicas that never meet.

## Main definitions
* `Ensemble`: R nets, their moments, and the steps.

## Implementation notes
On the CPU small nets go one by one through all steps that are asked for, in one piece of compiled code
(`nn_experiments.network.net_by_net`); larger ones as many at a time as a cache holds, in batched products
(`nn_experiments.network.batched`). On other devices all take a step together.
`nn_experiments.network.model.forward` under automatic differentiation is the slow twin; the tests compare
them in double precision.

Batch normalisation uses each replica's own batch. With `ghost` = g every g consecutive images of the batch
are normalised by themselves (`Hoffer2017`), so that batches of different sizes meet the
same kind of normalisation.
"""

import torch
from torch import Tensor

from nn_experiments.network.batched import Batched, nets_at_a_time
from nn_experiments.network.model import Architecture, Moments, Parameters
from nn_experiments.network.net_by_net import NetByNet, is_small


class Ensemble:
    """R nets that take steps of SGD together.

    Args:
        architecture: of all of them.
        parameters: where they start; they are copied to `device`.
        rate: the learning rate γ.
        batch: the number M of images in a batch, at least 2 if they are normalised.
        ghost: the number of images that are normalised together, a divisor of M and at least 2; M if None.
            None if the architecture has no normalisation.
        device: where they live, as PyTorch names it.
        fused: whether compiled code does, on the CPU, what PyTorch does elsewhere.
        threads: on how many small nets are trained at a time; the numbers do not depend on it.

    Raises:
        ValueError: if `batch` or `ghost` is not as said.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Parameters,
        *,
        rate: float,
        batch: int,
        ghost: int | None = None,
        device: str = "cpu",
        fused: bool = True,
        threads: int = 1,
    ) -> None:
        if ghost is not None and not architecture.normalised:
            raise ValueError(f"ghost={ghost}: nothing is normalised, it must be None")
        together = ghost or batch
        if architecture.normalised and (together < 2 or batch % together):
            raise ValueError(
                f"batch={batch}, ghost={ghost}: ghost must divide batch, and one image has no variance"
            )
        self.architecture, self.rate, self.batch = architecture, rate, batch
        copies = [t.to(device, copy=True).contiguous() for t in parameters.tensors]
        self._parameters = parameters.with_tensors(copies)
        self._moments = Moments(*(tuple(map(torch.zeros_like, self.parameters.scales)) for _ in range(2)))
        self.steps = 0
        factor = -rate / batch
        self._one_by_one: NetByNet | None = None
        self._parts: list[tuple[slice, Batched]] = []
        on_cpu = copies[-1].device.type == "cpu"
        if fused and on_cpu and is_small(architecture):
            self._one_by_one = NetByNet(
                architecture, self.parameters, self.moments, batch, together, factor, threads=threads
            )
        else:
            size = copies[-1].element_size()
            at_a_time = nets_at_a_time(architecture, batch, size) if on_cpu else len(copies[-1])
            for first in range(0, len(copies[-1]), at_a_time):
                part = slice(first, first + at_a_time)
                nets, moments = _part(self.parameters, self.moments, part)
                new = Batched(architecture, nets, moments, batch, together, factor, fused=fused and on_cpu)
                self._parts.append((part, new))

    @property
    def parameters(self) -> Parameters:
        """Where the nets are; their memory stays in its place, to be written to and not to be replaced."""
        return self._parameters

    @property
    def moments(self) -> Moments:
        """The moments for evaluation; their memory stays in its place, too."""
        return self._moments

    def step(self, images: Tensor, labels: Tensor) -> Tensor:
        """Take one step, each replica on its own batch; the loss of each before it, shape (R,).

        `images` has the shape (R, M, pixels), `labels` (R, M).
        """
        if self._one_by_one:
            numbers = torch.arange(labels.numel()).view(len(labels), 1, -1)
            return self.follow(images.flatten(0, 1), labels.flatten(), numbers)[:, 0]
        weight = self._weight(self.steps)
        losses = [part.step(images[own], labels[own], weight) for own, part in self._parts]
        self.steps += 1
        return losses[0] if len(losses) == 1 else torch.cat(losses)

    @torch.inference_mode()
    def follow(self, pixels: Tensor, labels: Tensor, chosen: Tensor) -> Tensor:
        """Take many steps, on the images with the numbers `chosen`, shape (R, steps, M).

        `pixels`, shape (N, inputs), and `labels`, (N,), are those of all images. The losses before each step
        have the shape (R, steps).
        """
        if self._one_by_one:
            losses = self._one_by_one.follow(pixels, labels, chosen, self.steps)
        else:
            losses = torch.cat(
                [self._followed(part, pixels, labels, chosen[own]) for own, part in self._parts]
            )
        self.steps += chosen.shape[1]
        return losses

    def _followed(self, part: Batched, pixels: Tensor, labels: Tensor, chosen: Tensor) -> Tensor:
        """All the steps of some of the nets, whose weights then stay near."""
        places = chosen.shape[0], self.batch
        images = pixels.new_empty(self.batch * len(chosen), pixels.shape[1])
        losses = []
        for step, numbers in enumerate(chosen.unbind(1)):
            flat = numbers.flatten()
            torch.index_select(pixels, 0, flat, out=images)
            batch = images.view(*places, -1), labels[flat].view(places)
            losses.append(part.step(*batch, self._weight(self.steps + step)))
        return torch.stack(losses, 1)

    def _weight(self, done: int) -> float:
        """The share by which the step after so many moves the moments."""
        return max(1 / (done + 1), self.architecture.momentum)


def _part(parameters: Parameters, moments: Moments, part: slice) -> tuple[Parameters, Moments]:
    """Some of the nets, in the same memory."""
    means, variances = (tuple(t[part] for t in kind) for kind in (moments.means, moments.variances))
    return parameters.with_tensors([t[part] for t in parameters.tensors]), Moments(means, variances)
