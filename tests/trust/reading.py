"""What must become of any text that is given to the reader of formulas.

## Main definitions
* `read`: the potential, or None if the text is refused.
* `watched_reading`: the same, with what the interpreter reports meanwhile.
"""

import time

import sympy as sp

from derivations.formula_error import FormulaError
from derivations.parse import parse
from derivations.potential import Potential
from tests.trust.audited_parser import TREE, seen

SECONDS = 2.0  # of the processor
LIBRARIES = ("import sympy.", "import mpmath.", "import flint")


def read(text: str) -> Potential | None:
    """The potential, or None if the text is refused with a sentence and a place; anything else fails."""
    begin, found, refusal = time.process_time(), None, None
    try:
        found = parse(text)
    except FormulaError as error:
        refusal = error
    assert time.process_time() - begin < SECONDS
    if refusal is not None:
        assert str(refusal).split("\n")[0].isprintable()
        assert 0 <= refusal.position <= len(text)
    if found is not None:
        assert not found.expr.has(sp.Float, sp.I, sp.nan, sp.zoo, sp.oo)
        assert found.expr.free_symbols <= set(found.coords)
    return found


def watched_reading(text: str) -> tuple[Potential | None, list[str]]:
    """The same, and what the interpreter reports meanwhile; parts of libraries are imported at first use."""
    found, events = _seen_reading(text)
    return _seen_reading(text) if any(event.startswith(LIBRARIES) for event in events) else (found, events)


def _seen_reading(text: str) -> tuple[Potential | None, list[str]]:
    results: list[Potential | None] = []
    events = seen(lambda: results.append(read(text)))
    return results[0], [event for event in events if event != TREE]
