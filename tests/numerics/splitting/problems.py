"""Escapes whose mean times are known: those of the chain itself, on the line."""

import sympy as sp

from derivations.zoo import DOUBLE_WELL
from numerics.paths.exact_chain import mean_chain_time
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.splitting import Splitting

W = DOUBLE_WELL.coords[0]


def target_at(height, dt="1/100", noise=1, start=-1, end=1, shifted=False, **more):
    """From −1 to 1 in the double well at H/ε = `height`."""
    model = Model(DOUBLE_WELL, sp.sympify(noise), sp.Rational(1, 4 * height), dt, **more)
    return Target(model, (start,), (end,), shifted=shifted)


def splitting_at(height, replicas, seed, **more):
    target = target_at(height)
    return Splitting(target, coordinate_towards(target), replicas, seed, **more)


def exact_time(target):
    return float(mean_chain_time(target).middle)
