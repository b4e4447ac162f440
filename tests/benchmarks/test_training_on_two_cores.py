"""What a user of two cores gets, by the clock: ours on two threads, the usual loops with PyTorch's default.

Measured in turns, in one run; it says something on a machine that has nothing else to do.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter, sleep

import torch

from nn_experiments.training.train import threads
from tests.benchmarks.test_training import (
    DIGITS,
    IMAGES,
    REPLICAS,
    batched_epoch,
    epoch_from_loader,
    epoch_in_memory,
)

CORES, ROUNDS = 2, 20
CALM = 0.4  # seconds; PyTorch's threads wait for more work by spinning for half of that


def seconds(work: Callable[[], None], count: int) -> float:
    sleep(CALM)
    with threads(count):
        start = perf_counter()
        work()
        return perf_counter() - start


def test_training_of_the_digits_net_by_the_clock(benchmark):
    usual = torch.get_num_threads()
    ways = {
        "tensors in memory": (epoch_in_memory(DIGITS), usual),
        "tensors in memory, one thread": (epoch_in_memory(DIGITS), 1),
        "DataLoader": (epoch_from_loader(DIGITS), usual),
        "ours, one thread": (batched_epoch(DIGITS), 1),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}

    def in_turn() -> None:
        for name, way in ways.items():
            taken[name].append(seconds(*way))
        sleep(CALM)

    in_turn()
    ours = batched_epoch(DIGITS, cores=CORES)
    benchmark.pedantic(ours, setup=in_turn, rounds=ROUNDS, warmup_rounds=2)
    found, own = benchmark.extra_info, median(benchmark.stats.stats.data)
    found["sample-updates per second"] = REPLICAS * IMAGES / own
    for name, times in taken.items():
        found[f"sample-updates per second, {name}"] = REPLICAS * IMAGES / median(times)
        found[f"ratio to {name}"] = median(times) / own
