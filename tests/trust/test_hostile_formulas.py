"""Texts that attack the reader of formulas: refused in a sentence, soon, in little memory, and not run."""

import json
import subprocess
import sys
from typing import Any

import pytest
import sympy as sp

from derivations.parse import parse
from tests.conftest import ROOT
from tests.trust.hostile_formulas import texts

SECONDS, BYTES = 1.0, 256 * 2**20
ATTACKS = list(texts())
ONLY_NAMES = ["I", "S", "N", "Q", "oo", "nan", "inf", "Integral", "sympify", "eval", "os", "w__class__"]


@pytest.fixture(scope="module")
def process() -> dict[str, Any]:
    """What a process of its own tells about the attacks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.audited_parser"],
        cwd=ROOT,
        input=json.dumps([text for _, text in ATTACKS]),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert not done.stderr
    return json.loads(done.stdout)


def told(process, wrong):
    """The attacks of which `wrong` is true, and what became of them."""
    pairs = zip(ATTACKS, process["results"], strict=True)
    return [(kind, text[:60], found) for (kind, text), found in pairs if wrong(found)]


def test_there_are_enough_attacks():
    assert len({text for _, text in ATTACKS}) >= 400


def test_a_text_that_is_run_would_be_seen(process):
    assert {"exec", "import wave", "open"} <= set(process["control"])


def test_every_attack_is_refused(process, record_property):
    record_property("inputs", len(ATTACKS))
    assert not told(process, lambda found: "FormulaError" not in found["error"])


def test_nothing_is_run_imported_or_opened(process):
    assert not told(process, lambda found: found["events"])


def test_every_attack_is_refused_soon(process):
    assert not told(process, lambda found: found["seconds"] > SECONDS)


def test_the_attacks_take_little_memory(process):
    assert process["grown"] < BYTES


def test_the_refusal_is_a_short_sentence_above_a_caret(process):
    def is_odd(found):
        lines = found["message"].split("\n")
        return len(lines) != 3 or not lines[0].isprintable() or max(map(len, lines)) > 250

    assert not told(process, is_odd)


@pytest.mark.parametrize("name", ONLY_NAMES)
def test_what_others_call_so_is_a_mere_coordinate(name, record_property):
    record_property("inputs", 0)  # these are read
    assert parse(f"{name}**2").expr == sp.Symbol(name, real=True) ** 2
