"""What each check measured, predicted and met as controls when last looked at: tests/pinned_figures.json.

A verdict forgives much: a statement that is refuted at one temperature is refuted at another, and whatever
stands for a wrong formula of the paper is wrong, too. A figure forgives nothing. So whoever changes an
example or a formula sees what came of it, and pins the new figures after a run:

    python -m tests.pinned_figures run/evidence.json

## Main definitions
* `figures`: the outcome of a check, then the formulas, numbers and words of its evidence.
* `moved`: those that are not as pinned.      * `turned`: whether the outcome is another one.
* `comparable`: whether the libraries are those with which they were pinned.      * `pin`: pin those of a run.

## Implementation notes
Checks of trained networks are left out: their bits depend on the processor. Other numbers may differ by a
fifty-thousandth: without vector instructions (NumPy's, OpenBLAS's and Numba's processor set to a Nehalem) two
upper bounds moved by 7e-6, no other number by a millionth, but for a bound around zero of the size 1e-28.
Long formulas are kept as a digest; other versions of SymPy may write the same one differently.
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ledger import load
from ledger.files import write_atomically
from ledger.model import DEFAULT_SEED

FILE = Path(__file__).with_suffix(".json")
LIBRARIES = ("sympy", "mpmath", "python-flint", "numpy", "scipy", "numba")
RELATIVE, ABSOLUTE = 2e-5, 1e-24
LONG = 80  # characters
Figure = str | list[float]
Evidence = Mapping[str, Any]


def figures(evidence: Evidence) -> list[Figure]:
    """The outcome, what was measured, what was predicted, and the controls by name.

    There is no structure in it; a bound is a pair of numbers.
    """
    outcome = evidence["outcome"] + ("" if evidence["has_teeth"] else ", without teeth")
    met = [evidence["measured"], evidence["predicted"]]
    controls = [leaf for c in evidence["controls"] for leaf in (c["name"], *_leaves(c["predicted"]))]
    return [outcome, *(leaf for told in met for leaf in _leaves(told)), *controls]


def _leaves(told: Mapping[str, Any]) -> Iterator[Figure]:
    match told:
        case {"kind": "bound", "low": low, "high": high}:
            yield [float(f"{float(end):.9g}") for end in (low, high)]
        case {"kind": "table", "rows": rows}:
            for name, member in rows:
                yield name
                yield from _leaves(member)
        case {"kind": "list", "items": items}:
            for member in items:
                yield from _leaves(member)
        case {"text": text}:
            yield text if len(text) <= LONG else sha256(text.encode()).hexdigest()[:16]


def moved(checks: Mapping[str, Any]) -> list[str]:
    """A line for each figure that is not as pinned, of checks as the evidence file has them.

    With other libraries than those of the pinned figures nothing is compared.
    """
    if not comparable():
        return []
    return [
        line
        for check, told in checks.items()
        if told["status"] == "ran" and _is_pinned(check)
        for line in _moved(check, figures(told["evidence"]))
    ]


def turned(check: str, evidence: Evidence) -> bool:
    """Whether the outcome itself is not as pinned."""
    return figures(evidence)[:1] != _pinned()["figures"].get(check, [])[:1]


def _is_pinned(check: str) -> bool:
    return not check.startswith("nn_experiments")


def _moved(check: str, now: list[Figure]) -> list[str]:
    was = _pinned()["figures"].get(check, [])
    if len(was) != len(now):
        return [f"{check}: {len(now)} figures, pinned: {len(was)}"]
    return [f"{check}: {b}, pinned: {a}" for a, b in zip(was, now, strict=True) if not _same(a, b)]


def _same(was: Figure, now: Figure) -> bool:
    if isinstance(was, str) or isinstance(now, str):
        return was == now
    scale = RELATIVE * max(map(abs, was)) if all(map(math.isfinite, was)) else 0.0
    return all(a == b or abs(a - b) <= ABSOLUTE + scale for a, b in zip(was, now, strict=True))


def comparable() -> bool:
    """Whether the libraries here have the versions with which the figures were pinned."""
    return bool(_pinned()["versions"] == _versions())


@cache
def _pinned() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def _versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def pin(run: Path, file: Path = FILE) -> None:
    """Pin the figures of a run, one check a line.

    Raises:
        ValueError: if the run had another seed than the tests have.
    """
    evidence = json.loads(run.read_text(encoding="utf-8"))
    if evidence["setting"]["seed"] != DEFAULT_SEED:
        raise ValueError(
            f"{run}: its seed is {evidence['setting']['seed']}, that of the tests is {DEFAULT_SEED}"
        )
    found = {
        name: figures(told["evidence"])
        for name, told in sorted(evidence["checks"].items())
        if told["status"] == "ran" and _is_pinned(name) and load.check(name).speed == "quick"
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in found.items()]
    head = f'{{"versions": {json.dumps(_versions())},\n "figures": {{\n'
    write_atomically(file, (head + ",\n".join(lines) + "\n}}\n").encode())


if __name__ == "__main__":
    pin(Path(sys.argv[1]))
