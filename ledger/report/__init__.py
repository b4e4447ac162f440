"""Evidence -> HTML, Markdown and JSON: pure functions; the same evidence gives the same bytes."""

from jinja2 import TemplateError

from ledger.report.files import write

BROKEN = (LookupError, TypeError, AttributeError, ValueError, RecursionError, TemplateError)
"""What rendering raises on data that are no evidence."""

__all__ = ["BROKEN", "write"]
