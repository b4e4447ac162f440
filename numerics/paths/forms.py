"""The coordinates of a loss, sorted by the form of their force.

Coordinates whose forces differ only in which neighbours they name share one compiled function: a chain of 64
sites has two or three forms, not 64.

## Main definitions
* `Form`: the coordinates with forces of one form.      * `forms`: the forms of a loss.
"""

from dataclasses import dataclass

import sympy as sp

from derivations.potential import Potential


@dataclass(frozen=True)
class Form:
    """∂L/∂w_i for the coordinates i in `sites`: `force` in `letters`, which stand for `places[i]`."""

    force: sp.Expr
    letters: tuple[sp.Symbol, ...]
    sites: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]


def forms(potential: Potential) -> tuple[Form, ...]:
    """The forms of the components of ∇L."""
    number = {c: k for k, c in enumerate(potential.coords)}
    found: dict[tuple[sp.Expr, int], list[tuple[int, tuple[int, ...]]]] = {}
    for site, coord in enumerate(potential.coords):
        force = sp.diff(potential.expr, coord)
        used = [coord, *sorted(force.free_symbols - {coord}, key=lambda c: abs(number[c] - site))]
        letters = sp.symbols(f"site_:{len(used)}", real=True)
        shape = force.xreplace(dict(zip(used, letters, strict=True)))
        found.setdefault((shape, len(used)), []).append((site, tuple(number[c] for c in used)))
    return tuple(
        Form(
            shape,
            sp.symbols(f"site_:{size}", real=True),
            tuple(site for site, _ in members),
            tuple(places for _, places in members),
        )
        for (shape, size), members in found.items()
    )
