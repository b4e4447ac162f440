"""Evidence -> HTML, Markdown and JSON: pure functions; the same evidence gives the same bytes."""

from ledger.report.files import write

__all__ = ["write"]
