"""Path-steps per second on a device: `--device cuda --record FILE` on a machine with a GPU.

Rates are by wall time, medians, beside the device's own generator of normal numbers and beside one thread of
the processor. A record is written of what ran on a GPU only; without `--device` the same code runs, small,
on the processor.
"""

import json
import platform
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import numba
import numpy as np
import pytest
import sympy as sp

from derivations.zoo import DOUBLE_WELL
from numerics.paths.device import require_device
from numerics.paths.laws import Gaussian
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.positions import positions
from numerics.paths.streams import seeds, streams
from numerics.paths.targets import Target
from tests.benchmarks.test_paths import generator

ROUNDS, THREADS, BLOCKS, TICKS = 5, 128, 8448, 10_000
FEW = {"paths": 4096, "steps": 2000, "passages": 4096}
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
    if file and device == "cuda" and not numba.config.ENABLE_CUDASIM:
        Path(file).write_text(json.dumps({**machine(), "rates": rates}, indent=1) + "\n", encoding="utf-8")


def machine():
    from numba import cuda

    found = cuda.get_current_device()
    return {
        "device": found.name.decode() if isinstance(found.name, bytes) else str(found.name),
        "compute capability": ".".join(map(str, found.compute_capability)),
        "multiprocessors": found.MULTIPROCESSOR_COUNT,
        "CUDA runtime": ".".join(map(str, cuda.runtime.get_version())),
        "numba": numba.__version__,
        "numba's CUDA": getattr(cuda, "implementation", "Built-in"),
        "numpy": np.__version__,
        "python": platform.python_version(),
        "processor": platform.processor() or platform.machine(),
        "command": shlex.join(["pytest", *sys.argv[1:]]),
        "date": datetime.now(UTC).date().isoformat(),
    }


def rate(call, items):
    """Items per second of wall time; the first call compiles."""
    call()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return items / median(times)


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
    """Fixed steps and first passages: functions to call, and how many path-steps they make."""
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/10", "1/100", dtype=dtype)
    run = Simulation(Target(model, (-1,), (1,)), 1, 10**9, device)
    options = {"steps": size["steps"], "paths": size["paths"], "seed": 1, "device": device}
    count = size["passages"]
    return {
        "fixed steps": (lambda: positions(model, (-1,), **options), size["steps"] * size["paths"]),
        "first passages": (lambda: run.block(0, count), run.block(0, count).path_steps),
    }


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_paths_on_the_device(benchmark, device, record, dtype):
    limit = rate(*(device_generator(dtype) if device == "cuda" else generator(dtype)))
    here = {name: rate(*work) for name, work in simulated(dtype, "cpu", FEW).items()}
    there, name = simulated(dtype, device, MANY if device == "cuda" else FEW), np.dtype(dtype).name
    benchmark.extra_info["normals per second"] = limit
    for kind, work in there.items():
        found = rate(*work)
        noted = {"path-steps/s": found, "share of the generator": found / limit}
        noted["times one thread of the CPU"] = found / here[kind]
        benchmark.extra_info |= {f"{kind}, {what}": value for what, value in noted.items()}
        record[f"{kind}, {name}"] = noted
    record[f"normals per second, {name}"] = limit
    model = Model(DOUBLE_WELL, sp.Integer(1), "1/10", "1/100", dtype=dtype)
    one, two = (Simulation(Target(model, (-1,), (1,)), 1, 10**9, d).block(0, 256) for d in ("cpu", device))
    assert one.digest == two.digest
    benchmark.pedantic(there["fixed steps"][0], rounds=1)
