"""What the stationary law says before the barrier is crossed: nothing yet (second remark on Theorem 2.4).

## Main statements
* `law_is_still_far_from_stationary_early_on`: the double well at η = 20, gap 0.0028, at t = 20.
"""

from functools import lru_cache

from derivations.zoo import DOUBLE_WELL
from ledger.bound import Bound, exact
from ledger.compare import at_least
from ledger.model import Check
from numerics.bounds import converged
from numerics.line.spectrum import spectral_gap
from numerics.well_relaxation import WellChain

ETA, CELLS, EARLY = 20, 100, 20
START = (-0.8, 0.02)


@lru_cache(maxsize=4)
def early_distance(cells: int) -> float:
    """Y at t = 20 from N(−4/5, 1/50)."""
    chain = WellChain(DOUBLE_WELL, float(ETA), cells)
    return chain.squared_distance(float(EARLY), chain.bell(*START))


# --- Evidence ---


def _measured() -> Bound:
    return converged(
        early_distance(CELLS),
        early_distance(2 * CELLS),
        "y(20)",
        f"finite volumes, {CELLS} and {2 * CELLS} cells",
    )


def _linear_in_gap(factor: int) -> Bound:
    """1 − factor·gap·t: y is 1 when one well holds all, and falls like e^{−2 gap t}."""
    return exact(1) - exact(factor * EARLY) * spectral_gap(DOUBLE_WELL, ETA)


law_is_still_far_from_stationary_early_on = Check(
    tests=r"For $L=(w^2-1)^2/4$ at $\eta=20$ from $N(-\frac45,\frac1{50})$: $y(20)$, with"
    r" $1-2\,\mathrm{gap}\cdot20$; $y=1$ means that all mass is in one of two equal wells.",
    measure=_measured,
    predict=lambda: _linear_in_gap(2),
    compare=at_least(),
    wrong={
        "1, as if nothing ever left": lambda: exact(1),
        "1 − gap·20": lambda: _linear_in_gap(1),
    },
)
