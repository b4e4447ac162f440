"""An escape, simulated: an answer that rests on nothing but paths, with an error bar.

## Main definitions
* `simulated`: the simulation of an answer's question, by a plan.      * `SimulationAnswer`: what it found.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M), times in t = Σ γ_k.

## Implementation notes
The result is a function of question, plan and seed. Blocks, workers, interruptions change nothing: the digest
stays the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from numerics.answers.escape import EscapeAnswer
from numerics.answers.simulation_direct import Direct
from numerics.answers.simulation_plan import LEVEL, Found, Plan
from numerics.answers.simulation_splitting import Rare
from numerics.blocks.stages import Blocks, in_stages

Told: TypeAlias = Callable[[int, int, Callable[[], float]], None]
"""Told how many blocks are done, of how many, and a function that gives the estimate so far."""


@dataclass(frozen=True)
class SimulationAnswer(Found):
    """What a simulation found, by which `plan`, and the `level` of its interval."""

    plan: Plan
    level: float


def simulated(
    answer: EscapeAnswer,
    plan: Plan,
    *,
    workers: int | None = None,
    cluster: str = "",
    folder: Path | None = None,
    progress: Told = lambda done, total, estimate: None,
) -> SimulationAnswer:
    """The escape of `answer`, simulated by `plan`.

    By `workers` processes (None: one for each core, or one for the GPU), or on the dask `cluster` with this
    address; finished blocks are kept in `folder`, where an interrupted simulation finds them again.
    ValueError is raised if a path does not arrive, diverges, or comes where β is not positive, or if
    splitting gives no time that can be trusted; OSError if there is no such cluster.
    """

    def blocks_of(some: Direct | Rare) -> Blocks:
        def told(blocks: Blocks, total: int) -> None:
            progress(len(blocks), total, lambda: some.estimate(blocks))

        by = {"workers": hands, "cluster": cluster, "folder": folder}
        return in_stages(some.work, some.wanted, progress=told, **by)  # type: ignore[arg-type]

    hands = 1 if plan.device != "cpu" and workers is None and not cluster else workers
    made = Direct(answer, plan) if plan.method == "direct" else Rare(answer, plan)
    blocks = blocks_of(made)
    found = made.found(blocks)
    if isinstance(made, Rare) and (check := made.check) is not None:
        others = blocks_of(check)
        made.require_agreement(blocks, others)
        found = replace(found, steps=found.steps + check.found(others).steps)
    return SimulationAnswer(**vars(found), plan=plan, level=LEVEL)
