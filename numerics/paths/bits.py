"""What the lanes need from the processor: one rounding for a·b + c, and a float's bits.

Nothing here is "fast math": every operation is rounded as IEEE 754 says, and a·b + c is fused because it is
written so, not because a compiler felt like it. A path is then the same on every machine, GPUs among them.

## Main definitions
* `fused`: a·b + c, rounded once.      * `product`: a·b, rounded for certain.
* `ones`: the number of ones among the bits of a word.
* `word_of`, `number_of`: a float as an unsigned word of its width, and back.
* `kernel`, `lane_code`: the decorators of loops over paths, and of what stands in them.
* `apart`: tells the compiler that the arrays of a function do not overlap.
"""

from secrets import token_hex
from typing import Any, TypeAlias

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

Function: TypeAlias = Any
"""A compiled function; types cannot say more about it."""
Place = np.uint64
"""An index that the compiler knows is not negative."""

compiled_in: Any = intrinsic
declared: Any = cgutils.get_or_insert_function
PLAIN: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
TOKEN = token_hex(8)
"""Part of the names of all functions that this process compiles. Numba only counts them: code from the disk
might have the names of other code that is compiled here."""


def kernel(function: Function) -> Function:
    """How loops over paths are compiled: no test for division by 0, no lock, no counting of references.

    The last would cost more than a step of 128 lanes.
    """
    return numba.njit(**PLAIN)(_with_own_name(function))


def lane_code(function: Function) -> Function:
    """The same for what stands inside these loops."""
    return numba.njit(**PLAIN, forceinline=True)(_with_own_name(function))


def _with_own_name(function: Function) -> Function:
    function.__qualname__ = f"{function.__qualname__}_{TOKEN}"
    return function


WORDS: dict[Any, Any] = {types.float64: types.uint64, types.float32: types.uint32}
FLOATS = {word: number for number, word in WORDS.items()}


@compiled_in  # type: ignore[untyped-decorator]
def fused(context: Any, a: Any, b: Any, c: Any) -> Any:
    """a·b + c, rounded once."""
    return a(a, a, a), lambda target, builder, signature, args: builder.fma(*args)


@compiled_in  # type: ignore[untyped-decorator]
def product(context: Any, a: Any, b: Any) -> Any:
    """a·b. A GPU's compiler fuses a product and a sum where it can, unless told how to round."""

    def written(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        if "cuda" not in type(target).__module__:
            return builder.fmul(*args)
        kind, name = args[0].type, "d" if a == types.float64 else "f"
        form = ir.FunctionType(kind, [kind, kind])
        return builder.call(declared(builder.module, form, f"llvm.nvvm.mul.rn.{name}"), args)

    return a(a, a), written


@compiled_in  # type: ignore[untyped-decorator]
def ones(context: Any, word: Any) -> Any:
    """How many bits of `word` are 1."""
    return word(word), lambda target, builder, signature, args: builder.ctpop(args[0])


def _cast(result: Any) -> Any:
    return lambda target, builder, signature, args: builder.bitcast(args[0], target.get_value_type(result))


@compiled_in  # type: ignore[untyped-decorator]
def word_of(context: Any, number: Any) -> Any:
    """The bits of a float64 or float32."""
    return WORDS[number](number), _cast(WORDS[number])


@compiled_in  # type: ignore[untyped-decorator]
def number_of(context: Any, word: Any) -> Any:
    """The float64 or float32 with the given bits."""
    return FLOATS[word](word), _cast(FLOATS[word])


@compiled_in  # type: ignore[untyped-decorator]
def apart(context: Any) -> Any:
    """Promises that no array that the calling function writes to overlaps another of its arrays.

    Without it the compiler compares addresses, and after eight comparisons gives up to make vectors.
    """

    def promise(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        numbers = [target.get_value_type(kind) for pair in WORDS.items() for kind in pair]
        for argument in builder.function.args:
            if getattr(argument.type, "pointee", None) in numbers:
                argument.add_attribute("noalias")
        return target.get_dummy_value()

    return types.void(), promise


@compiled_in  # type: ignore[untyped-decorator]
def wide(context: Any) -> Any:
    """Asks for the processor's longest vectors in the calling kernel, 512 bits where it has them.

    Compilers are shy of them, since they slowed down whole programs on processors of 2017.
    """

    def asked(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        set.add(builder.function.attributes, '"prefer-vector-width"="512"')  # llvmlite knows few names
        return target.get_dummy_value()

    return types.void(), asked


def word_type(dtype: Any) -> Any:
    """The unsigned NumPy type as wide as `dtype`."""
    return np.uint64 if dtype is np.float64 else np.uint32
