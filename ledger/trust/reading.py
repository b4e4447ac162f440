"""A record of a campaign, read without trusting it.

## Main definitions
* `campaign`: the file of a record -> the campaign.
"""

import json
import math
from dataclasses import fields
from pathlib import Path
from typing import Any

from ledger.refusal import shown
from ledger.trust.campaign import SCHEMA, Campaign, Count, Left

TEXTS = ("name", "title", "asks", "command", "date", "machine", "source")
NUMBERS = ("seconds", "cpu_seconds")


def campaign(file: Path) -> Campaign:
    """The campaign of which `file` is the record.

    Raises:
        ValueError: if it is none; one sentence, which names the file and what is wrong.
    """
    where = f"{shown(file.name)}: not a record of a campaign"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise ValueError(f"{where}: it cannot be read ({type(error).__name__})") from error
    if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
        raise ValueError(f"{where}: it has not schema {SCHEMA}")
    if wrong := _wrong(data, file.stem):
        raise ValueError(f"{where}: {wrong}")
    rows = {"counts": [Count(**row) for row in data["counts"]], "left": [Left(**row) for row in data["left"]]}
    return Campaign(**data | rows)


def _wrong(data: dict[str, Any], name: str) -> str:
    """What is wrong with the content of a record, in words; "" if nothing is."""
    if set(data) != {field.name for field in fields(Campaign)}:
        return "its fields are others"
    if odd := [key for key in TEXTS if not isinstance(data[key], str)]:
        return f"{odd[0]} is no text"
    if odd := [key for key in NUMBERS if not _is_time(data[key])]:
        return f"{odd[0]} is no time"
    if data["name"] != name:
        return f"it is named {shown(data['name'])}"
    versions = data["versions"]
    if not isinstance(versions, dict) or not all(isinstance(value, str) for value in versions.values()):
        return "versions are no texts by name"
    if not _are(data["counts"], Count) or any(not _is_possible(row) for row in data["counts"]):
        return "a count is impossible"
    return "" if _are(data["left"], Left) else "what is left is not told"


def _is_time(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and value >= 0  # type: ignore[arg-type,operator]


def _are(rows: object, kind: type[Count] | type[Left]) -> bool:
    """Whether these are rows with the fields of `kind`, and text where text belongs."""
    names = {field.name: field.type for field in fields(kind)}
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and set(row) == set(names)
        and all(type(row[name]) is of for name, of in names.items())
        for row in rows
    )


def _is_possible(row: dict[str, Any]) -> bool:
    return bool(0 <= row["as_wanted"] <= row["tried"])
