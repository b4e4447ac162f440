"""What is simulated: W ← W − ∇L(W) dt + √(2 ε₀ β(W) dt) ξ.

## Main definitions
* `Dynamics`: what the compiled code depends on: loss, noise, law, scheme, type of numbers.
* `Model`: dynamics and the numbers ε₀ and dt, checked.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô); ε₀ = γ/(2M). SGD with learning rate γ has dt = γ.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from derivations.potential import Potential
from numerics.paths.laws import Gaussian, Law
from numerics.quadrature import Exact, exact_number

SCHEMES = ("euler-maruyama", "leimkuhler-matthews")


@dataclass(frozen=True)
class Dynamics:
    """What is compiled: `noise` is β(w), or None where it is a number and no matter which."""

    potential: Potential
    noise: sp.Expr | None
    law: Law
    averaged: bool
    dtype: Any

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.potential.coords)


@dataclass(frozen=True)
class Model:
    """A loss, its noise β (an expression in the coordinates), ε₀, the step dt, and how the path is made.

    Raises:
        TypeError: if a number is not exact, or `dtype` is no type of floats that is known.
        ValueError: if a number is not positive, β is a constant that is not, or holds a letter that is no
            coordinate, there are parameters, or the scheme is not known or not made for the noise.
    """

    potential: Potential
    noise: sp.Expr
    eps0: Exact
    dt: Exact
    law: Law = field(default_factory=Gaussian)
    scheme: str = "euler-maruyama"
    dtype: Any = np.float64

    def __post_init__(self) -> None:
        if self.dtype not in {np.float64, np.float32}:
            raise TypeError(f"dtype={self.dtype!r}: np.float64 or np.float32 is wanted")
        if self.potential.parameters:
            raise ValueError(f"{self.potential.name}: numbers are wanted for {self.potential.parameters}")
        for name in ("eps0", "dt"):
            if not exact_number(getattr(self, name), name) > 0:
                raise ValueError(f"{name}={getattr(self, name)}: a positive number is wanted")
        noise = sp.sympify(self.noise)
        if foreign := noise.free_symbols - set(self.potential.coords):
            raise ValueError(f"noise={noise}: {sorted(map(str, foreign))} are no coordinates")
        if not noise.free_symbols and not exact_number(noise, "noise") > 0:
            raise ValueError(f"noise={noise}: beta has to be positive")
        if self.scheme not in SCHEMES:
            raise ValueError(f"scheme={self.scheme!r}: known are {', '.join(SCHEMES)}")
        if self.scheme != SCHEMES[0] and (noise.free_symbols or self.law != Gaussian()):
            raise ValueError(f"scheme={self.scheme!r}: for constant Gaussian noise only, not noise={noise}")

    @cached_property
    def dynamics(self) -> Dynamics:
        """What is compiled for the model."""
        noise = sp.sympify(self.noise)
        varying = noise if noise.free_symbols else None
        return Dynamics(self.potential, varying, self.law, self.scheme != SCHEMES[0], self.dtype)

    @cached_property
    def step(self) -> float:
        """The length of a step, dt."""
        return float(exact_number(self.dt, "dt"))

    @cached_property
    def scale(self) -> float:
        """The variance of one coordinate's noise in one step, but for β where β varies: 2 ε₀ dt (β)."""
        noise = sp.sympify(self.noise)
        constant = 1 if noise.free_symbols else noise
        return float(sp.N(2 * exact_number(self.eps0, "eps0") * exact_number(self.dt, "dt") * constant, 40))
