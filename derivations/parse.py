"""From a formula typed by a user to a Potential, exactly and safely.

The text is read by Python's own parser but never run: `derivations.formula` walks over the syntax tree
and builds the expression from a short list of allowed parts.

## Main definitions
* `parse`: text -> Potential.

## Implementation notes
Decimals are read from the text as exact fractions: "0.1" is 1/10. Neither `eval` nor `sympify` sees any
text, because both would run it.
"""

import ast
import re
import warnings
from collections.abc import Sequence
from keyword import iskeyword
from math import comb

import sympy as sp

from derivations.formula import NAME, RESERVED, Reader
from derivations.formula_error import FormulaError
from derivations.potential import Potential

LENGTH, BRACKETS = 2000, 40  # characters; levels of brackets
COORDINATES, MONOMIALS = 12, 10_000  # monomials: of a polynomial in so many coordinates, expanded

FOREIGN = re.compile(r"[^A-Za-z0-9_.+\-*/(), ]")
INSTEAD = {
    "^": "powers are written **",
    "=": "give only the right-hand side",
    "|": "the absolute value is not smooth; sqrt(x**2 + 1) is a smooth relative",
    **dict.fromkeys("[]{}", "use round brackets"),
    **dict.fromkeys("×·⋅∗", "write *"),
    "÷": "write /",
    **dict.fromkeys("−–", "write the plain minus sign -"),
    "²": "write **2",
    "³": "write **3",
    "π": "write pi",
    "√": "write sqrt( )",
}
WORD = re.compile(r"[A-Za-z_]\w*")
PRODUCT = re.compile(
    r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*(?=[A-Za-z_])|\)\s*(?=\w)|[\w.]\s+(?=[\w.])"
)
"""Two factors side by side; the match ends where the second begins."""


def parse(text: str, coords: Sequence[str] | None = None, name: str = "") -> Potential:
    """The Potential that `text` describes, in real coordinates.

    Args:
        text: a formula such as "(w**2 - 1)**2/4 + 0.1*w".
        coords: the coordinates in order; by default the names in the formula, sorted.
        name: of the potential.

    Raises:
        TypeError: if `text` is not a str.
        ValueError: if `coords` are not different names.
        FormulaError: with its place, if there is anything in the text that is not part of a formula.
    """
    if not isinstance(text, str):
        raise TypeError(f"text={text!r}: a formula is a str, not {type(text).__name__}")
    if coords is not None and not _are_names(coords):
        raise ValueError(f"coords={coords!r}: needed are 1 to {COORDINATES} different names such as 'w'")
    line = re.sub(r"[\t\r\n]", " ", text).strip(" ")  # line ends and indents mean nothing in a formula
    reader = Reader(line, coords)
    expr, degree = reader.read(_tree(line))
    names = sorted(reader.names) if coords is None else coords
    if not names:
        raise FormulaError("there is no coordinate in this formula", line, 0, "name one, such as w")
    if len(names) > COORDINATES or comb(degree + len(names), degree) > MONOMIALS:
        raise FormulaError(f"degree {degree} in {len(names)} coordinates is too much", line, 0)
    return Potential(expr, tuple(sp.Symbol(n, real=True) for n in names), name)


def _are_names(coords: Sequence[str]) -> bool:
    if isinstance(coords, str) or not 0 < len(coords) <= COORDINATES:
        return False
    usable = all(isinstance(c, str) and NAME.fullmatch(c) and c not in RESERVED for c in coords)
    return usable and len(set(coords)) == len(coords)


def _tree(line: str) -> ast.expr:
    """The syntax tree of `line`.

    Raises:
        FormulaError: if there is none.
    """
    _require_plain(line)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of odd numbers, which are refused anyway
            return ast.parse(line, mode="eval").body
    except SyntaxError as error:
        if product := PRODUCT.search(line):
            raise FormulaError("a product needs a *", line, product.end(), "write 2*w, not 2w") from None
        place = min(max((error.offset or 1) - 1, 0), len(line))
        raise FormulaError("something is missing or out of place here", line, place) from None
    except (RecursionError, MemoryError, ValueError):
        raise FormulaError("this formula is nested too deeply", line, 0) from None


def _require_plain(line: str) -> None:
    """Refuse what can be seen without a parser.

    Raises:
        FormulaError: if `line` is empty or too long, or has foreign characters, words of the Python
            language or brackets that do not match.
    """
    if not line:
        raise FormulaError("the formula is empty", line, 0)
    if len(line) > LENGTH:
        raise FormulaError(f"the formula has {len(line)} characters, more than {LENGTH}", line, LENGTH)
    if found := FOREIGN.search(line):
        character = found.group()
        problem = (
            f"{character!r} is not part of a formula" if character.isprintable() else "unprintable character"
        )
        raise FormulaError(problem, line, found.start(), INSTEAD.get(character, ""))
    for word in WORD.finditer(line):
        if iskeyword(word.group()):
            raise FormulaError(f"{word.group()} cannot be a name", line, word.start(), "choose another")
    _require_brackets(line)


def _require_brackets(line: str) -> None:
    """Refuse brackets that do not match.

    Raises:
        FormulaError: if there are any, or they are nested too deeply.
    """
    opened = []
    for place, character in enumerate(line):
        if character == "(":
            opened.append(place)
        elif character == ")" and not opened:
            raise FormulaError("this bracket was not opened", line, place)
        elif character == ")":
            opened.pop()
        if len(opened) > BRACKETS:
            raise FormulaError(f"brackets are nested more than {BRACKETS} levels deep", line, place)
    if opened:
        raise FormulaError("this bracket is not closed", line, opened[-1])
