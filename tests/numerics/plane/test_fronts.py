"""The compiled loops, where nothing can be kept."""

import numba

from numerics.plane import fronts


def test_the_loops_compile_where_numba_finds_no_place_to_keep_them(monkeypatch):
    compiled = numba.njit

    def nowhere(*loops, **options):
        if options.get("cache"):
            raise RuntimeError("no locator available")
        return compiled(*loops, **options)

    monkeypatch.setattr(fronts.numba, "njit", nowhere)
    assert fronts._compiled(lambda x: x + 1)(1) == 2
