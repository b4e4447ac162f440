"""How many global minima the risk functions of Example 3 have (Appendix H).

## Main definitions
* `number_of_zeros`: of a nonnegative loss at nondegenerate minima.

## Main statements
* `printed_second_loss_has_two_global_minima`: refuted; it has the three whose Hessians are listed.
"""

from derivations.potential import Potential
from derivations.recovered_losses import THREE_VALLEYS, TWO_VALLEYS
from ledger.compare import identical
from ledger.model import Check


def number_of_zeros(loss: Potential) -> int:
    """The number of nondegenerate minima at which the loss is 0."""
    return sum(minimum.value == 0 for minimum in loss.minima)


# --- Evidence ---


def _counted() -> dict[str, int]:
    return {str(loss.name): number_of_zeros(loss) for loss in (TWO_VALLEYS, THREE_VALLEYS)}


def _counts(first: int, second: int) -> dict[str, int]:
    return {str(TWO_VALLEYS.name): first, str(THREE_VALLEYS.name): second}


printed_second_loss_has_two_global_minima = Check(
    tests="The number of global minima of the two losses that have the Hessians listed in Example 3, from"
    ' all their critical points, against the printed "two" and "two".',
    measure=_counted,
    predict=lambda: _counts(2, 2),
    compare=identical(),
    wrong={"one and two": lambda: _counts(1, 2)},
    right={"two and three": lambda: _counts(2, 3)},
)

second_loss_has_three_global_minima = Check(
    tests="The number of global minima of the two losses that have the Hessians listed in Example 3, from"
    " all their critical points, against two and three.",
    measure=_counted,
    predict=lambda: _counts(2, 3),
    compare=identical(),
    wrong={"two and two, as printed": lambda: _counts(2, 2), "three and two": lambda: _counts(3, 2)},
    of="corrected",
)
