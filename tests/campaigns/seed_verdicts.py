"""What the checks gave at other seeds, counted.

## Main definitions
* `verdicts`: outcomes and controls, against those of the evidence.
* `scatters`: measured numbers, against what their intervals say.
"""

from collections import defaultdict
from collections.abc import Sequence

from scipy import stats

from ledger.bound import Grade
from ledger.model import DEFAULT_SEED
from ledger.outcome import Outcome
from ledger.trust.campaign import Count, Left
from tests.campaigns.other_seeds import Seen
from tests.campaigns.seed_scatter import Scatter, scatter

MISS = 1e-4
"""How often an interval of a statistical check may miss; the others are held to 1 %."""
MISS_OF_NETWORKS = 1e-2
TOO_RARE = 1e-4
"""A number is said to scatter more than its interval tells if so much happens by chance once in 10⁴ times."""

Lines = tuple[list[Count], list[Left]]


def verdicts(found: Sequence[Seen]) -> Lines:
    """Of statistical checks, and of the others, which rest on runs of networks."""
    pinned = {one.check: one for one in found if one.seed == DEFAULT_SEED}
    counts, left = [], []
    for is_statistical, words in ((True, "statistical checks"), (False, "checks of networks")):
        others = [
            one
            for one in found
            if one.seed != DEFAULT_SEED and (pinned[one.check].grade is Grade.STATISTICAL) is is_statistical
        ]
        miss = MISS if is_statistical else MISS_OF_NETWORKS
        counts += _lines(words, others, pinned, miss)
        left += [
            Left(_words(one, pinned[one.check]), _reason(one))
            for one in others
            if _differs(one, pinned[one.check])
        ]
    return counts, left


def _lines(words: str, others: Sequence[Seen], pinned: dict[str, Seen], miss: float) -> list[Count]:
    checks, seeds = len({one.check for one in others}), len({one.seed for one in others})
    opposite = sum(_opposed(one, pinned[one.check]) for one in others)
    odd = sum(_differs(one, pinned[one.check]) for one in others)
    slips = sum(len(one.slips) for one in others)
    controls = sum(one.controls for one in others)
    promised = miss * sum(len(one.readings) for one in others)
    chance = float(stats.poisson.sf(opposite - 1, promised))
    return [
        Count(
            f"{words} at up to {seeds} other seeds ({checks} checks)",
            len(others),
            len(others) - opposite,
            f"not the opposite outcome; levels allow {promised:.2g} (so many by chance: p = {chance:.2g})",
        ),
        Count(
            f"{words}: outcomes and teeth", len(others), len(others) - odd, f"as at the seed {DEFAULT_SEED}"
        ),
        Count(f"{words}: controls", controls, controls - slips, "come out as expected"),
    ]


def _opposed(one: Seen, pinned: Seen) -> bool:
    """The one supports and the other refutes."""
    return one.outcome is not pinned.outcome and one.outcome is pinned.outcome.opposite


def _differs(one: Seen, pinned: Seen) -> bool:
    return one.outcome is not pinned.outcome or one.has_teeth is not pinned.has_teeth


def _words(one: Seen, pinned: Seen) -> str:
    said = f"{one.check.partition(':')[2]} at seed {one.seed}: {one.outcome.value}"
    said += f", not {pinned.outcome.value}" if one.outcome is not pinned.outcome else ""
    return said + (f"; slipped: {', '.join(one.slips)}" if one.slips else "")


def _reason(one: Seen) -> str:
    """Why this may be: only for an interval that was too wide, with every control as expected."""
    vague = one.outcome is Outcome.INCONCLUSIVE and not one.slips
    return "its interval reaches over the margin: the claim would be undecided, nothing wrong is said" * vague


def scatters(found: Sequence[Seen]) -> Lines:
    """Do the numbers of statistical checks scatter as their intervals say?"""
    rows = defaultdict(list)
    for one in found:
        if one.grade is Grade.STATISTICAL:
            for label, reading in one.readings.items():
                rows[one.check, label].append(reading)
    spread = {number: scatter(readings) for number, readings in rows.items()}
    known = {number: s for number, s in spread.items() if s is not None}
    wide = {number: s for number, s in known.items() if s.chance_of_more < TOO_RARE}
    counts = [
        Count(
            "numbers of statistical checks, each at all seeds",
            len(known),
            len(known) - len(wide),
            f"scatter no more than their intervals say (F test, p ≥ {TOO_RARE:g})",
        )
    ]
    return counts, [Left(_told(*number, s), "") for number, s in wide.items()]


def _told(check: str, label: str, found: Scatter) -> str:
    return (
        f"{check.partition(':')[2]}, {label or 'its number'}: the variance from seed to seed is"
        f" {found.quotient:.2g} times that which the intervals tell (p = {found.chance_of_more:.1g})"
    )
