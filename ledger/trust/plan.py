"""Which campaigns there are, in the order in which `make trust` runs them and the report shows them.

## Main definitions
* `PLAN`: name -> what it does, in words that follow "not run yet:".
* `in_order`: records in the order of the plan.      * `missing`: what has no record.
"""

from collections.abc import Iterable

from ledger.trust.campaign import Campaign

PLAN = {
    "code_mutation": "small errors put into the code itself",
    "kills": "runs killed at random moments",
    "faults": "full disks, damaged files and other faults",
    "fuzz": "formulas made by a machine",
    "hostile": "hostile formulas, numbers, ledgers, evidence and data",
    "seeds": "statistical checks and intervals at other seeds",
    "reproducibility": "the same evidence from other numbers of workers",
    "dependencies": "licences, version bounds and known holes of the libraries",
}


def in_order(campaigns: Iterable[Campaign]) -> list[Campaign]:
    """In the order of the plan; what it does not name comes last."""
    places = {name: place for place, name in enumerate(PLAN)}
    return sorted(campaigns, key=lambda campaign: (places.get(campaign.name, len(PLAN)), campaign.name))


def missing(campaigns: Iterable[Campaign]) -> list[str]:
    """What the campaigns do of which there is no record."""
    names = {campaign.name for campaign in campaigns}
    return [does for name, does in PLAN.items() if name not in names]
