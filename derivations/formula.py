"""From a syntax tree to an expression, by a list of what is allowed.

## Main definitions
* `Reader`: walks over the tree of one formula.
* `FUNCTIONS`, `CONSTANTS`: what a formula may use besides + − * / ** and parentheses.

## Implementation notes
Whatever is not on the list is refused with its place. The limits keep time and memory small for hostile
input; they are checked before anything large is built.
"""

import ast
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import NoReturn

import sympy as sp
from sympy.core.evalf import PrecisionExhausted

from derivations.formula_error import FormulaError

DEPTH = 40  # levels of brackets and powers
DIGITS, DECIMAL_EXPONENT = 40, 100  # of a number as typed
SIZE = 1000  # digits of an exact number that is built
EXPONENT, ROOT, DEGREE = 40, 12, 40  # numerator and denominator of an exponent; degree of all
LARGEST = 200  # argument of a function, if it is a number

FUNCTIONS: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "sqrt": sp.sqrt,
    "sin": sp.sin,
    "cos": sp.cos,
    "tan": sp.tan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "tanh": sp.tanh,
    "atan": sp.atan,
}
CONSTANTS = {"pi": sp.pi}
INSTEAD = {
    "abs": "abs is not smooth; sqrt(x**2 + 1) is a smooth relative",
    "relu": "relu is not smooth; log(1 + exp(x)) is a smooth relative",
    "ln": "the natural logarithm is called log",
    "arctan": "the inverse tangent is called atan",
    "e": "write exp(1) for Euler's number, or give the coordinate another name",
    "E": "write exp(1) for Euler's number, or give the coordinate another name",
}
RESERVED = FUNCTIONS.keys() | CONSTANTS.keys() | INSTEAD.keys()

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
NUMBER = re.compile(r"(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?")

Graded = tuple[sp.Expr, int]
"""An expression, and a number that its degree does not exceed."""


