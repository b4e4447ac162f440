"""Random streams that depend on the seed and the number of the path, and on nothing else.

The key (seed, path) is mixed by SplitMix64 into the 128 bits of state of a generator that is kept in a lane:
xoroshiro128+ for float64, xoshiro128+ for float32. Different paths of a seed differ in state for certain (the
mixing of a half is a bijection), streams that overlap within 2⁴⁰ words have a probability below 10⁻²⁰ per
million paths. Only the high bits of a word are used: the lowest are linear.

## Main definitions
* `mixed`: SplitMix64's output function.      * `seeds`: two words for a seed of any size.
* `streams`: the generator of a type: words of state, how to seed a lane, how to draw two words.

## Implementation notes
Philox4x32-10, which needs no state, was measured beside it (tests/benchmarks): as numba compiles it, normals
take eight times as long in float64. Twenty products stand against a dozen shifts and exclusive ors.

## References
* Blackman2021: xoroshiro and xoshiro; Steele2014: SplitMix.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from numerics.paths.bits import Function, lane_code

Word = np.uint64
GOLDEN = Word(0x9E3779B97F4A7C15)
FIRST, SECOND = Word(0xBF58476D1CE4E5B9), Word(0x94D049BB133111EB)
OTHER = Word(0xD1342543DE82EF95)  # an odd factor for the second half of the state


@lane_code
def mixed(z):  # type: ignore[no-untyped-def]
    """SplitMix64's output for the counter `z` (uint64): a bijection of the words."""
    z = (z ^ (z >> Word(30))) * FIRST
    z = (z ^ (z >> Word(27))) * SECOND
    return z ^ (z >> Word(31))


def seeds(seed: int) -> tuple[np.uint64, np.uint64]:
    """Two words for `seed`, an integer of any size.

    Raises:
        ValueError: if `seed` is not an integer that is at least 0.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed={seed!r}: an integer that is at least 0 is wanted")
    pair = np.random.SeedSequence(int(seed)).generate_state(2, np.uint64)
    return pair[0], pair[1]


@lane_code
def state_of(one, two, path):  # type: ignore[no-untyped-def]
    """The 128 bits for the path number `path` (uint64)."""
    return mixed(one + path * GOLDEN), mixed(two + path * OTHER)


@dataclass(frozen=True)
class Streams:
    """A generator in lanes: the state is an array of shape (words, lanes) and type `word`."""

    words: int
    word: Any
    started: Function  # (state, lane, one, two, path): writes the lane
    drawn: Function  # (state, lane): two words; moves the lane on


@lane_code
def _step64(a, b):  # type: ignore[no-untyped-def]
    """The output and the next state of xoroshiro128+ (rotations 24, 16, 37)."""
    out = a + b
    b ^= a
    return out, ((a << Word(24)) | (a >> Word(40))) ^ b ^ (b << Word(16)), (b << Word(37)) | (b >> Word(27))


@lane_code
def _started64(state, lane, one, two, path):  # type: ignore[no-untyped-def]
    state[0, lane], state[1, lane] = state_of(one, two, path)


@lane_code
def _drawn64(state, lane):  # type: ignore[no-untyped-def]
    first, a, b = _step64(state[0, lane], state[1, lane])
    second, a, b = _step64(a, b)
    state[0, lane] = a
    state[1, lane] = b
    return first, second


Half = np.uint32


@lane_code
def _step32(a, b, c, d):  # type: ignore[no-untyped-def]
    """The output and the next state of xoshiro128+."""
    out = Half(a + d)
    shifted = Half(b << Half(9))
    c = Half(c ^ a)
    d = Half(d ^ b)
    b = Half(b ^ c)
    a = Half(a ^ d)
    c = Half(c ^ shifted)
    return out, a, b, c, Half(Half(d << Half(11)) | Half(d >> Half(21)))


@lane_code
def _started32(state, lane, one, two, path):  # type: ignore[no-untyped-def]
    first, second = state_of(one, two, path)
    state[0, lane] = Half(first)
    state[1, lane] = Half(first >> Word(32))
    state[2, lane] = Half(second)
    state[3, lane] = Half(second >> Word(32))


@lane_code
def _drawn32(state, lane):  # type: ignore[no-untyped-def]
    first, a, b, c, d = _step32(state[0, lane], state[1, lane], state[2, lane], state[3, lane])
    second, a, b, c, d = _step32(a, b, c, d)
    state[0, lane] = a
    state[1, lane] = b
    state[2, lane] = c
    state[3, lane] = d
    return first, second


@lru_cache(maxsize=2)
def streams(dtype: Any) -> Streams:
    """The generator for np.float64 (xoroshiro128+) or np.float32 (xoshiro128+)."""
    if dtype is np.float64:
        return Streams(2, np.uint64, _started64, _drawn64)
    return Streams(4, np.uint32, _started32, _drawn32)
