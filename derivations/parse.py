"""From a formula typed by a user to a Potential, exactly and safely.

The text is read by Python's own parser, but never run: a walk over the syntax tree builds the expression
from a short list of allowed parts, and whatever is not on the list is refused with its place.

## Main definitions
* `parse`: text -> Potential.
* `FUNCTIONS`, `CONSTANTS`: what may be used besides + − * / ** and parentheses.

## Implementation notes
Decimals are read from the text as exact fractions: "0.1" is 1/10. Neither `eval` nor `sympify` sees any
text, because both would run it. The limits below keep time and memory small for hostile input; they are
checked before anything large is built.
"""

import ast
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import comb
from typing import NoReturn

import sympy as sp

from derivations.formula_error import FormulaError
from derivations.potential import Potential

LENGTH, NODES, DEPTH = 2000, 800, 40  # characters; parts of the syntax tree; levels of it
DIGITS, DECIMAL_EXPONENT, SIZE = 40, 100, 1000  # of a number as typed; after e; digits of any exact number
EXPONENT, ROOT, DEGREE, MONOMIALS = 40, 12, 40, 10_000
LARGEST = 200  # argument of a function, if it is a number
COORDINATES = 12

FUNCTIONS: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "sin": sp.sin, "cos": sp.cos, "tan": sp.tan,
    "sinh": sp.sinh, "cosh": sp.cosh, "tanh": sp.tanh, "atan": sp.atan,
}  # fmt: skip
CONSTANTS = {"pi": sp.pi}
HINTS = {
    "abs": "abs is not smooth; sqrt(x**2 + 1) is a smooth relative",
    "relu": "relu is not smooth; log(1 + exp(x)) is a smooth relative",
    "ln": "the natural logarithm is called log",
    "arctan": "the inverse tangent is called atan",
    "e": "write exp(1) for Euler's number, or give a coordinate another name",
    "E": "write exp(1) for Euler's number, or give a coordinate another name",
}
CHARACTERS = {
    "^": "powers are written **", "=": "give only the right-hand side", "|": HINTS["abs"],
    "[": "use round brackets", "]": "use round brackets", "{": "use round brackets", "}": "use round brackets",
    "×": "write *", "·": "write *", "÷": "write /", "−": "write the plain minus sign -", "²": "write **2",
    "³": "write **3", "π": "write pi", "√": "write sqrt( )",
}  # fmt: skip

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
NUMBER = re.compile(r"(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?")
Bounded = tuple[sp.Expr, int]
"""An expression, and a bound for its degree."""


def parse(text: str, coords: Sequence[str] | None = None, name: str = "") -> Potential:
    """The Potential that `text` describes.

    Args:
        text: a formula such as "(w**2 - 1)**2/4 + 0.1*w".
        coords: the coordinates in order; by default the names in the formula, sorted.
        name: of the potential.

    Raises:
        TypeError: if `text` is not a str.
        ValueError: if `coords` are not different names; FormulaError, with the place, if the text is no
            formula.
    """
    if not isinstance(text, str):
        raise TypeError(f"text={text!r}: a formula is a str, not {type(text).__name__}")
    if coords is not None and (isinstance(coords, str) or not _are_names(coords)):
        raise ValueError(f"coords={coords!r}: a sequence of different names, made of letters, digits and _")
    reader = Reader(text, _tree(text), None if coords is None else tuple(coords))
    return reader.potential(name)


def _are_names(coords: Sequence[str]) -> bool:
    reserved = FUNCTIONS.keys() | CONSTANTS.keys() | HINTS.keys()
    names = all(isinstance(c, str) and NAME.fullmatch(c) and c not in reserved for c in coords)
    return names and 0 < len(set(coords)) == len(coords) <= COORDINATES


def _tree(text: str) -> ast.expr:
    """The syntax tree of `text`, after everything that can be seen without parsing."""
