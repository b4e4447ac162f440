"""The compiled inner loops of the elimination: dense blocks, each with its border.

## Main definitions
* `borders_of`: which later states each block touches.      * `factors_of`: the elimination itself.
* `forward`, `backward`: rewards.      * `law_of`: the stationary law.

## Implementation notes
Positions are those of the elimination. The diagonal of a block is never read; what gathers there is idle.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Given = ParamSpec("Given")
Found = TypeVar("Found")


def _compiled(loop: Callable[Given, Found]) -> Callable[Given, Found]:
    """The loop compiled, and kept for the next run where there is a place: not if nothing can be written."""
    try:
        fast: Callable[Given, Found] = numba.njit(cache=True, error_model="numpy")(loop)
    except RuntimeError:
        fast = numba.njit(error_model="numpy")(loop)
    return fast


@_compiled
def borders_of(starts: Integers, parents: Integers, goals: Integers) -> tuple[Integers, Integers, Integers]:
    """The later states next to each block and all before it, flat; where they begin; where factors begin."""
    blocks = parents.size
    marks = np.full(goals.shape[0], -1)
    flat, begins, factors = [np.int64(0)], np.zeros(blocks + 1, np.int64), np.zeros(blocks + 1, np.int64)
    flat.pop()
    waiting = [np.empty(0, np.int64) for _ in range(blocks)]
    for f in range(blocks):
        end = starts[f + 1]
        found = [np.int64(0)]
        found.pop()
        for k in range(starts[f], end):
            for goal in goals[k]:
                if goal >= end and marks[goal] != f:
                    marks[goal] = f
                    found.append(goal)
        for goal in waiting[f]:
            if goal >= end and marks[goal] != f:
                marks[goal] = f
                found.append(goal)
        border = np.array(found)
        border.sort()
        waiting[f] = np.empty(0, np.int64)
        if parents[f] >= 0:
            waiting[parents[f]] = np.concatenate((waiting[parents[f]], border))
        for goal in border:
            flat.append(goal)
        begins[f + 1] = len(flat)
        size = end - starts[f]
        factors[f + 1] = factors[f] + size * (size + border.size)
    return np.array(flat), begins, factors


@_compiled
def _enter(front: Floats, local: Integers, start: int, end: int, goals: Integers, rates: Floats) -> None:
    """Put the rates from and to the states start … end − 1 into their block."""
    for k in range(start, end):
        for way in range(goals.shape[1]):
            goal = goals[k, way]
            if goal >= start:
                front[k - start, local[goal]] += rates[k, way]
            if goal >= end:
                for back in range(goals.shape[1]):
                    if goals[goal, back] == k:
                        front[local[goal], k - start] += rates[goal, back]


@_compiled
def _eliminate(front: Floats, states: Integers, inner: int, killing: Floats, pivots: Floats) -> None:
    """Eliminate the first `inner` of the `states`; their columns become q_ik/d_k, in place."""
    size = states.size
    for k in range(inner):
        pivot = killing[states[k]]
        for j in range(k + 1, size):
            pivot += front[k, j]
        pivots[states[k]] = pivot
        for i in range(k + 1, size):
            if front[i, k] > 0:
                share = front[i, k] / pivot
                front[i, k] = share
                killing[states[i]] += share * killing[states[k]]
                for j in range(k + 1, size):
                    front[i, j] += share * front[k, j]


@_compiled
def factors_of(
    starts: Integers,
    children: Integers,
    flat: Integers,
    begins: Integers,
    factors: Integers,
    goals: Integers,
    rates: Floats,
    killing: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Columns q_ik/d_k, lines q_kj and pivots d_k, block after block; `killing` is used up."""
    columns, lines = np.zeros(factors[-1]), np.zeros(factors[-1])
    pivots, local = np.zeros(goals.shape[0]), np.zeros(goals.shape[0], np.int64)
    stack, owners = [np.zeros((0, 0))], [np.int64(-1)]
    for f in range(starts.size - 1):
        start, end = starts[f], starts[f + 1]
        border = flat[begins[f] : begins[f + 1]]
        inner = end - start
        size = inner + border.size
        local[start:end] = np.arange(inner)
        for i in range(border.size):
            local[border[i]] = inner + i
        front = np.zeros((size, size))
        _enter(front, local, start, end, goals, rates)
        for _ in range(children[f]):
            below, owner = stack.pop(), owners.pop()
            held = flat[begins[owner] : begins[owner + 1]]
            for i in range(held.size):
                for j in range(held.size):
                    front[local[held[i]], local[held[j]]] += below[i, j]
        states = np.concatenate((np.arange(start, end), border))
        _eliminate(front, states, inner, killing, pivots)
        columns[factors[f] : factors[f + 1]] = front[:, :inner].T.copy().reshape(-1)
        lines[factors[f] : factors[f + 1]] = front[:inner].copy().reshape(-1)
        stack.append(front[inner:, inner:].copy())
        owners.append(np.int64(f))
    return columns, lines, pivots


@_compiled
def forward(
    starts: Integers, flat: Integers, begins: Integers, factors: Integers, columns: Floats, found: Floats
) -> None:
    """r_i += q_ik r_k / d_k, in place."""
    for f in range(starts.size - 1):
        start, border = starts[f], flat[begins[f] : begins[f + 1]]
        inner = starts[f + 1] - start
        block = columns[factors[f] : factors[f + 1]].reshape((inner, inner + border.size))
        for k in range(inner):
            for i in range(k + 1, inner):
                found[start + i] += block[k, i] * found[start + k]
            for i in range(border.size):
                found[border[i]] += block[k, inner + i] * found[start + k]


@_compiled
def backward(
    starts: Integers,
    flat: Integers,
    begins: Integers,
    factors: Integers,
    lines: Floats,
    pivots: Floats,
    found: Floats,
) -> None:
    """T_k = (r_k + Σ_j q_kj T_j)/d_k, in place, from the last state to the first."""
    for f in range(starts.size - 2, -1, -1):
        start, border = starts[f], flat[begins[f] : begins[f + 1]]
        inner = starts[f + 1] - start
        block = lines[factors[f] : factors[f + 1]].reshape((inner, inner + border.size))
        for k in range(inner - 1, -1, -1):
            total = found[start + k]
            for j in range(k + 1, inner):
                total += block[k, j] * found[start + j]
            for j in range(border.size):
                total += block[k, inner + j] * found[border[j]]
            found[start + k] = total / pivots[start + k] if pivots[start + k] > 0 else 0.0


@_compiled
def law_of(
    starts: Integers, flat: Integers, begins: Integers, factors: Integers, columns: Floats, law: Floats
) -> None:
    """π_k = Σ_i π_i q_ik / d_k, in place, from the last state, whose π is 1, to the first."""
    law[-1] = 1.0
    for f in range(starts.size - 2, -1, -1):
        start, border = starts[f], flat[begins[f] : begins[f + 1]]
        inner = starts[f + 1] - start
        block = columns[factors[f] : factors[f + 1]].reshape((inner, inner + border.size))
        for k in range(inner - 1, -1, -1):
            total = law[start + k]
            for i in range(k + 1, inner):
                total += block[k, i] * law[start + i]
            for i in range(border.size):
                total += block[k, inner + i] * law[border[i]]
            law[start + k] = total
