"""What to remember of the paper: sentences written by hand that stand only while the evidence agrees.

They are in remember.toml, each with the verdicts on which it rests.

## Main definitions
* `Sentence`: one of them.      * `sentences`: all.
* `Remembered`, `remembered`: those that stand on an evidence file, and those that it withdraws.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ledger.report.summary import standing

Data = Mapping[str, Any]
FILE = Path(__file__).with_name("remember.toml")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to remember in a few words and at length, and the verdict on each claim on which it rests."""

    title: str
    says: str
    rests_on: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """The sentences that stand, and of those that do not, the claims with another verdict.

    A sentence is in neither if a claim was not judged in this run.
    """

    stand: Sequence[Sentence]
    withdrawn: Sequence[tuple[Sentence, Mapping[str, str]]]


@cache
def sentences() -> tuple[str, tuple[Sentence, ...]]:
    """The source of the paper that they are about, and the sentences."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return content["source"], tuple(Sentence(**found) for found in content["sentence"])


def remembered(evidence: Data) -> Remembered:
    """What the evidence lets stand, if it is about the same paper."""
    source, found = sentences()
    about = found if evidence["paper"]["source"] == source else ()
    verdicts = {claim["id"]: standing(claim) for claim in evidence["claims"]}
    other = {sentence.title: _otherwise(sentence, verdicts) for sentence in about}
    stand = [s for s in about if not other[s.title] and s.rests_on.keys() <= verdicts.keys()]
    return Remembered(stand, [(s, other[s.title]) for s in about if other[s.title]])


def _otherwise(sentence: Sentence, verdicts: Mapping[str, str]) -> dict[str, str]:
    """The verdicts that are not those on which the sentence rests."""
    return {
        claim: verdicts[claim]
        for claim, verdict in sentence.rests_on.items()
        if claim in verdicts and verdicts[claim] != verdict
    }
