"""Contests in CPU time: contestants take turns in one process, and the medians are compared."""

import os
from statistics import median
from time import process_time

ROUNDS = 5


def rates(**contestants):
    """Millions of items per CPU-second, by name, from medians over rounds in which all are called in turn."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # helper threads of a peer must not count twice
    for call, _ in contestants.values():
        call()
    times = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, (call, _) in contestants.items():
            start = process_time()
            call()
            times[name].append(process_time() - start)
    os.sched_setaffinity(0, cores)
    return {name: contestants[name][1] / median(spent) / 1e6 for name, spent in times.items()}


def noted(benchmark, ours, found):
    for name, rate in found.items():
        benchmark.extra_info[f"M/s {name}"] = rate
        if name != ours:
            benchmark.extra_info[f"times faster than {name}"] = found[ours] / rate
