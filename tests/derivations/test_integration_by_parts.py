import pytest
import sympy as sp

from derivations.integration_by_parts import TEST, A, B, before
from derivations.symbols import w


@pytest.mark.parametrize("end", [0, 1])
def test_test_function_vanishes_at_the_ends_with_three_derivatives(end):
    assert [sp.diff(TEST, w, n).subs(w, end) for n in range(4)] == [0] * 4


def test_known_integral():
    # p = 1 + w, D = 2 + w²: ∫ p D h″ = 1/126.
    assert before(2).subs({A: 1, B: 1}) == sp.Rational(1, 126)
