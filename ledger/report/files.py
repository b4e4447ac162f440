"""The three files of a report, and whether they can be sent."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.trust.campaign import Campaign

DAMAGED = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError)
EXPLORER = "explore.html"
"""The interactive page; the report links to it if it lies beside it."""
SENDABLE = 3_000_000
"""Bytes of a page that can be sent and opened at once."""


def write(evidence: dict[str, Any], out: Path) -> list[Path]:
    """Write report.html, report.md and report.json to the folder `out`; the paths written.

    What draws and renders is imported here, so that the terminal need not wait for it.

    Raises:
        ValueError: if the data are no evidence; nothing is written then.
    """
    from jinja2 import TemplateError

    from ledger.files import write_atomically
    from ledger.trust.campaign import campaigns

    runs = campaigns()
    try:
        stored = json.loads(json.dumps(evidence))  # a live run and its file look the same
        contents = _contents(stored, runs, out)
    except (*DAMAGED, TemplateError) as error:
        raise ValueError(f"not an evidence file, it is damaged ({type(error).__name__}: {error})") from error
    for name, content in contents.items():
        write_atomically(out / name, content)
    return [out / name for name in contents]


def complaint(written: list[Path]) -> str:
    """What is too large to be sent, in a sentence; "" if nothing is."""
    sizes = {path: path.stat().st_size for path in written if path.suffix == ".html"}
    large = ", ".join(f"{path} has {size / 1e6:.2f} MB" for path, size in sizes.items() if size > SENDABLE)
    return f"{large}: more than {SENDABLE / 1e6:g} MB are slow to send and to open" if large else ""


def _contents(stored: dict[str, Any], runs: "Sequence[Campaign]", out: Path) -> dict[str, bytes]:
    from ledger.files import as_json
    from ledger.report import devices, html, markdown, summary
    from ledger.report.tested import tested

    records = devices.records()
    return {
        "report.html": html.page(stored, records, runs, explorer=(out / EXPLORER).exists()).encode(),
        "report.md": markdown.document(stored, records, runs).encode(),
        "report.json": as_json(
            summary.told(stored) | {"devices": records, "tested": asdict(tested(stored, runs))}
        ),
    }
