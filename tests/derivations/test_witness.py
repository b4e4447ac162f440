"""Exact witnesses that an expression is not 0, undefined functions inside one another included."""

import pytest
import sympy as sp

from derivations.identity import vanishes
from derivations.symbols import w
from derivations.witness import witness
from ledger.outcome import Outcome

L = sp.Function("L", real=True)
phi = sp.Function("phi", real=True)
CHAIN = phi(L(w)).diff(w)


def test_function_of_a_function_obeys_the_chain_rule():
    slope = sp.Derivative(phi(L(w)), L(w)) * L(w).diff(w)
    assert vanishes(CHAIN - slope) is Outcome.SUPPORTS


@pytest.mark.parametrize(
    "wrong",
    [
        sp.Derivative(phi(L(w)), L(w)),
        CHAIN - sp.Derivative(phi(L(w)), L(w)),
        CHAIN - L(w).diff(w),
        CHAIN.diff(w) - sp.Derivative(phi(L(w)), L(w)) * L(w).diff(w, 2),
    ],
)
def test_derivative_by_a_function_has_a_witness(wrong):
    assert vanishes(wrong) is Outcome.REFUTES


def test_second_derivative_by_a_function_is_not_mistaken_for_zero():
    twice = sp.Derivative(phi(L(w)), (L(w), 2)) * L(w).diff(w) ** 2
    assert vanishes(CHAIN.diff(w) - twice - sp.Derivative(phi(L(w)), L(w)) * L(w).diff(w, 2)) is not (
        Outcome.REFUTES
    )


def test_number_needs_no_substitution():
    assert witness(sp.sqrt(2) - 1) == {}


def test_hidden_zero_has_no_witness():
    assert witness(sp.sqrt(8) - 2 * sp.sqrt(2)) is None


def test_derivative_by_a_symbol_and_a_function_is_left_open():
    f = sp.Function("f", real=True)
    mixed = sp.Derivative(f(w, L(w)), w, L(w), evaluate=False)
    assert witness(mixed) is None
