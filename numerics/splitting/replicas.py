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

from numerics.paths.bits import lane_code
from numerics.paths.streams import GOLDEN, OTHER, Word, mixed

HALF = Word(32)
SALT = Word(0xA0761D6478BD642F)
NOTES = 14
RUN, START, PHASE, LOOP, REPLICA, SLOT, SWEEP, LEVEL, CURSOR, SINCE, BACK, TIME, FIRST, DRAWS = range(NOTES)
"""Columns of `Shelf.notes`: the run and the step at which it began, what it is doing, loops done, path under
way and its last record, sweeps done, level of the sweep, paths looked at in it, when the path began, whether
the last loop led back to A, time of the loops that did, time of the first way out, random choices made."""
COUNT, BORN, BEST = 0, 1, 2
"""Columns of `Shelf.paths`: how many records, the sweep of birth, the level of the last record."""
TOP, AGE, PLACE = 0, 1, 2
"""Columns of `Shelf.records`: the level, the steps since Σ, and then the coordinates."""


class Shelf(NamedTuple):
    """What runs have stored; h, r, s number homes, replicas, and records of a replica.

    `records` (h, r, s, 2 + d) and `paths` (h, r, 3); `census` (h, level): how many replicas that have ended
    have it as their top; `notes` (h, note); `shares` (h,): the logarithm of the share that is left.
    """

    records: NDArray[np.float64]
    paths: NDArray[np.int64]
    census: NDArray[np.int64]
    notes: NDArray[np.int64]
    shares: NDArray[np.float64]


def shelf(homes: int, replicas: int, top: int, dimension: int) -> Shelf:
    """An empty shelf. Its memory is used only where something is written."""
    return Shelf(
        np.empty((homes, replicas, top + 1, PLACE + dimension)),
        np.zeros((homes, replicas, 3), np.int64),
        np.zeros((homes, top + 1), np.int64),
        np.zeros((homes, NOTES), np.int64),
        np.zeros(homes),
    )


@lane_code
def level_from(level, height, edges):  # type: ignore[no-untyped-def]
    """The number of cells that begin below `height`, which is at least `level`."""
    while level < edges.size and height > edges[level]:
        level += 1
    return level


@lane_code
def recorded(shelf, home, replica, slot, rows, lane, lanes, level, age):  # type: ignore[no-untyped-def]
    """Writes the state in column `lane` of `rows` as record number `slot` of a replica."""
    row = shelf.records[home, replica, slot]
    row[TOP], row[AGE] = level, age
    for i in range(row.size - PLACE):
        row[PLACE + i] = rows[i * lanes + lane]


@lane_code
def _chosen(shelf, home, key):  # type: ignore[no-untyped-def]
    """A replica, each as likely."""
    notes = shelf.notes[home]
    seed = mixed((key[0] ^ SALT) + Word(notes[RUN]) * OTHER) ^ key[1]
    word = mixed(seed + Word(notes[DRAWS]) * GOLDEN)
    notes[DRAWS] += 1
    return np.int64(((word >> HALF) * Word(shelf.paths.shape[1])) >> HALF)


@lane_code
def branched(shelf, home, replica, key):  # type: ignore[no-untyped-def]
    """A killed replica becomes the copy of a survivor from its first state strictly above the level on."""
    level, sweep = shelf.notes[home, LEVEL], shelf.notes[home, SWEEP]
    parent = _chosen(shelf, home, key)
    while shelf.paths[home, parent, BEST] <= level or shelf.paths[home, parent, BORN] == sweep:
        parent = _chosen(shelf, home, key)
    low, high = 0, shelf.paths[home, parent, COUNT] - 1
    while low < high:
        middle = (low + high) // 2
        if shelf.records[home, parent, middle, TOP] > level:
            high = middle
        else:
            low = middle + 1
    copy, row = shelf.records[home, replica, 0], shelf.records[home, parent, low]
    for i in range(row.size):
        copy[i] = row[i]
    path = shelf.paths[home, replica]
    path[COUNT], path[BORN], path[BEST] = 1, sweep, np.int64(row[TOP])


@lane_code
def next_level(shelf, home, kill):  # type: ignore[no-untyped-def]
    """The lowest level at or below which there are `kill` replicas, and how many there are."""
    level, count = shelf.notes[home, LEVEL], 0
    while count < kill:
        level += 1
        count += shelf.census[home, level]
    return level, count
