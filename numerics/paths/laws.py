"""The laws of one step's noise, mean 0 and variance 1: two independent numbers from two random words.

## Main definitions
* `Gaussian`: normal numbers.
* `Coins`: (heads − tails)/√M of M fair coins: the mean over a mini-batch of gradients with noise ±s.
* `Skewed`: +√((1−p)/p) with probability p, else −√(p/(1−p)): skewness (1 − 2p)/√(p(1 − p)).
* `Law`: one of these.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any, TypeAlias

import numpy as np

from numerics.paths.bits import Function, fused, lane_code, ones, word_type
from numerics.paths.normals import normal_pair


@dataclass(frozen=True)
class Gaussian:
    """Normal numbers: the Euler–Maruyama scheme, or SGD with Gaussian noise."""

    def pair(self, dtype: Any) -> Function:
        """(word, word) → two numbers."""
        return normal_pair(dtype)


@dataclass(frozen=True)
class Coins:
    """(heads − tails)/√`size` of `size` fair coins; size = 1 is Rademacher noise.

    Raises:
        ValueError: if `size` is not an integer from 1 to 32.
    """

    size: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.size, bool) or not isinstance(self.size, int) or not 1 <= self.size <= 32:
            raise ValueError(f"size={self.size!r}: from 1 to 32 coins are thrown in a step")

    def pair(self, dtype: Any) -> Function:
        """(word, word) → two numbers, from the highest bits."""
        word, twice, mean = word_type(dtype), dtype(2 / sqrt(self.size)), dtype(sqrt(self.size))
        shift = word(8 * np.dtype(dtype).itemsize - self.size)

        @lane_code
        def pair(a, b):  # type: ignore[no-untyped-def]
            heads, others = np.int32(ones(word(a >> shift))), np.int32(ones(word(b >> shift)))
            return fused(twice, dtype(heads), -mean), fused(twice, dtype(others), -mean)

        return pair


@dataclass(frozen=True)
class Skewed:
    """Two values: rarely (with `probability` p < 1/2) a large one, else a small one of the other sign.

    Raises:
        ValueError: if `probability` is not a rational number strictly between 0 and 1.
    """

    probability: Fraction = Fraction(1, 5)

    def __post_init__(self) -> None:
        if not isinstance(self.probability, Fraction) or not 0 < self.probability < 1:
            raise ValueError(f"probability={self.probability!r}: a Fraction between 0 and 1 is wanted")

    def pair(self, dtype: Any) -> Function:
        """(word, word) → two numbers."""
        word, p = word_type(dtype), float(self.probability)
        limit = word(int(self.probability * 2 ** (8 * np.dtype(dtype).itemsize)))
        high, low = dtype(sqrt((1 - p) / p)), dtype(-sqrt(p / (1 - p)))

        @lane_code
        def pair(a, b):  # type: ignore[no-untyped-def]
            return high if a < limit else low, high if b < limit else low

        return pair


Law: TypeAlias = Gaussian | Coins | Skewed
