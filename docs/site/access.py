"""What Sphinx and its theme leave undone for those who use a keyboard or listen to a page.

What can be seen in the text alone is done here; what depends on the size of the screen, in static/access.js.
"""

from typing import Any

EMPTY_TITLE = '<th class="head"><p></p></th>'
AFTER_THE_THEME = 900


def setup(app: Any) -> dict[str, Any]:
    """Mend each page when the theme has done its part."""
    app.connect("html-page-context", _mend, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mend(app: Any, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    if "body" in context:
        context["body"] = with_cells_for_empty_titles(context["body"])
    if "furo_navigation_tree" in context:
        context["furo_navigation_tree"] = without_headings_of_no_level(context["furo_navigation_tree"])


def with_cells_for_empty_titles(body: str) -> str:
    """A corner of a table without words is no title.

    >>> with_cells_for_empty_titles('<tr><th class="head"><p></p></th><th class="head"><p>a</p></th></tr>')
    '<tr><td></td><th class="head"><p>a</p></th></tr>'
    """
    return body.replace(EMPTY_TITLE, "<td></td>")


def without_headings_of_no_level(tree: str) -> str:
    """Captions in the list of pages are words; Sphinx calls them headings, and does not say of which level.

    >>> without_headings_of_no_level('<p class="caption" role="heading">')
    '<p class="caption">'
    """
    return tree.replace(' class="caption" role="heading"', ' class="caption"')
