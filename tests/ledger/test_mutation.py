"""The machine's wrong formulas are wrong, and a blunt check shows."""

from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from ledger.bound import Bound, Grade, exact
from ledger.compare import agree, at_least, at_most, identical, near, ordered, tends_to
from ledger.mutation import MOST, Discrimination, discrimination, mutants
from ledger.outcome import Outcome

a, b = sp.symbols("a b", positive=True)
SAME = {True: Outcome.SUPPORTS, False: Outcome.REFUTES}
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


def at_most_as_numbers(measured, predicted):
    return Outcome.SUPPORTS if measured <= predicted else Outcome.REFUTES


def test_a_mutant_that_the_formula_itself_bears_out_is_none():
    found = discrimination(5, 5, at_most_as_numbers)  # 5 ≤ 10 and 5 ≤ 6 are no errors, −5 is
    assert (found.killed, found.survived, found.equivalent) == (1, (), 2)
    assert Discrimination() == Discrimination(killed=0, survived=(), equivalent=0, notices="")


def test_what_numbers_and_formulas_become():
    assert mutants(5) == [("twice", 10), ("sign", -5), ("one more", 6)]
    assert dict(mutants(a**2)) == {
        "twice": 2 * a**2,
        "sign": -(a**2),
        "exponent of a one more": a**3,
        "square root of a**2": a,
    }
    assert dict(mutants(a + 2 * b))["a and b swapped"] == b + 2 * a
    assert dict(mutants(sp.exp(a)))["twice the exponent a"] == sp.exp(2 * a)
    assert [name for name, _ in mutants(sp.Matrix([a]))] == ["twice", "sign"]


def test_of_many_mutants_some_are_taken_evenly():
    words = tuple(range(2, 40))
    names = [name for name, _ in mutants(words)]
    assert 6 < len(names) <= MOST
    assert names[0] == "member 1: twice"
    assert "swapped" in names[-1]


def test_a_number_may_be_wrong_by_a_half_at_most():
    one = exact(1)
    assert discrimination(one, one, agree("1.5")).notices == "no error below one half"
    assert discrimination(exact(Fraction(203, 100)), exact(2), at_least()).notices == "0.1 relative"


def test_numbers_in_tables_are_numbers():
    table = {"a": exact(3), "b": exact(2)}
    found = discrimination(table, table, lambda one, other: at_most()(one["a"], other["a"]))
    assert found.notices == "0.000000000001 relative"


def test_only_a_number_that_is_zero_has_an_absolute_error():
    touching = Bound(Fraction(-1), Fraction(0), Grade.NUMERICAL)
    found = discrimination(None, touching, lambda _, formula: SAME[formula == touching])
    assert found.notices.endswith("relative")


def test_a_turned_sign_leaves_the_term_as_large():
    a, b = sp.symbols("a b")
    found = dict(mutants(a + b))
    assert found["sign of b"] == a - b
    assert found["without b"] == a
