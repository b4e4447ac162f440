"""Whatever is typed, it is a formula or a FormulaError, soon; what is read can be read again.

A few seconds of texts belong to every run of the tests; `python -m tests.campaigns.fuzz` tries new ones for
as long as it is told to.
"""

import pytest
from hypothesis import given, settings

from derivations.parse import parse
from tests.trust.formula_grammar import KINDS, formulas
from tests.trust.reading import read


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_is_read_exactly_or_refused(kind):
    @settings(max_examples=250, deadline=None, database=None)
    @given(KINDS[kind])
    def reads(text):
        read(text)

    reads()


@settings(max_examples=150, deadline=None, database=None)
@given(formulas)
def test_spaces_and_brackets_around_change_nothing(text):
    if found := read(text):
        assert parse(f" ( {text} )\n").expr == found.expr
