"""One row of a ledger: a table of TOML -> Claim.

## Main definitions
* `Row`: a claim and its section.      * `row`: the Row of a table; whatever is odd in it raises LedgerError.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from ledger.catalogue import Catalogue
from ledger.model import MNIST, Claim, Nature, Verdict
from ledger.refusal import LedgerError, is_text, shown

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
FIELDS = {field.name: field for field in fields(Claim)}
LISTS = ("checks", "needs")
DATASETS = (MNIST,)  # besides the embedded digits, of which `expect` speaks


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and the section of the paper it stands in."""

    section: str
    claim: Claim


def row(file: str, section: str, table: Any, catalogue: Catalogue) -> Row:
    """The row that `table` describes; its checks must be such as the catalogue allows.

    Raises:
        LedgerError: if a field is missing, unknown or has a value that is not allowed, or the row has neither
            a check nor a reason.
    """
    if not isinstance(table, dict):
        raise LedgerError(f"{file}: a claim is a table that begins with [[claim]], not {shown(table)}")
    here = f"{file}, claim {shown(table.get('id', '?'))}"
    _require_fields(here, table)
    try:
        claim = Claim(**{**table, **_kinds(table), **{name: tuple(table.get(name, ())) for name in LISTS}})
        _require_sense(claim)
        for name in claim.checks:
            catalogue.require(name)
    except ValueError as error:
        raise LedgerError(f"{here}: {error}") from error
    return Row(section, claim)


def _require_fields(here: str, table: Mapping[str, Any]) -> None:
    """Refuse unknown, missing and mistyped fields.

    Raises:
        LedgerError: if there is one.
    """
    if unknown := sorted(set(table) - set(FIELDS)):
        raise LedgerError(f"{here}: unknown field {shown(unknown)}; allowed are {', '.join(FIELDS)}")
    if missing := sorted({name for name, field in FIELDS.items() if _is_needed(field)} - set(table)):
        raise LedgerError(f"{here}: missing field {missing}")
    for name, value in table.items():
        if wanted := _misfit(name, value):
            raise LedgerError(f"{here}: {name} = {shown(value)}, but {wanted} is wanted")


def _misfit(name: str, value: Any) -> str:
    """What should stand in the field instead of `value`; "" if the value is of the right type."""
    if name in LISTS:
        good = isinstance(value, list) and all(isinstance(member, str) for member in value)
        return "" if good else "a list of texts"
    if name == "expect_on":
        return "" if isinstance(value, dict) else "a table such as { mnist = 'undecided' }"
    return "" if is_text(value) else "a text without control characters"


def _is_needed(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _kinds(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with closed vocabularies.

    Raises:
        ValueError: if a word is not one of them.
    """
    pins = table.get("expect_on", {})
    if unknown := sorted(set(pins) - set(DATASETS)):
        raise ValueError(f"expect_on has {shown(unknown)}; allowed are {', '.join(DATASETS)}")
    return {
        "nature": _word(Nature, table["nature"]),
        "expect": _word(Verdict, table["expect"]),
        "expect_on": {data: _word(Verdict, word) for data, word in pins.items()},
    }


def _word(vocabulary: type[Nature | Verdict], word: Any) -> Nature | Verdict:
    """The member of the vocabulary that `word` is.

    Raises:
        ValueError: if it is none.
    """
    if word not in list(vocabulary):
        raise ValueError(f"{shown(word)} is not a valid {vocabulary.__name__}: {', '.join(vocabulary)}")
    return vocabulary(word)


def _require_sense(claim: Claim) -> None:
    """Refuse what no row can mean.

    Raises:
        ValueError: if there is such a thing.
    """
    if not ID.fullmatch(claim.id):
        raise ValueError("an id is made of letters, digits, '.', '_' and '-', 80 at most")
    if not claim.checks and not claim.reason:
        raise ValueError("a row without checks needs a reason")
    if claim.expect_on and not claim.checks:
        raise ValueError("`expect_on` pins what checks find, and there are none")
    pins = {claim.expect, *claim.expect_on.values()}
    if (Verdict.CORRECTED in pins) != bool(claim.corrected):
        raise ValueError(f"`corrected` goes with expect = '{Verdict.CORRECTED}', and only with it")
