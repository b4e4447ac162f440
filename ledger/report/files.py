"""The three files of a report."""

import json
from pathlib import Path
from typing import Any

EXPLORER = "explore.html"
"""The interactive page; the report links to it if it lies beside it."""


def write(evidence: dict[str, Any], out: Path) -> list[Path]:
    """Write report.html, report.md and report.json to the folder `out`; the paths written.

    What draws and renders is imported here, so that the terminal need not wait for it.

    Raises:
        ValueError: if the data are no evidence; nothing is written then.
    """
    from jinja2 import TemplateError

    from ledger.files import write_atomically

    try:
        contents = _contents(json.loads(json.dumps(evidence)), out)  # a live run and its file look the same
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError, TemplateError) as error:
        raise ValueError(f"not an evidence file, it is damaged ({type(error).__name__}: {error})") from error
    for name, content in contents.items():
        write_atomically(out / name, content)
    return [out / name for name in contents]


def _contents(stored: dict[str, Any], out: Path) -> dict[str, bytes]:
    from ledger.files import as_json
    from ledger.report import devices, html, markdown, summary

    records = devices.records()
    return {
        "report.html": html.page(stored, records, explorer=(out / EXPLORER).exists()).encode(),
        "report.md": markdown.document(stored, records).encode(),
        "report.json": as_json(summary.told(stored) | {"devices": records}),
    }
