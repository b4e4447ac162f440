"""How a ledger is refused: one sentence, which quotes at most a line of what it refuses.

## Main definitions
* `LedgerError`: a row, a file or a name that cannot be taken.
* `shown`: a value as such a sentence quotes it.
* `is_text`: whether a value is text that a terminal may be shown.
"""

import re
from reprlib import Repr

# What moves a cursor or turns the direction of what follows; line breaks and tabs are text.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 80


class LedgerError(ValueError):
    """A row, a file or a name that the ledger cannot take; the message says which and why."""


def shown(value: object) -> str:
    """`value` as a message may quote it: without line breaks, and short.

    >>> len(shown("x" * 10**6))
    80
    """
    return _SHORT.repr(value)


def is_text(value: object) -> bool:
    r"""Whether `value` is text without control characters, which could rewrite what a terminal shows.

    >>> is_text("two\nlines"), is_text("\x1b[2J"), is_text(2)
    (True, False, False)
    """
    return isinstance(value, str) and not CONTROL.search(value)
