"""Path-steps per second on a device: `--device cuda --record FILE` on a machine with a GPU.

Rates are medians, by wall time on a GPU and by the time of the process on one thread of the processor; beside
them stand the device's own generator of normal numbers and one thread of the processor. Without `--device`
the same code runs, small, on the processor. A record laid in numerics/records/ is shown by the report; the
rates of the CUDA simulator say nothing and are not recorded.
"""

import json
import os
import platform
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numba
import numpy as np
import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL
from ledger.provenance import provenance
from numerics.paths.device import require_device
from numerics.paths.laws import Gaussian
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.positions import positions
from numerics.paths.streams import seeds, streams
from numerics.paths.targets import Target
from tests.benchmarks.generator import generator

CLOCKS = {"cpu": process_time, "cuda": perf_counter}
ROUNDS, THREADS, BLOCKS, TICKS = 7, 128, 8448, 10_000
FEW = {"paths": 4096, "steps": 20_000, "passages": 1 << 15}  # a tenth of a second or so on one thread
MANY = {"paths": 1 << 20, "steps": 20_000, "passages": 1 << 23}


@pytest.fixture(scope="module")
def device(request):
    name = request.config.getoption("--device")
    require_device(name)
    return name


@pytest.fixture(scope="module")
def record(request, device):
    """Rates by name; written at the end."""
    rates = {}
    yield rates
    file = request.config.getoption("--record")
    if file and not (device == "cuda" and numba.config.ENABLE_CUDASIM):
        told = {"schema": 1, "kind": device, **machine(device), "rates": rates}
        Path(file).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def machine(device):
    """What a reader must know of where the rates were measured."""
    here = provenance()
    return {
        **(of_the_gpu() if device == "cuda" else {"device": here["processor"]}),
        "numba": numba.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "system": here["system"],
        "processor": here["processor"],
        "cores": here["cores"],
        "load average, one minute": round(os.getloadavg()[0], 2),
        "commit": here["commit"],
        "command": shlex.join(["pytest", *sys.argv[1:]]),
        "date": datetime.now(UTC).date().isoformat(),
    }


def of_the_gpu():
    from numba import cuda

    found = cuda.get_current_device()
    return {
        "device": found.name.decode() if isinstance(found.name, bytes) else str(found.name),
        "compute capability": ".".join(map(str, found.compute_capability)),
        "multiprocessors": found.MULTIPROCESSOR_COUNT,
        "CUDA runtime": ".".join(map(str, cuda.runtime.get_version())),
        "numba's CUDA": getattr(cuda, "implementation", "Built-in"),
    }


def rates(works):
    """Items per second, round by round: all works take turns, so that they share what disturbs.

    Each work is a function to call, how many items that makes and a clock; the first call compiles.
    """
    for call, _, _ in works.values():
        call()
    found = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (call, items, clock) in works.items():
            start = clock()
            call()
            found[name].append(items / (clock() - start))
    return found


def quotient(rates, others):
    """The median of the quotients of the rounds."""
    return median(rate / other for rate, other in zip(rates, others, strict=True))


def device_generator(dtype):
    """Normal numbers that nobody uses, on a GPU: a function to call, and how many it makes."""
    from numba import cuda

    from numerics.paths.bits import WORDS
    from numerics.paths.cuda_kernels import NUMBERS

    kind, pair, number = streams(dtype), Gaussian().pair(dtype), NUMBERS[dtype]
    started, drawn, rows, word, zero = kind.started, kind.drawn, kind.words, WORDS[number], dtype(0)

    @cuda.jit
    def run(total, key, ticks):
        state = cuda.local.array((rows, 1), word)
        path, all_of_it = cuda.grid(1), zero
        started(state, 0, key[0], key[1], np.uint64(path))
        for _ in range(ticks):
            a, b = drawn(state, 0)
            z, y = pair(a, b)
            all_of_it += z + y
        total[path] = all_of_it

    total, key = cuda.device_array(THREADS * BLOCKS, dtype), cuda.to_device(np.array(seeds(1)))

    def call():
        run[BLOCKS, THREADS](total, key, TICKS)
        cuda.synchronize()

    return call, 2 * TICKS * THREADS * BLOCKS


def simulated(dtype, device, size):
    """Fixed steps and first passages: functions to call, how many path-steps they make, the clock."""
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/10", "1/100", dtype=dtype)
    run = Simulation(Target(model, (-1,), (1,)), 1, 10**9, device)
    options = {"steps": size["steps"], "paths": size["paths"], "seed": 1, "device": device}
    count = size["passages"]
    steps = size["steps"] * size["paths"]
    return {
        "fixed steps": (lambda: positions(model, (-1,), **options), steps, CLOCKS[device]),
        "first passages": (lambda: run.block(0, count), run.block(0, count).path_steps, CLOCKS[device]),
    }


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_paths_on_the_device(benchmark, device, record, dtype):
    normals = (*(device_generator(dtype) if device == "cuda" else generator(dtype)), CLOCKS[device])
    there, name = simulated(dtype, device, MANY if device == "cuda" else FEW), np.dtype(dtype).name
    here = {f"{kind}, one thread": work for kind, work in simulated(dtype, "cpu", FEW).items()}
    found = rates({"normals": normals, **there, **here})
    limit = median(found["normals"])
    record[f"normals per second, {name}"] = benchmark.extra_info["normals per second"] = limit
    for kind in there:
        noted = {
            "path-steps/s": median(found[kind]),
            "share of the generator": quotient(found[kind], found["normals"]),
            "times one thread of the CPU": quotient(found[kind], found[f"{kind}, one thread"]),
        }
        benchmark.extra_info |= {f"{kind}, {what}": value for what, value in noted.items()}
        record[f"{kind}, {name}"] = noted
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/10", "1/100", dtype=dtype)
    one, two = (Simulation(Target(model, (-1,), (1,)), 1, 10**9, d).block(0, 256) for d in ("cpu", device))
    assert one.digest == two.digest
    benchmark.pedantic(there["fixed steps"][0], rounds=1)
