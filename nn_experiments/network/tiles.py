"""One tile of a product of matrices, in vector registers.

## Main definitions
* `tile`: code for tiles of so many rows and vectors.
* `LANES`: how many numbers of a type a vector register holds.
* `WIDE`, `TALL`: the tile that fills the registers.
"""

from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

compiled_in: Any = intrinsic
declared: Any = cgutils.get_or_insert_function
FEATURES = llvm.get_host_cpu_features()
MANY_REGISTERS = bool(FEATURES.get("avx512f")) or not FEATURES.get("sse2")
BYTES = 64 if FEATURES.get("avx512f") else 32 if FEATURES.get("avx") else 16
LANES = {np.dtype(kind): BYTES // np.dtype(kind).itemsize for kind in (np.float32, np.float64)}
TALL, WIDE = 6, 4 if MANY_REGISTERS else 2
INT = ir.IntType(64)
FUSES = bool(FEATURES.get("fma")) or not FEATURES.get("sse2")


def tile(rows: int, vectors: int) -> Any:
    """Code that sets a tile c of `rows` rows, `vectors` vectors each, to Σ_k a_ik b_k, or adds that to it.

    Its arguments are the addresses of the first elements of a, b and c, and distances in bytes: from a_ik to
    a_(i+1)k and to a_i(k+1), from row to row of b and of c; then how many k there are, whether c is added to,
    and any number of the type of all.
    """

    @compiled_in
    def added(context, a, down, along, b, next_b, c, next_c, depth, adds, number):  # type: ignore[no-untyped-def]
        def written(target: Any, builder: Any, signature: Any, args: Any) -> Any:
            kind = target.get_value_type(number)
            _Tile(builder, kind, BYTES // (number.bitwidth // 8), rows, vectors).write(*args[:-1])
            return target.get_dummy_value()

        return types.void(a, down, along, b, next_b, c, next_c, depth, adds, number), written

    return added


class _Tile:
    """What writes the code of a tile."""

    def __init__(self, builder: Any, kind: Any, lanes: int, rows: int, vectors: int) -> None:
        self.builder, self.kind, self.lanes = builder, kind, lanes
        self.vector, self.bytes = ir.VectorType(kind, lanes), BYTES // lanes
        self.places = [(r, v) for r in range(rows) for v in range(vectors)]
        self.rows, self.vectors = range(rows), range(vectors)

    def write(
        self, a: Any, down: Any, along: Any, b: Any, next_b: Any, c: Any, next_c: Any, depth: Any, adds: Any
    ) -> None:
        """Load or clear the sums, add to them for each k, store them."""
        builder, none = self.builder, ir.Constant(self.vector, [0.0] * self.lanes)
        targets = [self.at(self.at(c, next_c, r), INT(BYTES), v) for r, v in self.places]
        before = [builder.select(adds, self.load(place, self.vector), none) for place in targets]
        start, loop, end = builder.block, *map(builder.append_basic_block, ("along", "end"))
        builder.branch(loop)
        builder.position_at_end(loop)
        running = [builder.phi(value.type) for value in (depth, a, b, *before)]
        for phi, value in zip(running, (INT(0), a, b, *before), strict=True):
            phi.add_incoming(value, start)
        k, column, row, *sums = running
        moved = [builder.add(k, INT(1)), builder.add(column, along), builder.add(row, next_b)]
        after = self.sums(sums, column, down, row)
        for phi, value in zip(running, (*moved, *after), strict=True):
            phi.add_incoming(value, loop)
        builder.cbranch(builder.icmp_signed("<", moved[0], depth), loop, end)
        builder.position_at_end(end)
        for place, total in zip(targets, after, strict=True):
            builder.store(total, builder.inttoptr(place, self.vector.as_pointer())).align = self.bytes

    def sums(self, sums: Any, column: Any, down: Any, row: Any) -> Any:
        """The sums, with what one k adds."""
        right = [self.load(self.at(row, INT(BYTES), v), self.vector) for v in self.vectors]
        left = [self.spread(self.load(self.at(column, down, r), self.kind)) for r in self.rows]
        return [self.added(total, left[r], right[v]) for total, (r, v) in zip(sums, self.places, strict=True)]

    def added(self, total: Any, a: Any, b: Any) -> Any:
        """The sum plus a b, rounded once where the processor can; never left to the compiler's choice."""
        if FUSES:
            kind = ir.FunctionType(self.vector, [self.vector] * 3)
            name = f"llvm.fma.v{self.lanes}f{8 * self.bytes}"
            return self.builder.call(declared(self.builder.module, kind, name), [a, b, total])
        return self.builder.fadd(total, self.builder.fmul(a, b))

    def at(self, base: Any, step: Any, count: int) -> Any:
        """The address `count` steps on."""
        return self.builder.add(base, self.builder.mul(step, INT(count)))

    def load(self, address: Any, kind: Any) -> Any:
        """What is there; numbers lie at multiples of their own size, vectors as well."""
        found = self.builder.load(self.builder.inttoptr(address, kind.as_pointer()))
        found.align = self.bytes
        return found

    def spread(self, value: Any) -> Any:
        """A vector of one number."""
        none, first = ir.Constant(self.vector, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        all_first = ir.Constant(ir.VectorType(ir.IntType(32), self.lanes), [0] * self.lanes)
        return self.builder.shuffle_vector(self.builder.insert_element(none, value, first), none, all_first)
