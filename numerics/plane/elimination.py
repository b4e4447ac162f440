"""Mean times of a jump chain to all digits, whatever its barriers: elimination without a subtraction.

A chain jumps from k to l at the rate q_kl ≥ 0 and is killed at the rate κ_k ≥ 0. The mean reward T collected
before it is killed solves (κ_k + Σ_l q_kl) T_k − Σ_l q_kl T_l = r_k. To eliminate the state k is to watch
the chain only while it is elsewhere: with d_k = κ_k + Σ q_kl over the states that are left,

    q_ij += q_ik q_kj / d_k,   κ_i += q_ik κ_k / d_k,   r_i += q_ik r_k / d_k.

Nothing is subtracted, not even for the diagonal, which is never stored: every number keeps its relative
accuracy of about 10⁻¹³, also when T is 10⁸⁷ and the matrix is singular to working precision.

## Main definitions
* `Elimination`: the factors; `rewards` is T, `stationary` the law π with πQ = 0.
* `eliminated`: the factors of a `Chain`.

## Implementation notes
The order is that of `numerics.plane.dissection`; every separator is a dense block with its border, so
that n² states cost about n³ operations.

## References
* Grassmann1985: the stationary law.        * Alfa2002: diagonally dominant M-matrices.
* George1973: nested dissection.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.plane.chain import Chain
from numerics.plane.dissection import Dissection, dissected
from numerics.plane.fronts import backward, borders_of, factors_of, forward, law_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Elimination:
    """The factors of a chain; `columns[k]` are q_ik/d_k, `lines[k]` are q_kj, of the states that are left."""

    plan: Dissection
    borders: tuple[Integers, Integers, Integers]
    columns: Floats
    lines: Floats
    pivots: Floats

    def rewards(self, rates: Floats) -> Floats:
        """T ≥ 0, shape (n,), for the reward rates r ≥ 0, shape (n,), in the order of the chain.

        If the chain is never killed, it is stopped at its last state.
        """
        found = np.ascontiguousarray(rates[self.plan.order], dtype=float)
        forward(self.plan.starts, *self.borders, self.columns, found)
        backward(self.plan.starts, *self.borders, self.lines, self.pivots, found)
        return found[self.plan.place]

    def stationary(self) -> Floats:
        """π > 0 with πQ = 0 and Σπ = 1, shape (n,); only for a chain that is not killed.

        Raises:
            ValueError: if the chain is killed somewhere or falls apart.
        """
        if self.pivots[-1] > 0 or not (self.pivots[:-1] > 0).all():
            raise ValueError("a chain that is killed or not connected has no single stationary law")
        law = np.zeros(self.pivots.size)
        law_of(self.plan.starts, *self.borders, self.columns, law)
        return np.asarray((law / law.sum())[self.plan.place])


def eliminated(chain: Chain, last: int = -1) -> Elimination:
    """The factors of `chain`, the state `last` eliminated last: 0.03 s for 100² states, 0.2 s for 200²."""
    plan = dissected(chain.indices, last)
    goals = np.where(chain.goals >= 0, plan.place[chain.goals], -1)[plan.order]
    rates, killing = chain.rates[plan.order], chain.killing[plan.order]
    borders = borders_of(plan.starts, plan.parents, goals)
    factors = factors_of(plan.starts, plan.children, *borders, goals, rates, killing)
    return Elimination(plan, borders, *factors)
