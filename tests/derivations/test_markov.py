from fractions import Fraction

from derivations.markov import (
    draws_over_the_data,
    independent_draws,
    is_markov,
    iterates,
    next_laws,
    shuffled_draws,
)

HALF = Fraction(1, 2)


def test_two_ways_to_one_half():
    assert iterates((2, 0))[-1] == iterates((0, 1))[-1] == HALF


def test_laws_add_up_to_one():
    for draws in (independent_draws, shuffled_draws, draws_over_the_data):
        assert all(sum(chance for _, chance in law) == 1 for law in next_laws(draws).values())


def test_in_one_pass_the_past_tells_what_remains():
    laws = next_laws(shuffled_draws)
    from_two, from_zero = laws[Fraction(1), HALF], laws[Fraction(0), HALF]
    assert [place for place, _ in from_two] == [Fraction(3, 4), Fraction(11, 4)]
    assert [place for place, _ in from_zero] == [Fraction(5, 4), Fraction(11, 4)]


def test_a_single_sample_is_markov():
    assert is_markov(lambda: iter([(1, 1, 1)]))
