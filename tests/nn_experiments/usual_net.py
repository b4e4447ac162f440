"""The network of Section 3 the usual way: one `torch.nn` module for one net."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

from nn_experiments.network.model import Architecture, Moments, Parameters


def usual_net(architecture: Architecture, parameters: Parameters, replica: int) -> nn.Sequential:
    """Replica `replica` as a module; its running moments are cumulative averages."""
    *hidden, last = pairwise(architecture.widths)
    layers: list[nn.Module] = []
    for inputs, outputs in hidden:
        norm = nn.BatchNorm1d(outputs, eps=architecture.epsilon, momentum=None)
        normalised = [norm] if architecture.normalised else []
        layers += [nn.Linear(inputs, outputs, bias=not normalised), *normalised, nn.ReLU()]
    net = nn.Sequential(*layers, nn.Linear(*last)).double()
    with torch.no_grad():
        for linear, weight in zip(of_kind(net, nn.Linear), parameters.weights, strict=True):
            linear.weight.copy_(weight[replica])
        for norm, scale in zip(of_kind(net, nn.BatchNorm1d), parameters.scales, strict=True):
            norm.weight.copy_(scale[replica, :, 0])
        kind = nn.BatchNorm1d if architecture.normalised else nn.Linear
        for shifted, shift in zip(of_kind(net, kind), parameters.shifts, strict=False):
            shifted.bias.copy_(shift[replica, :, 0])
        net[-1].bias.copy_(parameters.bias[replica, :, 0])
    return net


def of_kind(net: nn.Sequential, kind: type[nn.Module]) -> Sequence[nn.Module]:
    return [layer for layer in net if isinstance(layer, kind)]


def with_moments(net: nn.Sequential, moments: Moments, replica: int) -> nn.Sequential:
    """The module in evaluation mode with given moments."""
    for norm, mean, variance in zip(
        of_kind(net, nn.BatchNorm1d), moments.means, moments.variances, strict=True
    ):
        norm.running_mean.copy_(mean[replica, :, 0])
        norm.running_var.copy_(variance[replica, :, 0])
    return net.eval()
