"""Which generator of random words: the streams' own beside Philox, under the same Box–Muller."""

import numba
import numpy as np

from .contests import noted, rates
from .generator import generator

WORD, LOW, HALF = np.uint64, np.uint64(2**32 - 1), np.uint64(32)


def philox_rounds(rounds):
    """Philox4x32 with `rounds` rounds, words of 32 bits in words of 64, unrolled so that it makes vectors."""
    if rounds == 0:
        return numba.njit(lambda c0, c1, c2, c3, k0, k1: (c0, c1, c2, c3))
    later = philox_rounds(rounds - 1)

    @numba.njit
    def words(c0, c1, c2, c3, k0, k1):
        p, q = WORD(0xD2511F53) * c0, WORD(0xCD9E8D57) * c2
        keys = (k0 + WORD(0x9E3779B9)) & LOW, (k1 + WORD(0xBB67AE85)) & LOW
        return later((q >> HALF) ^ c1 ^ k0, q & LOW, (p >> HALF) ^ c3 ^ k1, p & LOW, *keys)

    return words


def test_generators(benchmark):
    """Why the streams are xoroshiro's: Philox, which needs no state, under the same Box–Muller."""
    words, zero = philox_rounds(10), WORD(0)
    known = (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    assert tuple(int(x) for x in words(*[zero] * 6)) == known
    assert tuple(int(x) for x in words(*[LOW] * 6)) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)

    @numba.njit
    def drawn(state, lane):
        count = state[0, lane]
        state[0, lane] = count + WORD(1)
        a, b, c, d = words(count & LOW, zero, WORD(lane), zero, state[1, lane] & LOW, zero)
        return a << HALF | b, c << HALF | d

    found = rates(streams=generator(np.float64), philox=generator(np.float64, drawn))
    noted(benchmark, "streams", found)
    benchmark(generator(np.float64)[0])
