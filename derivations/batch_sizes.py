"""What a batch is, and which batches Section 2 calls small and large.

## Main definitions
* `SMALL`, `RUNS`, `IMAGES`: the sizes that Section 2 and Section 3 name, and the training images of MNIST.
* `listed_batches`: how many batches there are.

## Main statements
* `typical_small_batches_are_far_below_the_training_set`: and so are all batches of the experiments.
* `printed_batch_is_an_element_of_the_indices`: refuted; `batch_is_a_subset_of_the_indices`.
"""

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.minibatch import SIZES, SUBSETS
from ledger.bound import Bound, exact
from ledger.compare import at_most
from ledger.model import Check

SMALL = (64, 128, 256)
RUNS = (128, 256)
IMAGES = 60_000

Counts = dict[str, sp.Expr]


def listed_batches(N: int, M: int) -> int:
    """The number of different sets of `M` of `N` indices, by listing."""
    return len({frozenset(batch) for batch in SUBSETS.batches(N, M)})


# --- Evidence ---


def largest_share() -> Bound:
    """The largest M/N among the sizes called small and those of the experiments."""
    return exact(max(Fraction(size, IMAGES) for size in SMALL + RUNS))


typical_small_batches_are_far_below_the_training_set = Check(
    tests=r"The largest $M/N$ among the sizes 64, 128, 256 that are called small and the sizes 128, 256 of "
    r"Section 3, for the $N=60000$ images of MNIST, against a tenth of the 10 % that is called large.",
    measure=largest_share,
    predict=lambda: exact(Fraction(1, 100)),
    compare=at_most(),
    wrong={"0.1 %": lambda: exact(Fraction(1, 1000)), "0.4 %": lambda: exact(Fraction(1, 250))},
    right={"0.5 %": lambda: exact(Fraction(1, 200))},
)


def counts(number: Callable[[int, int], sp.Expr]) -> Counts:
    """`number`(N, M) for all M ≤ N ≤ 5."""
    return {f"N={a}, M={b}": sp.sympify(number(a, b)) for a, b in SIZES}


printed_batch_is_an_element_of_the_indices = Check(
    tests=r"The number of possible batches with $|B|=M$, by listing for all $M\le N\le5$, against the number "
    r"of elements $B\in\{1,\dots,N\}$, which is $N$.",
    measure=lambda: counts(listed_batches),
    predict=lambda: counts(lambda N, M: N),
    compare=equal(),
    wrong={"N^M": lambda: counts(lambda N, M: N**M), "2^N": lambda: counts(lambda N, M: 2**N)},
    right={"N!/(M!(N − M)!)": lambda: counts(sp.binomial)},
)

batch_is_a_subset_of_the_indices = Check(
    tests=r"The number of possible batches with $|B|=M$, by listing for all $M\le N\le5$, against the number "
    r"$\binom NM$ of subsets $B\subset\{1,\dots,N\}$ of $M$ elements.",
    measure=lambda: counts(listed_batches),
    predict=lambda: counts(sp.binomial),
    compare=equal(),
    wrong={"N": lambda: counts(lambda N, M: N), "N^M": lambda: counts(lambda N, M: N**M)},
    of="corrected",
)
