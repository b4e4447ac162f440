"""The law of a birth-and-death chain at a time, by uniformisation: never negative, and no mass is lost.

With jumps at the rate Λ of the fastest cell, e^{At} = Σ_k e^{−Λt}(Λt)^k/k! P^k, P = 1 + A/Λ: every term is
nonnegative, and what leaves a cell enters its neighbour. Nothing is truncated but the Poisson
weights below the rounding.

## Main definitions
* `moved`: the law after a time at constant rates.
* `transitions`: all transition probabilities, for long times.
* `jumps`: the mean number of jumps.

## References
* Grassmann1977: uniformisation.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

CHUNK = 400.0
SPARE = 1.01
TERMS = 24
PATIENCE = 3.0
"""Beyond so many jumps per pair of cells a matrix is squared instead."""


def jumps(right: Vector, left: Vector, time: float) -> float:
    """Λ·time."""
    leaving = np.append(right, 0.0)
    leaving[1:] += left
    return SPARE * float(leaving.max()) * time


def moved(law: Vector, right: Vector, left: Vector, time: float) -> Vector:
    """The law, shape (n,), after `time`; rates to the right and to the left, each of shape (n − 1,).

    Raises:
        ValueError: if a rate or the time is negative or not finite.
    """
    total = jumps(right, left, time)
    if not (np.isfinite(total) and time >= 0 and min(right.min(), left.min()) >= 0):
        raise ValueError(f"time={time}: rates and times are to be finite and not negative")
    if total == 0:
        return law.copy()
    chances = right * (time / total), left * (time / total)
    if total > PATIENCE * law.size**2:
        return np.asarray(transitions(*chances, total) @ law)
    pieces = max(1, int(np.ceil(total / CHUNK)))
    return np.asarray(_moved(law, *chances, total / pieces, pieces))


def transitions(right: Vector, left: Vector, mean: float) -> Vector:
    """The matrix of transition probabilities after a Poisson number of jumps with this mean, by squaring.

    Shape (n, n), columns of sum 1: after each squaring the rounding is divided out.
    """
    halvings = max(0, int(np.ceil(np.log2(mean))))
    mean /= 2.0**halvings
    term = np.eye(right.size + 1)
    weight = float(np.exp(-mean))
    result = weight * term
    for k in range(1, TERMS):
        flow = right[:, None] * term[:-1] - left[:, None] * term[1:]
        term[:-1] -= flow
        term[1:] += flow
        weight *= mean / k
        result += weight * term
    for _ in range(halvings + 1):
        result /= result.sum(axis=0)
        if halvings:
            result, halvings = result @ result, halvings - 1
    return np.asarray(result / result.sum(axis=0))


@numba.njit(nogil=True)
def _moved(law: Vector, right: Vector, left: Vector, mean: float, pieces: int) -> Vector:
    """The law after `pieces` times a Poisson number of jumps, with this mean and these probabilities."""
    n = law.size
    most = int(mean + 9 * np.sqrt(mean) + 30)
    term, flow, total, mass = law.copy(), np.empty(n - 1), np.empty(n), law.sum()
    for _ in range(pieces):
        weight = np.exp(-mean)
        for i in range(n):
            total[i] = weight * term[i]
        for k in range(1, most + 1):
            for i in range(n - 1):
                flow[i] = right[i] * term[i] - left[i] * term[i + 1]
            term[0] -= flow[0]
            for i in range(1, n - 1):
                term[i] += flow[i - 1] - flow[i]
            term[n - 1] += flow[n - 2]
            weight *= mean / k
            for i in range(n):
                total[i] += weight * term[i]
        after = 0.0
        for i in range(n):
            after += total[i]
        for i in range(n):  # the rounding of each piece is divided out
            term[i] = total[i] * (mass / after)
    return term
