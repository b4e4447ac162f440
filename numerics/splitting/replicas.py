"""The paths of one run: what is stored of them, who is killed, and where the others branch.

Of a path only its records are stored, the first states in a level that it had not reached before: a branch
always begins at one. A path that branched off begins with the record of its parent, since nothing below is
needed again.

## Main definitions
* `Shelf`: arrays for the runs that are under way, one row, a "home", each.
* `recorded`: writes a record.      * `branched`: a killed path begins anew.
* `next_level`: the level at and below which paths are killed next.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.paths.bits import kernel, lane_code
from numerics.paths.streams import GOLDEN, OTHER, Word, mixed

HALF = Word(32)
SALT = Word(0xA0761D6478BD642F)
RUN, START, PHASE, LOOP, REPLICA, SWEEP, LEVEL, CURSOR, SINCE, BACK, TIME, FIRST, DRAWS = range(13)
"""Rows of `Shelf.notes`: the run and the step at which it began, what it is doing, loops done, path under way,
sweeps done, level of the sweep, paths looked at in it, when the path began, whether the last loop led back to
A, time of the loops that did, time of the first way out, random choices made."""
NOTES = 13


class Shelf(NamedTuple):
    """What runs have stored; h, r, s number homes, replicas, and records of a replica.

    `places` (h, r, s, d), `levels` and `ages` (h, r, s), `counts`, `tops` and `born` (h, r): how many
    records, the highest level, the sweep of birth; `census` (h, level): how many replicas have it as their
    top; `notes` (note, h), `shares` (h,): the logarithm of the share that is left.
    """

    places: NDArray[np.float64]
    levels: NDArray[np.int32]
    ages: NDArray[np.int64]
    counts: NDArray[np.int32]
    tops: NDArray[np.int32]
    born: NDArray[np.int32]
    census: NDArray[np.int32]
    notes: NDArray[np.int64]
    shares: NDArray[np.float64]


def shelf(homes: int, replicas: int, top: int, dimension: int) -> Shelf:
    """An empty shelf. Its memory is used only where something is written."""
    paths, records = (homes, replicas), (homes, replicas, top + 1)
    return Shelf(
        np.empty((*records, dimension)),
        np.empty(records, np.int32),
        np.empty(records, np.int64),
        np.zeros(paths, np.int32),
        np.zeros(paths, np.int32),
        np.zeros(paths, np.int32),
        np.zeros((homes, top + 1), np.int32),
        np.zeros((NOTES, homes), np.int64),
        np.zeros(homes),
    )


@lane_code
def level_at(height, edges):  # type: ignore[no-untyped-def]
    """The number of cells that begin below `height`."""
    low, high = 0, edges.size
    while low < high:
        middle = (low + high) // 2
        if height > edges[middle]:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def recorded(shelf, home, replica, rows, lane, lanes, level, age):  # type: ignore[no-untyped-def]
    """Writes the state in column `lane` of `rows` as the next record of a replica."""
    slot = shelf.counts[home, replica]
    for i in range(shelf.places.shape[3]):
        shelf.places[home, replica, slot, i] = rows[i * lanes + lane]
    shelf.levels[home, replica, slot] = level
    shelf.ages[home, replica, slot] = age
    shelf.tops[home, replica] = level
    shelf.counts[home, replica] = slot + 1


@lane_code
def _chosen(shelf, home, key):  # type: ignore[no-untyped-def]
    """A replica, each as likely."""
    notes = shelf.notes
    seed = mixed((key[0] ^ SALT) + Word(notes[RUN, home]) * OTHER) ^ key[1]
    word = mixed(seed + Word(notes[DRAWS, home]) * GOLDEN)
    notes[DRAWS, home] += 1
    return np.int64(((word >> HALF) * Word(shelf.tops.shape[1])) >> HALF)


@kernel
def branched(shelf, home, replica, key):  # type: ignore[no-untyped-def]
    """A killed replica becomes the copy of a survivor from its first state strictly above the level on."""
    level, sweep = shelf.notes[LEVEL, home], shelf.notes[SWEEP, home]
    parent = _chosen(shelf, home, key)
    while shelf.tops[home, parent] <= level or shelf.born[home, parent] == sweep:
        parent = _chosen(shelf, home, key)
    low, high = 0, shelf.counts[home, parent] - 1
    while low < high:
        middle = (low + high) // 2
        if shelf.levels[home, parent, middle] > level:
            high = middle
        else:
            low = middle + 1
    for i in range(shelf.places.shape[3]):
        shelf.places[home, replica, 0, i] = shelf.places[home, parent, low, i]
    shelf.levels[home, replica, 0] = shelf.levels[home, parent, low]
    shelf.ages[home, replica, 0] = shelf.ages[home, parent, low]
    shelf.tops[home, replica] = shelf.levels[home, replica, 0]
    shelf.counts[home, replica] = 1
    shelf.born[home, replica] = sweep


@kernel
def next_level(shelf, home, kill):  # type: ignore[no-untyped-def]
    """The lowest level at or below which there are `kill` replicas, and how many there are."""
    level, count = shelf.notes[LEVEL, home], 0
    while count < kill:
        level += 1
        count += shelf.census[home, level]
    return level, count
