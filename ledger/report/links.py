"""Ids of claims in running text: each leads to its card.

## Main definitions
* `linked`: words -> HTML, with a link for each id that is known.
"""

import re
from collections.abc import Container

from markupsafe import Markup, escape

ID = re.compile(r"([A-Za-z][\w.]*(?:-[\w.]*\w)+)")


def linked(words: str, known: Container[str]) -> Markup:
    """`words`, escaped, with links to the claims that are `known`.

    >>> str(linked("see thm-2.2-core, not half-life", {"thm-2.2-core"}))
    'see <a href="#thm-2.2-core">thm-2.2-core</a>, not half-life'
    """
    link = Markup('<a href="#{0}">{0}</a>')
    return Markup("").join(link.format(part) if part in known else escape(part) for part in ID.split(words))
