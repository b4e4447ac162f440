"""Paths on a GPU: its kernels in numba's simulator, their machine code, a device where one is at hand."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import sympy as sp

from derivations.potential import Potential
from derivations.zoo import DOUBLE_WELL
from numerics.paths.device import require_device
from numerics.paths.escape import simulated_escape
from numerics.paths.model import Model
from numerics.paths.passages import Simulation
from numerics.paths.positions import positions
from numerics.paths.targets import Target

ROOT = Path(__file__).resolve().parents[3]
ONE, W = sp.Integer(1), DOUBLE_WELL.coords[0]
X, Y = sp.symbols("x y", real=True)
PLANE = Potential((X**2 - 1) ** 2 / 4 + Y**2 / 2 + X * sp.sin(Y) / 4, (X, Y))
DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def target(number, dtype):
    """On the line or in the plane (2), noise constant (0) or varying, point or ball (2)."""
    if number == 2:
        return Target(Model(PLANE, 1 + sp.exp(-(Y**2)), "1/3", "1/50", dtype=dtype), (-1, 0), (1, 0), "7/10")
    noise = 1 + W**2 / 2 if number else ONE
    return Target(Model(DOUBLE_WELL, noise, "1/2", "1/50", dtype=dtype), (-1,), (1,))


def agreement(number, dtype, paths, steps, most):
    """Whether device and processor agree in every bit: first passages, positions."""
    aim = target(number, dtype)
    one, two = (Simulation(aim, 3, most, device).block(5, paths) for device in ("cpu", "cuda"))
    model = aim.model if number else replace(aim.model, scheme="leimkuhler-matthews")
    options = {"steps": steps, "paths": paths, "seed": 2, "snapshots": 2}
    here, there = (positions(model, aim.start, **options, device=d) for d in ("cpu", "cuda"))
    assert 0 < two.lane_use <= 1
    return one.digest == two.digest, bool(np.array_equal(here, there))


CASES = [(number, dtype) for dtype in ("float64", "float32") for number in range(3)]


@pytest.mark.parametrize(
    ("number", "dtype"), [CASES[0], *(pytest.param(*case, marks=pytest.mark.slow) for case in CASES[1:])]
)
def test_kernels_in_the_simulator_make_the_paths_of_the_processor(number, dtype):
    """Numba's simulator runs the code of each thread in Python, and the loss as compiled for the processor.

    Two threads only, so that they take one path after the other.
    """
    code = (
        "import numpy; from numerics.paths import cuda_paths;"
        "from tests.numerics.paths.test_cuda import agreement;"
        "cuda_paths.THREADS, cuda_paths.MOST = 2, 1;"
        f"print(agreement({number}, numpy.{dtype}, 5, 8, 40))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "NUMBA_ENABLE_CUDASIM": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "(True, True)", done.stdout + done.stderr


@pytest.mark.gpu
@DTYPES
@pytest.mark.parametrize("number", range(3))
def test_a_gpu_makes_the_paths_of_the_processor(number, dtype):
    assert agreement(number, dtype, 5000, 2000, 10**6) == (True, True)


def machine_code(monkeypatch, kernel, *kinds):
    """The PTX of a kernel for sm_90; skips where NVIDIA's compiler is not at hand. No device is needed."""
    cuda = pytest.importorskip("numba.cuda")
    from numba.cuda import dispatcher
    from numba.cuda.cudadrv import nvvm

    try:
        nvvm.NVVM()
    except Exception as missing:  # each version of numba has its own
        pytest.skip(f"no libNVVM: {missing}")
    monkeypatch.setattr(dispatcher, "get_current_device", lambda: SimpleNamespace(compute_capability=(9, 0)))
    return cuda.compile_ptx(kernel.py_func, kinds, cc=(9, 0))[0]


@DTYPES
def test_machine_code_fuses_what_the_source_fuses_and_stays_in_registers(monkeypatch, dtype):
    """Polynomials 13, 7, 7 (float32: 8, 5, 5 coefficients); two steps; one fused conversion in float32."""
    from numba.core import types

    from numerics.paths.cuda_kernels import NUMBERS, passages_kernel

    model = Model(DOUBLE_WELL, ONE, "1/10", "1/100", dtype=dtype)
    kernel, number, whole = passages_kernel(model.dynamics, "point"), NUMBERS[dtype], types.int64

    def array(kind):
        return types.Array(kind, 1, "C")

    numbers, counts = array(number), array(whole)
    ptx = machine_code(
        monkeypatch, kernel, numbers, numbers, number, array(types.uint64), whole, counts, array(types.int8),
        counts, counts, whole, number, number,
    )  # fmt: skip
    logarithm, sine, cosine = (12 + 2, 6, 6) if dtype is np.float64 else (7 + 2, 4, 4)
    convert, steps = dtype is np.float32, 2 * (1 + 1 + 1 + 1)  # the force, the drift, the noise, the margin
    assert len(re.findall(r"\bfma\.rn\.f", ptx)) == logarithm + sine + cosine + convert + steps
    assert ".local" not in ptx
    assert not re.search(r"\bcall\b", ptx)
    assert dtype is np.float64 or ".f64" not in ptx


def test_no_device_is_pretended():
    with pytest.raises(ValueError, match="device=tpu: known are cpu, cuda"):
        require_device("tpu")
    cuda = pytest.importorskip("numba.cuda")
    if cuda.is_available():
        pytest.skip("a device is at hand")
    model = Model(DOUBLE_WELL, ONE, "1/2", "1/50")
    missing = "device=cuda: no CUDA device is at hand"
    with pytest.raises(ValueError, match=missing):
        Simulation(Target(model, (-1,), (1,)), 1, 100, "cuda")
    with pytest.raises(ValueError, match=missing):
        positions(model, (-1,), steps=2, paths=1, seed=1, device="cuda")
    with pytest.raises(ValueError, match=missing):
        simulated_escape(DOUBLE_WELL, ONE, "1/2", (-1,), (1,), dt="1/50", paths=1, seed=1, device="cuda")


def test_too_many_coordinates_for_the_table_of_places():
    tables = pytest.importorskip("numerics.paths.cuda_kernels").tables
    moves = SimpleNamespace(form=np.zeros(101, np.int64), at=np.zeros(1, np.uint64))
    with pytest.raises(ValueError, match="101 coordinates, at most 100"):
        tables(moves)
