"""How long the start is remembered."""

from math import exp

import pytest

from numerics.line.spectrum import spectral_gap
from numerics.memory import ETA, memory
from numerics.trapping import SHARP_AND_FLAT


@pytest.mark.parametrize("inverse", [60, ETA])
def test_memory_halves_again_and_again(inverse):
    gap = float(spectral_gap(SHARP_AND_FLAT, inverse).middle)
    early, late = (float(memory(k / gap, inverse).middle) for k in (1, 2))
    assert late / early == pytest.approx(exp(-1), rel=0.02)


def test_nothing_is_forgotten_at_once():
    assert float(memory(1.0).middle) == pytest.approx(1, abs=0.01)
