"""The nouns of the suite.

A `Claim` is a sentence of the paper. A `Check` measures something without using the claim, then
compares it with the claim's formula and with its controls: formulas known to be wrong, or right.
A check, run, is `Evidence`; all evidence on a claim gives its `Verdict` (`ledger.judge`).

## Main definitions
* `Verdict`, `Nature`, `Of`: the closed vocabularies.
* `Setting`: what a run may vary: the seed and the folder with the data.
* `Check`, `Control`, `Evidence`, `Claim`, `Paper`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from ledger.bound import Grade
from ledger.compare import Comparer
from ledger.describe import describe, grade_of
from ledger.figure import Figure
from ledger.mutation import Discrimination, discrimination
from ledger.outcome import Outcome

DEFAULT_SEED = 2018
NO_MUTANTS = Discrimination()
DIGITS, MNIST = "digits", "mnist"


class Verdict(StrEnum):
    """What the evidence says of a claim; UNDECIDED: not enough of it, or none with teeth."""

    HOLDS = "holds"
    CORRECTED = "holds when corrected"
    FAILS = "fails"
    UNDECIDED = "undecided"


class Nature(StrEnum):
    """The one editorial field of a claim: what kind of sentence it is, or what is the matter with it."""

    STATEMENT = "statement"
    DEFINITION = "definition"
    MISSING_HYPOTHESIS = "missing hypothesis"
    MISPRINT = "misprint"
    ERROR = "error"
    HEURISTIC = "heuristic"
    EMPIRICAL = "empirical"
    BIBLIOGRAPHIC = "bibliographic"


class Of(StrEnum):
    """Whose statement a check tests: the paper's, as printed, or the corrected one.

    BESIDE: shown beside the checks that decide, and not counted, as on other data than the claim is about.
    """

    PAPER = "paper"
    CORRECTED = "corrected"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run may vary: the seed of all random draws, and a folder with the MNIST files, if any."""

    seed: int = DEFAULT_SEED
    data: str | None = None

    @property
    def dataset(self) -> str:
        """What the networks of this run learn, by the name that a claim's `expect_on` gives it."""
        return MNIST if self.data else DIGITS


@dataclass(frozen=True, slots=True)
class Control:
    """A formula met by the same measurement: what was expected of it, and what was found."""

    name: str
    predicted: Mapping[str, Any]
    expected: Outcome
    found: Outcome


@dataclass(frozen=True, slots=True)
class Evidence:
    """One check, run. `measured` and `predicted` are as `ledger.describe.describe` tells them."""

    of: Of
    tests: str
    outcome: Outcome
    grade: Grade
    rule: str
    measured: Mapping[str, Any]
    predicted: Mapping[str, Any]
    controls: tuple[Control, ...]
    discrimination: Discrimination = NO_MUTANTS
    figures: tuple[Figure, ...] = ()

    @property
    def has_teeth(self) -> bool:
        """Every control came out as expected, and one of them the other way from `outcome`."""
        return all(c.found is c.expected for c in self.controls) and any(
            c.found is self.outcome.opposite and c.found is not self.outcome for c in self.controls
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Measure once, blind; compare with the claim and with its controls.

    Args:
        tests: one sentence: what is measured and what it is compared with.
        measure: gives the measured object; knows nothing of the claim. It takes the `Setting` if
            `uses_setting`, and nothing otherwise.
        predict: the formula under test.
        compare: the rule, a `Comparer`.
        wrong: formulas that must be refuted ("mutants"), by name.
        right: formulas that must be supported, by name; a check that refutes needs one.
        of: whose statement `predict` is; "beside" if the check is shown and not counted.
        figures: pictures of the measurement, drawn from the same (cached) run; takes the `Setting`.
        speed: quick checks are in the default run, slow ones run when asked for.
        limit: seconds after which a run counts as timed out.
        group: checks of one group run one after another in one process and so share its caches.
        uses_setting: whether `measure` takes the `Setting`.
    """

    tests: str
    measure: Callable[..., Any]
    predict: Callable[[], Any]
    compare: Comparer
    wrong: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    right: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    of: Literal["paper", "corrected", "beside"] = "paper"
    figures: Callable[[Setting], tuple[Figure, ...]] | None = None
    speed: Literal["quick", "slow"] = "quick"
    limit: float = 120.0
    group: str = ""
    uses_setting: bool = False

    def run(self, setting: Setting) -> Evidence:
        """The evidence that this check gives under `setting`."""
        measured = self.measure(setting) if self.uses_setting else self.measure()
        predicted = self.predict()
        right = {name: formula() for name, formula in self.right.items()}
        wrong = {name: formula() for name, formula in self.wrong.items()}
        return Evidence(
            of=Of(self.of),
            tests=self.tests,
            outcome=self.compare(measured, predicted),
            grade=min(grade_of(measured), grade_of(predicted)),
            rule=self.compare.rule,
            measured=describe(measured),
            predicted=describe(predicted),
            controls=(
                *self._controls(measured, wrong, Outcome.REFUTES),
                *self._controls(measured, right, Outcome.SUPPORTS),
            ),
            discrimination=self._discrimination(measured, [predicted, *right.values()]),
            figures=self.figures(setting) if self.figures else (),
        )

    def _controls(self, measured: Any, formulas: Mapping[str, Any], expected: Outcome) -> list[Control]:
        return [
            Control(name, describe(formula), expected, self.compare(measured, formula))
            for name, formula in formulas.items()
        ]

    def _discrimination(self, measured: Any, formulas: Sequence[Any]) -> Discrimination:
        """What becomes of the mutants of the first of the formulas that is supported."""
        for formula in formulas:
            if self.compare(measured, formula) is Outcome.SUPPORTS:
                return discrimination(measured, formula, self.compare)
        return NO_MUTANTS


@dataclass(frozen=True, slots=True)
class Paper:
    """What a ledger is about."""

    title: str
    authors: str
    year: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of claims/*.toml: a sentence of the paper with one truth value.

    `says` and `corrected` are LaTeX with text; `checks` are importable names ("package.module:name");
    `needs` are ids of the claims it rests on; a row without checks gives the `reason`. `expect` pins the
    verdict, `expect_on` that of a run on other data than the embedded digits ("mnist").
    """

    id: str
    where: str
    says: str
    nature: Nature
    expect: Verdict
    checks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    corrected: str = ""
    note: str = ""
    reason: str = ""
    expect_on: Mapping[str, Verdict] = field(default_factory=dict)

    def expected(self, dataset: str) -> Verdict:
        """The verdict that is pinned for a run on `dataset`."""
        return self.expect_on.get(dataset, self.expect)
