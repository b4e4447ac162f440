"""The three files of a report."""

import json
from pathlib import Path
from typing import Any

EXPLORER = "explore.html"
"""The interactive page; the report links to it if it lies beside it."""


def write(evidence: dict[str, Any], out: Path) -> list[Path]:
    """Write report.html, report.md and report.json to the folder `out`; the paths written.

    What draws and renders is imported here, so that the terminal need not wait for it.
    """
    from ledger.files import as_json, write_atomically
    from ledger.report import devices, html, markdown, summary

    records = devices.records()
    stored = json.loads(json.dumps(evidence))  # so that a live run and its file look the same
    contents = {
        "report.html": html.page(stored, records, explorer=(out / EXPLORER).exists()).encode(),
        "report.md": markdown.document(stored, records).encode(),
        "report.json": as_json(summary.told(stored) | {"devices": records}),
    }
    for name, content in contents.items():
        write_atomically(out / name, content)
    return [out / name for name in contents]
