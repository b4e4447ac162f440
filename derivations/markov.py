"""When the iterates of SGD are a Markov process: the law of the next one, given the last and given all.

## Main definitions
* `independent_draws`, `shuffled_draws`, `draws_over_the_data`: which samples the first three steps use.
* `next_laws`: the law of w₃ given (w₁, w₂), by listing.
* `is_markov`: does it depend on w₂ alone?

## Main statements
* `printed_sgd_is_markov_however_it_draws`: refuted for shuffled samples, and over the data.
* `sgd_with_independent_batches_is_markov_given_the_data`.

## Notation
L_n(w) = (w − x_n)²/2, w₀ = 0, γ = 1/2, M = 1, so a step goes half the way to the sample drawn: w₂ = 1/2 is
reached by drawing 2, then 0, and by drawing 0, then 1.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import permutations, product

from ledger.compare import identical
from ledger.model import Check

DATA = (0, 1, 2, 5)
RATE = Fraction(1, 2)

Law = tuple[tuple[Fraction, Fraction], ...]
"""(value, probability), sorted."""

Draws = Callable[[], Iterator[tuple[int, ...]]]
"""The equally likely samples of the first three steps, one in each."""


def independent_draws() -> Iterator[tuple[int, ...]]:
    """Each step draws any of DATA.

    Yields:
        the samples of three steps.
    """
    yield from product(DATA, repeat=3)


def shuffled_draws() -> Iterator[tuple[int, ...]]:
    """One pass through shuffled DATA: no sample is used twice.

    Yields:
        the samples of three steps.
    """
    yield from permutations(DATA, 3)


def draws_over_the_data() -> Iterator[tuple[int, ...]]:
    """Two samples, each uniform on {0, 1, 2}; then each step draws one of the two.

    Yields:
        the samples of three steps.
    """
    for data in product((0, 1, 2), repeat=2):
        yield from product(data, repeat=3)


def iterates(samples: tuple[int, ...]) -> tuple[Fraction, ...]:
    """w₁, w₂, … of (2.1) with w₀ = 0 and one sample in each step."""
    place, path = Fraction(0), []
    for sample in samples:
        place -= RATE * (place - sample)
        path.append(place)
    return tuple(path)


def next_laws(draws: Draws) -> dict[tuple[Fraction, Fraction], Law]:
    """The law of w₃ given (w₁, w₂)."""
    counts: dict[tuple[Fraction, Fraction], dict[Fraction, int]] = defaultdict(lambda: defaultdict(int))
    for first, second, third in map(iterates, draws()):
        counts[first, second][third] += 1
    return {
        past: tuple(sorted((place, Fraction(count, sum(found.values()))) for place, count in found.items()))
        for past, found in counts.items()
    }


def is_markov(draws: Draws) -> bool:
    """Have all pasts (w₁, w₂) with the same w₂ the same law of w₃?"""
    laws = defaultdict(set)
    for (_, second), law in next_laws(draws).items():
        laws[second].add(law)
    return all(len(found) == 1 for found in laws.values())


# --- Evidence ---

SCHEMES = {
    "independent, data given": independent_draws,
    "one pass, data given": shuffled_draws,
    "independent, over the data": draws_over_the_data,
}


def answers(*values: bool) -> dict[str, bool]:
    """One truth value for each scheme."""
    return dict(zip(SCHEMES, values, strict=True))


printed_sgd_is_markov_however_it_draws = Check(
    tests="Whether the law of $w_3$ given $(w_1,w_2)$ depends on $w_2$ alone, by listing all draws: "
    r"for SGD on $L_n=(w-x_n)^2/2$, $\gamma=\frac12$, $M=1$ with independent draws from given data, "
    "with one pass through shuffled data, and with independent draws over random data, against yes.",
    measure=lambda: {name: is_markov(draws) for name, draws in SCHEMES.items()},
    predict=lambda: answers(True, True, True),
    compare=identical(),
    wrong={
        "never": lambda: answers(False, False, False),
        "given the data": lambda: answers(True, True, False),
    },
    right={"independent draws from given data only": lambda: answers(True, False, False)},
)

Laws = dict[str, str]


def told(laws: dict[tuple[Fraction, Fraction], Law]) -> Laws:
    """Laws in words: the past, then value: probability."""
    return {
        f"w₁ = {first}, w₂ = {second}": ", ".join(f"{place}: {chance}" for place, chance in law)
        for (first, second), law in laws.items()
    }


def law_from(place: Fraction, samples: tuple[int, ...]) -> Law:
    """The law of the next iterate: half the way from `place` to a uniform one of `samples`."""
    chance = Fraction(1, len(samples))
    return tuple(sorted(((1 - RATE) * place + RATE * x, chance) for x in samples))


def laws_from_the_last(samples: tuple[int, ...]) -> Laws:
    """`law_from`(w₂, `samples`) for every past (w₁, w₂) that draws from DATA can have."""
    pasts = [iterates(drawn) for drawn in product(DATA, repeat=2)]
    return told({(first, second): law_from(second, samples) for first, second in pasts})


def laws_from_samples_not_drawn() -> Laws:
    """The same pasts, but no sample that was drawn is drawn again, as in one pass."""
    laws = {}
    for drawn in product(DATA, repeat=2):
        first, second = iterates(drawn)
        laws[first, second] = law_from(second, tuple(x for x in DATA if x not in drawn))
    return told(laws)


sgd_with_independent_batches_is_markov_given_the_data = Check(
    tests=r"The law of $w_3$ given $(w_1,w_2)$ of that SGD with independent draws from given data, for every "
    r"past, by listing, against the law of $\frac12w_2+\frac12x$ with $x$ uniform on the data.",
    measure=lambda: told(next_laws(independent_draws)),
    predict=lambda: laws_from_the_last(DATA),
    compare=identical(),
    wrong={
        "one sample never drawn": lambda: laws_from_the_last(DATA[1:]),
        "none drawn twice, as in one pass": laws_from_samples_not_drawn,
    },
    of="corrected",
)
