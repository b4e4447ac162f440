"""From the time of the diffusion to the steps and epochs of SGD.

## Notation
γ learning rate, M batch size, N samples; the time is t = Σ γ_k, so that a step lasts γ and an epoch, N/M
steps, lasts γN/M. dW = −∇L dt + √(2 ε₀ β(W)) dB with ε₀ = γ/(2M).
"""

from dataclasses import dataclass
from fractions import Fraction

from ledger.bound import Bound, exact


@dataclass(frozen=True, slots=True)
class SgdClock:
    """The settings of SGD: `learning_rate` γ, `batch_size` M and, if known, the number of `samples` N.

    Raises:
        ValueError: if one of them is not positive, or a batch has more samples than there are.
    """

    learning_rate: Fraction
    batch_size: int
    samples: int | None = None

    def __post_init__(self) -> None:
        for name in ("learning_rate", "batch_size", "samples"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"{name}={value}: a positive number is wanted")
        if self.samples is not None and self.batch_size > self.samples:
            raise ValueError(
                f"batch_size={self.batch_size}: a batch has at most all of samples={self.samples}"
            )

    @property
    def eps0(self) -> Fraction:
        """ε₀ = γ/(2M)."""
        return self.learning_rate / (2 * self.batch_size)

    def steps(self, time: Bound) -> Bound:
        """The steps of SGD in this time."""
        return time / exact(self.learning_rate)

    def epochs(self, time: Bound) -> Bound | None:
        """The passes through the data in this time; None if the number of samples is not known."""
        if self.samples is None:
            return None
        return self.steps(time) * exact(Fraction(self.batch_size, self.samples))
