"""How this suite is tested: what long runs against it counted, and what this very run counted.

Nothing here is invented: a line comes from the record of a campaign (`ledger.trust`) or from the evidence.

## Main definitions
* `Series`: the lines of a campaign, or of this run, and what is left.
* `Tested`: all of them, and what was not run.      * `tested`: evidence and records -> Tested.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.report.summary import Summary, summary
from ledger.store import source_digest
from ledger.trust.campaign import Campaign, Count, Left
from ledger.trust.plan import in_order, missing

Data = Mapping[str, Any]
TITLE = "Wrong formulas in this run"
ASKS = "Does every check reject formulas that are wrong, and accept those that are right?"
UNMET = "so the check has no teeth, and counts for nothing"
TOOTHLESS = "no control came out the other way, so it counts for nothing"
OPEN = "its measurement decides neither way, and counts for nothing"


@dataclass(frozen=True, slots=True)
class Series:
    """What was asked, counted and left; when (the day, in UTC), on what, by which command.

    `facts` are time, machine, versions and sources, in a line.
    """

    name: str
    title: str
    asks: str
    counts: Sequence[Count]
    left: Sequence[Left]
    date: str
    command: str
    facts: str

    @property
    def short(self) -> int:
        """How often something did not come out as wanted."""
        return sum(count.tried - count.as_wanted for count in self.counts)


@dataclass(frozen=True, slots=True)
class Tested:
    """The series, this run's first, and what the campaigns do that were not run."""

    series: Sequence[Series]
    missing: Sequence[str]

    @property
    def tried(self) -> int:
        """How much was tried in all."""
        return sum(count.tried for series in self.series for count in series.counts)


def tested(evidence: Data, campaigns: Sequence[Campaign]) -> Tested:
    """What an evidence file and the records of campaigns tell."""
    now = source_digest()
    series = [_series(campaign, campaign.source == now) for campaign in in_order(campaigns)]
    return Tested([_this_run(evidence), *series], missing(campaigns))


def _series(campaign: Campaign, is_current: bool) -> Series:
    facts = (
        f"{_time(campaign.seconds)} by the clock, {_time(campaign.cpu_seconds)} of processors",
        campaign.machine,
        *(f"{name} {version}" for name, version in campaign.versions.items()),
        f"sources {campaign.source}{'' if is_current else ', some of which have changed since'}",
    )
    told = (campaign.date[:10], campaign.command, ", ".join(filter(None, facts)))
    return Series(campaign.name, campaign.title, campaign.asks, campaign.counts, campaign.left, *told)


def _time(seconds: float) -> str:
    """Seconds as people say them: "40 s", "12 min"."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _this_run(evidence: Data) -> Series:
    made = evidence["provenance"]
    facts = f"{made['processor']}, {made['cores']} cores, {made['system']}, commit {made['commit'] or 'none'}"
    day, counts = str(evidence["times"]["started"])[:10], _counts(summary(evidence))
    return Series(
        "this_run", TITLE, ASKS, counts, _left(evidence["checks"]), day, "sgd-theorems verify", facts
    )


def _counts(found: Summary) -> list[Count]:
    controls, machine = found.controls, found.machine
    return [
        Count("Formulas that are wrong on purpose", controls.wrong, controls.rejected, "rejected"),
        Count("Wrong formulas that the machine made", machine.made, machine.rejected, "rejected"),
        Count("Formulas known to be right", controls.right, controls.accepted, "accepted"),
        Count("Checks", found.ran, found.teeth, "could have come out the other way"),
    ]


def _left(checks: Mapping[str, Data]) -> list[Left]:
    """Controls that came out otherwise, wrong formulas that passed, checks without teeth."""
    left = []
    for name, found in ((name, check["evidence"]) for name, check in checks.items() if check["evidence"]):
        odd = [control for control in found["controls"] if control["found"] != control["expected"]]
        left += [Left(f"{name}: “{c['name']}” {c['found']}, not {c['expected']}", UNMET) for c in odd]
        left += [Left(f"{name}: “{what}” passed", "") for what in found["discrimination"]["survived"]]
        if not found["has_teeth"] and not odd:
            left.append(Left(name, OPEN if found["outcome"] == "inconclusive" else TOOTHLESS))
    return left
