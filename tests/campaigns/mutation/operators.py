"""What may be falsified at one place of a program, as it stands in the text.

A slip of the pen: another operator, a boundary that moves, a condition that is lost, a number that is one
off, two arguments in the wrong order, the smaller for the larger. Each is one change of one place.

## Main definitions
* `slips`: the changes at a node of the syntax tree, as pieces of text in place of its own.

## Implementation notes
Numbers of 50 and more, and floats, are resolutions, precisions and tolerances here: 401 panels for 400 is no
slip, and nothing should notice it. They stay as they are, and so does text.
"""

import ast
from collections.abc import Callable, Iterator

FEW = 50  # from here on a number is a resolution
Place = ast.expr | ast.stmt
Text = Callable[[Place], str]

BINARY: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.Pow: ("**", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
ORDER: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
_PAIRS = (
    ("min", "max"),
    ("Min", "Max"),
    ("minimum", "maximum"),
    ("argmin", "argmax"),
    ("any", "all"),
    ("sin", "cos"),
    ("sinh", "cosh"),
    ("floor", "ceil"),
    ("at_most", "at_least"),
    ("low", "high"),
    ("lower", "upper"),
    ("SUPPORTS", "REFUTES"),
    ("HOLDS", "FAILS"),
    ("ENCLOSED", "STATISTICAL"),
)
TWINS = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
SYMMETRIC = {
    "min",
    "max",
    "Min",
    "Max",
    "minimum",
    "maximum",
    "zip",
    "isinstance",
    "hasattr",
    "getattr",
    "Add",
}
SYMMETRIC |= {"Mul", "gcd", "lcm", "hypot", "isclose", "allclose", "equal", "And", "Or", "symbols", "print"}
Slip = tuple[Place, str]  # the node that is replaced, and by what


def slips(node: ast.AST, text: Text) -> Iterator[Slip]:
    """All changes at `node`; `text` gives a node as it is written."""
    match node:
        case ast.BinOp():
            yield from _other_operator(node, text)
        case ast.Compare(ops=[op]) if type(op) in ORDER:
            yield node, _between(node.left, node.comparators[0], node, ORDER[type(op)], text)
        case ast.BoolOp(values=[first, second, *_]):
            swap = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            if len(node.values) == 2:
                yield node, f"({_between(first, second, node, swap, text)})"
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield node, f"({text(operand)})"
        case ast.Constant():
            yield from _other_constant(node)
        case ast.Call():
            yield from _swapped(node, text)
        case ast.Name(id="min" | "max" | "any" | "all" | "at_most" | "at_least" as name):
            yield node, TWINS[name]
        case ast.Attribute(attr=name, ctx=ast.Load()) if name in TWINS:
            yield node, f"{text(node.value)}.{TWINS[name]}"
        case ast.If(test=test, body=[ast.Raise() | ast.Return() | ast.Continue() | ast.Break(), *_]):
            yield test, f"(False and ({text(test)}))"
        case ast.IfExp(test=test):
            yield test, f"(not ({text(test)}))"
        case ast.comprehension(ifs=[test, *_]):
            yield test, f"(True or ({text(test)}))"
        case ast.AugAssign(op=op, target=target, value=value) if type(op) in BINARY:
            new = BINARY[type(op)][1]
            yield node, f"{text(target)} {new}= {text(value)}"
        case ast.Break():
            yield node, "continue"
        case ast.Continue():
            yield node, "break"


def _other_operator(node: ast.BinOp, text: Text) -> Iterator[Slip]:
    if type(node.op) not in BINARY or any(map(_is_text, (node.left, node.right))):
        return
    old, new = BINARY[type(node.op)]
    changed = _between(node.left, node.right, node, (old, new), text)
    yield node, f"({changed})" if old in {"**", "//", "%", "&", "|"} else changed


def _between(first: ast.expr, second: ast.expr, whole: ast.expr, swap: tuple[str, str], text: Text) -> str:
    """The text of `whole` with another operator between two of its parts, brackets and all."""
    written, a, b = text(whole), text(first), text(second)
    start = written.index(a) + len(a)
    end = written.rindex(b)
    return written[:start] + written[start:end].replace(*swap, 1) + written[end:]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _other_constant(node: ast.Constant) -> Iterator[Slip]:
    match node.value:
        case bool():
            yield node, str(not node.value)
        case int() if 0 <= node.value < FEW:
            yield node, str(node.value + 1)


def _swapped(node: ast.Call, text: Text) -> Iterator[Slip]:
    """The first two arguments the wrong way round."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if len(node.args) < 2 or name in SYMMETRIC or any(isinstance(a, ast.Starred) for a in node.args[:2]):
        return
    first, second = node.args[:2]
    written, a, b = text(node), text(first), text(second)
    if a == b or any(map(_is_text, (first, second))):
        return
    start = len(text(node.func))
    at = written.index(a, start)
    then = written.index(b, at + len(a))
    yield node, written[:at] + b + written[at + len(a) : then] + a + written[then + len(b) :]
