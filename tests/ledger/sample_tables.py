"""Tables of two landscapes of the interactive page, computed once for all tests of a process."""

from functools import lru_cache

from numerics.explorer.landscapes import MENU, Landscape
from numerics.explorer.told import told

CHOSEN = ("double-well", "deeper-well-aside")


@lru_cache(maxsize=1)
def lands() -> dict[str, Landscape]:
    return {land.name: land for land in MENU if land.name in CHOSEN}


@lru_cache(maxsize=1)
def tables() -> tuple[dict, ...]:
    return tuple(told(land) for land in lands().values())
