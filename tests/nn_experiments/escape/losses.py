"""Losses of which everything is known, as functions of PyTorch; a few of them also as formulas."""

import torch

MINUS, PLUS = torch.tensor([-1.0, -1.0]), torch.tensor([1.0, 1.0])

FORMULAS = {
    "double well": "(w**2-1)**2/4",
    "sheared": "(x**2-1)**2/4+(y-x)**2/2",
    "tilted": "(x**2-1)**2/4+(y-x)**2/2+x*y/20+x/30",
    "two gates": "(x**2+y**2-1)**2+x**2/2",
}


def double_well(w):
    return ((w**2 - 1) ** 2 / 4).sum()


def sheared(w):
    x, y = w
    return (x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2


def tilted(w):
    x, y = w
    return sheared(w) + x * y / 20 + x / 30


def two_gates(w):
    x, y = w
    return (x**2 + y**2 - 1) ** 2 + x**2 / 2


def ring(coupling):
    def loss(w):
        return (w**4 / 4 - w**2 / 2).sum() + coupling / 4 * (w.roll(1) - w).square().sum()

    return loss


def quadratic(matrix):
    return lambda w: w @ matrix @ w / 2
