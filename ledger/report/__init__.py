"""Evidence -> HTML, Markdown and JSON: pure functions; the same evidence gives the same bytes."""

from ledger.report.files import complaint, write

__all__ = ["complaint", "write"]
