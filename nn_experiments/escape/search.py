"""How minima and gates are looked for.

## Main definitions
* `Search`: the settings.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Search:
    """Settings; `progress` is told what is done.

    `images` are those of the string, `probes` the random vectors for the determinant of a large Hessian, and
    `whole` whether Hessians are computed as a whole, by default up to 2000 parameters.

    Raises:
        ValueError: if there are too few images or probes.
    """

    images: int = 21
    probes: int = 32
    whole: bool | None = None
    seed: int = 0
    progress: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        if self.images < 5 or self.probes < 2:
            raise ValueError(f"images={self.images}, probes={self.probes}: at least 5 images and 2 probes")
