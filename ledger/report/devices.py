"""What simulation reached on a device: the records that lie with the suite, as a table.

A record is what `pytest tests/benchmarks/test_paths_on_device.py --device NAME --record FILE` writes; laid
in numerics/records/ it is part of the package, and every report shows it.

## Main definitions
* `records`: those of the suite.      * `checked`: the text of a record -> the record, if it is one.
* `Device`, `devices`: records -> what the templates show.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

Record = Mapping[str, Any]
KINDS = {"cpu": "processor", "cuda": "GPU"}
TOLD = ("schema", "kind", "device", "command", "date", "rates")
RATES = ("path-steps/s", "share of the generator", "times one thread of the CPU")
APART = (*TOLD, "cores", "load average, one minute")


@dataclass(frozen=True, slots=True)
class Rate:
    """A kind of work; in words: billions of path-steps per second, share of the limit, ratio to a thread."""

    work: str
    speed: str
    share: str
    times: str


@dataclass(frozen=True, slots=True)
class Device:
    """A device, what was measured on it, by which command, and on what."""

    name: str
    kind: str
    rates: Sequence[Rate]
    command: str
    date: str
    facts: str


def records() -> list[Record]:
    """The records in numerics/records/, GPUs first, then by name of the file."""
    folder = files("numerics") / "records"
    found = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    kept = [
        checked(file.read_text(encoding="utf-8"), file.name) for file in found if file.name.endswith(".json")
    ]
    return sorted(kept, key=lambda record: record["kind"] != "cuda")


def checked(text: str, name: str) -> Record:
    """The record that `text` is.

    Raises:
        ValueError: if it is none; `name` is the file's.
    """
    try:
        record = json.loads(text)
        missing = [key for key in TOLD if key not in record]
        missing += [
            f"rates of {work}: {key}" for work, rates in _works(record) for key in RATES if key not in rates
        ]
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ValueError(f"{name}: not a record of a device: {error}") from error
    if missing or record["kind"] not in KINDS:
        raise ValueError(f"{name}: not a record of a device: it lacks {', '.join(missing) or 'a known kind'}")
    return dict(record)


def devices(records: Sequence[Record]) -> list[Device]:
    """What the templates show of each record."""
    return [
        Device(
            record["device"],
            KINDS[record["kind"]],
            [_rate(work, rates) for work, rates in _works(record)],
            record["command"],
            record["date"],
            _facts(record),
        )
        for record in records
    ]


def _works(record: Record) -> list[tuple[str, Mapping[str, float]]]:
    """The kinds of work; beside them stand the rates of the generator, which are plain numbers."""
    return [(work, rates) for work, rates in record["rates"].items() if isinstance(rates, dict)]


def _rate(work: str, rates: Mapping[str, float]) -> Rate:
    speed, share, times = (rates[name] for name in RATES)
    return Rate(work, f"{speed / 1e9:.3g}", f"{share:.2f}", f"{times:.2f}")


def _facts(record: Record) -> str:
    """The machine in one line: cores and load, then versions."""
    cores, load = record.get("cores"), record.get("load average, one minute")
    head = [f"{cores} cores, load {load} when it ended"] if cores and load is not None else []
    return ", ".join(head + [f"{name} {value}" for name, value in record.items() if name not in APART])
