"""The memory that training takes at least, and the memory that there is.

What needs more than there is would be killed without a word, hours later perhaps.

## Main definitions
* `needed`: by one arm.      * `present`: on this machine, or on its accelerator.
* `expect_enough_memory`: refuses what cannot be.
"""

import os
from contextlib import suppress
from pathlib import Path

import torch

from nn_experiments.network.hessian import CHUNK
from nn_experiments.network.model import Architecture
from nn_experiments.training.protocol import Arm, Protocol

SINGLE, DOUBLE = 4, 8  # bytes
GROUPS = Path("/sys/fs/cgroup")


def needed(protocol: Protocol, arm: Arm) -> int:
    """Bytes that the replicas of an arm take at least, all at once.

    The largest are the vectors by which a Hessian is multiplied, the same in one piece, and the products;
    then the nets and the order of the images. What batches become is held for a few nets at a time only.
    """
    of_a_net = Architecture(protocol.widths, normalised=arm.normalised).size
    pieces = 3 * min(protocol.probes, CHUNK) + 1
    return arm.replicas * (SINGLE * pieces * of_a_net + DOUBLE * protocol.images)


def present(device: str = "cpu") -> int | None:
    """Bytes of memory in all, what the system lets this process have; None if it does not say."""
    if device == "cuda":
        return int(torch.cuda.get_device_properties(0).total_memory)
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
    return min([whole, *_limits()])


def _limits() -> list[int]:
    """The limits of the groups of processes to which this one belongs, on Linux."""
    found = []
    with suppress(OSError, ValueError):
        own = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()[-1].rpartition(":")[2]
        for group in [place := GROUPS / own.lstrip("/"), *place.parents]:
            with suppress(OSError, ValueError):  # no such file, or "max"
                found.append(int((group / "memory.max").read_text(encoding="utf-8")))
    return found


def expect_enough_memory(protocol: Protocol, workers: int, device: str) -> None:
    """Look whether the largest arms that are trained at a time have room.

    Raises:
        ValueError: if they do not.
    """
    sizes = sorted((needed(protocol, arm) for arm in protocol.arms), reverse=True)
    least = sum(sizes[: workers if device == "cpu" else 1])
    there = present(device)
    if there is not None and least > there:
        seeds, width = max(arm.replicas for arm in protocol.arms), max(protocol.widths[1:-1])
        raise ValueError(
            f"seeds={seeds}, width={width}, workers={workers}: the nets that are trained at a time take at"
            f" least {least / 1e9:.3g} GB of memory, and there are {there / 1e9:.3g} GB"
        )
