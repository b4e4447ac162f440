"""The machine's wrong formulas are wrong, and a blunt check shows."""

from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from ledger.bound import exact
from ledger.compare import agree, at_most, identical, near, ordered, tends_to
from ledger.mutation import MOST, discrimination, mutants
from ledger.outcome import Outcome

a, b = sp.symbols("a b", positive=True)
FORMULA = sp.sqrt(a) * sp.exp(b) + a * b**2


def test_formulas_get_wrong_in_every_way():
    names = " ".join(name for name, _ in mutants(FORMULA))
    assert len(mutants(FORMULA)) <= MOST
    assert all(mutant != FORMULA for _, mutant in mutants(FORMULA))
    for way in ("twice", "without", "sign", "one more", "square root"):
        assert way in names


def test_an_exact_comparison_rejects_them_all():
    found = discrimination(FORMULA, FORMULA, equal())
    assert found.killed == len(mutants(FORMULA))
    assert found.survived == ()


def test_a_blunt_comparison_shows():
    found = discrimination(FORMULA, FORMULA, lambda measured, predicted: Outcome.INCONCLUSIVE)
    assert found.killed == 0
    assert len(found.survived) == len(mutants(FORMULA))


def test_a_symmetric_swap_is_no_mutant():
    found = discrimination(a * b, a * b, equal())
    assert found.equivalent == 0  # a and b swapped gives the very same expression, which is left out
    assert discrimination((a + b) ** 2, a**2 + 2 * a * b + b**2, equal()).survived == ()


def test_numbers_tell_the_smallest_error_noticed():
    two = exact(2)
    assert discrimination(two, two, agree("0.003")).notices == "0.01 relative"
    assert discrimination(two, two, agree("0.4")).notices == "0.5 relative"
    assert discrimination(two, two, agree(3)).notices == "no error below one half"
    assert discrimination(exact(0), exact(0), near("0.02")).notices == "0.1 absolute"
    assert discrimination(two, exact(Fraction(201, 100)), at_most()).notices == "0.01 relative"
    pairs = [(Fraction(1, 10), two)]
    assert discrimination(pairs, pairs, tends_to("0.5")).notices == "0.1 relative"


def test_rankings_truth_values_and_tuples_are_mutated():
    ranking = {"x": exact(3), "y": exact(2), "z": exact(1)}
    assert discrimination(ranking, ("x", "y", "z"), ordered()).killed == 2
    assert discrimination(True, True, identical()).killed == 1
    assert discrimination((1, 2), (1, 2), identical()).survived == ()
    assert discrimination(sp.FiniteSet(1, 3), sp.FiniteSet(1, 3), identical()).killed == 1
