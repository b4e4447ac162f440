"""Licences of installed packages, as their metadata name them.

## Main definitions
* `licence`: of a package.      * `strength`: what kind of licence that is.
* `imported`: all that the installed suite needs, and what that needs in turn.

## Implementation notes
Metadata name a licence in one of four places; the most definite comes first. What wheels bundle (a BLAS, a
Fortran runtime) has licences of its own in the wheel, which are not read here.
"""

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

SUITE, EXTRAS = "sgd-theorems", ("nn", "cluster")
SHORT = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License (GPL)": "GPL",
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF",
}
FREE = re.compile(
    r"MIT|MIT-CMU|(0)?BSD.*|Apache-2\.0.*|PSF.*|Zlib|CC0-1\.0|BSL-1\.0|Public Domain|ISC|Unlicense"
)
WEAK = re.compile(r"MPL.*|LGPL.*|EPL.*")
STRONG = re.compile(r"A?GPL.*")
KINDS = ("free", "weak copyleft", "strong copyleft", "unknown")


def licence(package: str) -> str:
    """The licence of an installed `package`; "" if its metadata name none.

    Raises:
        PackageNotFoundError: if the package is not installed.
    """
    found = distribution(package)
    metadata = found.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [
        c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License")
    ]
    if classifiers:
        return " AND ".join(SHORT.get(c, c) for c in classifiers)
    told = metadata["License"] if "License" in metadata else _head_of_file(found)
    line = told.strip().partition("\n")[0]
    return SHORT.get(line, line)


def _head_of_file(found: Distribution) -> str:
    """The first line of the licence that lies beside the metadata."""
    named = [f for f in found.files or () if "licenses" in f.parts and f.name.startswith("LICEN")]
    return named[0].read_text(encoding="utf-8") if named else ""


def strength(told: str) -> str:
    """One of `KINDS`: of alternatives the freest counts, of parts the least free."""
    ways = [[_strength(part) for part in way.split(" AND ")] for way in told.split(" OR ")]
    return min((max(parts, key=KINDS.index) for parts in ways), key=KINDS.index)


def _strength(part: str) -> str:
    name = part.strip("() ")
    for kind, pattern in zip(KINDS, (FREE, WEAK, STRONG), strict=False):
        if pattern.fullmatch(name):
            return kind
    return "unknown"


def imported() -> set[str]:
    """Canonical names of all packages that the suite and its `EXTRAS` need, directly or not."""
    known: set[str] = set()
    waiting = list(_needs(SUITE, EXTRAS))
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting += _needs(name)
    return known


def _needs(package: str, extras: Iterable[str] = ()) -> list[str]:
    try:
        lines = distribution(package).requires or []
    except PackageNotFoundError:  # what another platform needs
        return []
    wanted = [Requirement(line) for line in lines]
    settings = [{"extra": extra} for extra in ("", *extras)]
    return [canonical(w.name) for w in wanted if not w.marker or any(w.marker.evaluate(s) for s in settings)]


def canonical(name: str) -> str:
    """A name as indexes compare it: lower case, hyphens alone."""
    return re.sub(r"[-_.]+", "-", name).lower()