@dataclass
class Reader:
    """Builds the expression of one formula; `names` collects the coordinates it meets."""

    text: str
    coords: Collection[str] | None
    names: set[str] = field(default_factory=set)

    def read(self, node: ast.expr, depth: int = 0) -> Graded:
        """The expression of `node`; FormulaError if it has a part that is not allowed."""
        if depth > DEPTH:
            self._refuse(node, f"nested more than {DEPTH} levels deep")
        match node:
            case ast.Constant():
                found = self._number(node), 0
            case ast.Name():
                found = self._name(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                inner, degree = self.read(node.operand, depth + 1)
                found = (-inner if isinstance(node.op, ast.USub) else inner), degree
            case ast.BinOp(op=ast.Pow()):
                found = self._power(node, depth)
            case ast.BinOp():
                found = self._chain(node, depth)
            case ast.Call():
                found = self._call(node, depth)
            case _:
                self._refuse(node, "this is not part of a formula", "use numbers, names, + - * / ** and ( )")
        return self._checked(node, *found)

    def _refuse(self, node: ast.expr, problem: str, hint: str = "") -> NoReturn:
        raise FormulaError(problem, self.text, node.col_offset, hint)

    def _checked(self, node: ast.expr, expr: sp.Expr, degree: int) -> Graded:
        if expr.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            self._refuse(node, "this is not a finite number")
        if expr.has(sp.I) or (expr.is_number and expr.is_real is not True):
            self._refuse(node, "this is not a real number")
        if any(_digits(number) > SIZE for number in expr.atoms(sp.Rational)):
            self._refuse(node, f"this makes a number of more than {SIZE} digits")
        if degree > DEGREE:
            self._refuse(node, f"the degree may be {degree}, more than {DEGREE}")
        return expr, degree

    def _number(self, node: ast.Constant) -> sp.Rational:
        typed = self.text[node.col_offset : node.end_col_offset]
        match = NUMBER.fullmatch(typed)
        if not match or not any(match.groups()[:2]):
            self._refuse(node, f"{typed} is not a decimal number")
        before, after, exponent = match.groups(default="")
        if len(before + after) > DIGITS or abs(int(exponent or 0)) > DECIMAL_EXPONENT:
            self._refuse(node, f"a number has up to {DIGITS} digits and an exponent up to {DECIMAL_EXPONENT}")
        exact = Fraction(typed)
        return sp.Rational(exact.numerator, exact.denominator)

    def _name(self, node: ast.Name) -> Graded:
        if node.id in CONSTANTS:
            return CONSTANTS[node.id], 0
        if node.id in FUNCTIONS:
            self._refuse(node, f"{node.id} is a function", f"write {node.id}(...)")
        if node.id in INSTEAD:
            self._refuse(node, f"{node.id} is not known here", INSTEAD[node.id])
        if not NAME.fullmatch(node.id):
            self._refuse(node, "a name is made of up to 20 letters, digits and _, a letter first")
        if self.coords is not None and node.id not in self.coords:
            self._refuse(node, f"{node.id} is not among the coordinates {', '.join(self.coords)}")
        self.names.add(node.id)
        return sp.Symbol(node.id, real=True), 1

    def _power(self, node: ast.BinOp, depth: int) -> Graded:
        base, degree = self.read(node.left, depth + 1)
        exponent, _ = self.read(node.right, depth + 1)
        if not exponent.is_Rational:
            self._refuse(
                node.right, "an exponent is a number such as 2 or 1/2", "write exp(b*log(a)) for a**b"
            )
        if abs(exponent.p) > EXPONENT or exponent.q > ROOT:
            self._refuse(node.right, f"exponents go up to {EXPONENT}, their denominators to {ROOT}")
        if base.is_Rational and _digits(base) * abs(exponent.p) > SIZE:
            self._refuse(node, f"this number may have more than {SIZE} digits")
        return base**exponent, degree * max(1, abs(exponent.p))

    def _chain(self, node: ast.BinOp, depth: int) -> Graded:
        """Sums and products; walked along, since "w+w+..." is a tree as deep as it is long."""
        chain = [node]
        while isinstance(chain[-1].left, ast.BinOp) and not isinstance(chain[-1].left.op, ast.Pow):
            chain.append(chain[-1].left)
        total = self.read(chain[-1].left, depth + 1)
        for link in reversed(chain):
            total = self._combined(link, total, self.read(link.right, depth + 1))
        return total

    def _combined(self, node: ast.BinOp, left: Graded, right: Graded) -> Graded:
        (a, m), (b, n) = left, right
        if isinstance(node.op, ast.Add | ast.Sub):
            return (a + b if isinstance(node.op, ast.Add) else a - b), max(m, n)
        if m + n > DEGREE:  # here, since products of hundreds of factors are slow to build
            self._refuse(node, f"the degree may be {m + n}, more than {DEGREE}")
        if isinstance(node.op, ast.Mult):
            return a * b, m + n
        if not isinstance(node.op, ast.Div):
            self._refuse(node.right, "this operation is not part of a formula", "divide with a single /")
        if b.is_number and not _is_apart_from_zero(b):
            self._refuse(node.right, "this is a division by zero")
        return a / b, m + n

    def _call(self, node: ast.Call, depth: int) -> Graded:
        function = node.func
        if not isinstance(function, ast.Name):
            self._refuse(node, "a number or a bracket is no function", "write * for a product")
        if function.id not in FUNCTIONS:
            self._refuse(function, f"{function.id} is no known function", _suggestion(function.id))
        if len(node.args) != 1 or node.keywords:
            self._refuse(node, f"{function.id} takes one argument")
        argument, degree = self.read(node.args[0], depth + 1)
        if argument.is_number and (abs(argument) <= LARGEST) is not sp.true:  # it may be undecided
            self._refuse(node.args[0], f"a number in a function is at most {LARGEST} in size")
        return FUNCTIONS[function.id](argument), degree


def _is_apart_from_zero(number: sp.Expr) -> bool:
    """Is it shown not to be 0? Not if no digit of it is found, as of sin(1)**2 + cos(1)**2 - 1."""
    try:
        return bool(number.evalf(2, strict=True) != 0)
    except PrecisionExhausted:
        return False


def _digits(number: sp.Rational) -> int:
    """About how many decimal digits it takes."""
    return int(max(int(number.p).bit_length(), int(number.q).bit_length()) * 0.30103) + 1


def _suggestion(name: str) -> str:
    if name in INSTEAD:
        return INSTEAD[name]
    if close := get_close_matches(name, FUNCTIONS, n=1):
        return f"did you mean {close[0]}?"
    return f"the functions are {', '.join(FUNCTIONS)}; write * for a product"
