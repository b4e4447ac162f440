"""Whatever is typed, it is a formula or a FormulaError, soon; what is read can be read again.

A few seconds of texts belong to every run of the tests. `SGD_THEOREMS_FUZZ=20 pytest -m slow tests/trust`
tries new ones for twenty minutes in each of the three tests that are marked slow: an hour in all.
"""

import os
import time

import pytest
import sympy as sp
from hypothesis import HealthCheck, given, settings

from derivations.formula_error import FormulaError
from derivations.parse import parse
from derivations.potential import Potential
from tests.trust.formula_grammar import formulas, scribbles, spoiled

SECONDS, MINUTES = 2.0, float(os.environ.get("SGD_THEOREMS_FUZZ", "1"))
KINDS = {"formulas": formulas, "scribbles": scribbles, "spoiled": spoiled()}


def read(text: str) -> Potential | None:
    """The potential, or None if the text is refused; anything else fails."""
    begin, found, refusal = time.process_time(), None, None
    try:
        found = parse(text)
    except FormulaError as error:
        refusal = error
    assert time.process_time() - begin < SECONDS
    if refusal is not None:
        assert str(refusal).split("\n")[0].isprintable()
        assert 0 <= refusal.position <= len(text)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_is_read_or_refused(kind):
    @settings(max_examples=250, deadline=None, database=None)
    @given(KINDS[kind])
    def reads(text):
        read(text)

    reads()


@settings(max_examples=200, deadline=None, database=None)
@given(formulas)
def test_what_is_read_is_exact_real_and_finite(text):
    if found := read(text):
        assert not found.expr.has(sp.Float, sp.I, sp.nan, sp.zoo, sp.oo)
        assert found.expr.free_symbols <= set(found.coords)


@settings(max_examples=150, deadline=None, database=None)
@given(formulas)
def test_spaces_and_brackets_around_change_nothing(text):
    if found := read(text):
        assert parse(f" ( {text} )\n").expr == found.expr


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_an_hour_does_harm(kind):
    end, tried = time.process_time() + 60 * MINUTES, 0
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]

    @settings(
        max_examples=2000, deadline=None, database=None, derandomize=False, suppress_health_check=checks
    )
    @given(KINDS[kind])
    def reads(text):
        nonlocal tried
        tried += 1
        read(text)

    while time.process_time() < end:
        reads()
    print(f"{tried} {kind}")
