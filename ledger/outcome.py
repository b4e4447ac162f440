"""What one comparison says: three values, because silence is not consent."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """Supports, refutes, or neither; INCONCLUSIVE never passes."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    INCONCLUSIVE = "inconclusive"

    @property
    def opposite(self) -> "Outcome":
        """SUPPORTS for REFUTES and the other way round; INCONCLUSIVE stays."""
        swap = {Outcome.SUPPORTS: Outcome.REFUTES, Outcome.REFUTES: Outcome.SUPPORTS}
        return swap.get(self, self)


def every(outcomes: Iterable[Outcome]) -> Outcome:
    """The conjunction: one refuted member refutes, otherwise one vague member leaves it open.

    Raises:
        ValueError: if there is no member; nothing compared shows nothing.
    """
    found = set(outcomes)
    if not found:
        raise ValueError("nothing was compared")
    for outcome in (Outcome.REFUTES, Outcome.INCONCLUSIVE):
        if outcome in found:
            return outcome
    return Outcome.SUPPORTS
