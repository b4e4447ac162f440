"""Formulas from users: exact if good, refused with a place if not."""

import time

import pytest
import sympy as sp

from derivations.formula_error import FormulaError
from derivations.parse import parse
from derivations.symbols import w, x, y
from derivations.zoo import DOUBLE_WELL, TWO_GATES

R = sp.Rational

GOOD = {
    "(w**2 - 1)**2/4": (w**2 - 1) ** 2 / 4,
    "0.1*w": w / 10,
    "1e-3*w": w / 1000,
    "1.5E+2*w": 150 * w,
    ".5*w": w / 2,
    "5.*w": 5 * w,
    "0.30000000000000000000000001*w": R(30000000000000000000000001, 10**26) * w,
    "-w**2": -(w**2),
    "+w": w,
    "w**-2": w**-2,
    "w**(1/2)": sp.sqrt(w),
    "w**2.5": w ** R(5, 2),
    "w/3/2": w / 6,
    "1 - 2 - w": -1 - w,
    "2*pi*w": 2 * sp.pi * w,
    "log(1 + exp(-w))": sp.log(1 + sp.exp(-w)),
    "sqrt(2)*sin(w)*cos(w)*tan(w)": sp.sqrt(2) * sp.sin(w) * sp.cos(w) * sp.tan(w),
    "sinh(w) + cosh(w) + tanh(w) + atan(w)": sp.sinh(w) + sp.cosh(w) + sp.tanh(w) + sp.atan(w),
    "  (w\n + 1)\t": w + 1,
    "x*y + w": x * y + w,
    "w - w + x": x,
    "+".join(["w"] * 999): 999 * w,
}

BAD = {
    # nothing, too much, too deep, too large
    "": "the formula is empty",
    "   ": "the formula is empty",
    "w" * 10**6: "more than 2000",
    "w" * 21: "up to 20 letters",
    "(" * 41 + "w" + ")" * 41: "brackets are nested more than 40",
    "-" * 1999 + "w": "nested",
    "w**" * 600 + "2": "nested",
    "exp(" * 40 + "-".join("w" * 99) + ")" * 41: "was not opened",
    "9**9**9**9": "exponents go up to 40",
    "w**1000": "exponents go up to 40",
    "w**(1/13)": "denominators to 12",
    "((w**9)**9)": "the degree may be 81",
    "*".join(["(w+1)"] * 300): "the degree may be 41",
    "(9**40)**40*w": "more than 1000 digits",
    "*".join(["1e99"] * 12) + "*w": "more than 1000 digits",
    "1" * 41 + "*w": "up to 40 digits",
    "1e101*w": "an exponent up to 100",
    "1e999999999*w": "an exponent up to 100",
    "(a+b+c+d+f+g)**20": "degree 20 in 6 coordinates is too much",
    "a1+a2+a3+a4+a5+a6+a7+a8+a9+b1+b2+b3+b4": "13 coordinates is too much",
    "exp(1000)*w": "at most 200",
    "exp(exp(exp(9)))*w": "at most 200",
    # not a number
    "1/0": "division by zero",
    "w/(1-1)": "division by zero",
    "0**(-1)*w": "not a finite number",
    "log(0)*w": "not a finite number",
    "tan(pi/2)*w": "not a finite number",
    "sqrt(-1)*w": "not a real number",
    "(-8)**(1/3)*w": "not a real number",
    "log(-1)+w": "not a real number",
    "0x10*w": "0x10 is not a decimal number",
    "1_000*w": "1_000 is not a decimal number",
    "1j*w": "1j is not a decimal number",
    "0777": "out of place",
    "3": "no coordinate",
    "pi": "no coordinate",
    # slips of the pen
    "2w": r"needs a \*; write 2\*w, not 2w",
    "w w": r"needs a \*",
    "(w) x": r"needs a \*",
    "2(w+1)": r"write \* for a product",
    "(w+1)(w-1)": r"write \* for a product",
    "w(w+1)": r"w is no known function.*write \* for a product",
    "w^2": r"powers are written \*\*",
    "w²": r"write \*\*2",
    "w−1": "plain minus sign",
    "π*w": "write pi",
    "[w]": "use round brackets",
    "w{2}": "use round brackets",
    "w[0]": "use round brackets",
    "|w|": "not smooth",
    "abs(w)": "not smooth",
    "relu(w)": "not smooth",
    "ln(w)": "is called log",
    "exq(w)": "did you mean exp",
    "e**w": "write exp",
    "exp": r"exp is a function; write exp\(...\)",
    "exp()": "takes one argument",
    "exp(w, w)": "takes one argument",
    "exp(**w)": "takes one argument",
    "exp(*w)": "not part of a formula",
    "w**x": "an exponent is a number",
    "2**w": "an exponent is a number",
    "w//2": "single /",
    "(w": "this bracket is not closed",
    "w)": "this bracket was not opened",
    "w+": "out of place",
    "*w": "out of place",
    "w = 1": "only the right-hand side",
    "w,w": "not part of a formula",
    # hostile
    "__import__('os').system('true')": "not part of a formula",
    "__import__(w)": "no known function",
    "eval(w)": "no known function",
    "print(w)": "no known function",
    "().__class__": "not part of a formula",
    "w.__class__": "not part of a formula",
    "w.real": "not part of a formula",
    "lambda: 0": "not part of a formula",
    "lambda*w": "lambda cannot be a name",
    "w if w else 1": "if cannot be a name",
    "w and w": "and cannot be a name",
    "not w": "not cannot be a name",
    "True": "True cannot be a name",
    "None*w": "None cannot be a name",
    "import os": "import cannot be a name",
    "(w:=1)": "not part of a formula",
    "[w for w in w]": "round brackets",
    "f'w'": "not part of a formula",
    "'w'": "not part of a formula",
    "w;w": "not part of a formula",
    "w < 1": "not part of a formula",
    "w@w": "not part of a formula",
    "w % 2": "not part of a formula",
    "~w": "not part of a formula",
    "...": "is not a decimal number",
    "_w": "a letter first",
    "ｗ**2": "not part of a formula",
    "wе": "not part of a formula",  # a Cyrillic letter
    "w\u202e": "unprintable character",
    "w\x00": "unprintable character",
    "\ufeffw": "unprintable character",
    "w\\n": "not part of a formula",
    "#w": "not part of a formula",
}


@pytest.mark.parametrize(("text", "expected"), GOOD.items(), ids=lambda v: str(v)[:30])
def test_good_formulas_are_exact(text, expected):
    found = parse(text)
    assert found.expr == expected
    assert not found.expr.has(sp.Float)


@pytest.mark.parametrize(("text", "message"), BAD.items(), ids=lambda v: repr(v)[:30])
def test_bad_formulas_are_refused_at_once(text, message):
    begin = time.process_time()
    with pytest.raises(FormulaError, match=message):
        parse(text)
    assert time.process_time() - begin < 1


def test_coordinates_are_the_sorted_names():
    assert parse("y + x*w").coords == (w, x, y)


def test_coordinates_can_be_given_in_order():
    assert parse("x**2", coords=["y", "x"]).coords == (y, x)


def test_symbols_are_those_of_the_suite():
    assert parse("(w**2 - 1)**2/4", name="double well") == DOUBLE_WELL
    assert parse("(x**2 + y**2 - 1)**2 + x**2/2", name="two gates") == TWO_GATES


def test_names_outside_the_coordinates_are_refused():
    with pytest.raises(FormulaError, match="u is not among the coordinates x, y") as caught:
        parse("x + u", coords=("x", "y"))
    assert caught.value.position == 4


@pytest.mark.parametrize("coords", [[], "w", ["w", "w"], ["2w"], ["exp"], ["pi"], [1], ["w"] * 13])
def test_bad_coordinates_are_refused(coords):
    with pytest.raises(ValueError, match="different names such as"):
        parse("w", coords=coords)


@pytest.mark.parametrize("text", [None, 3, b"w", w])
def test_only_text_is_read(text):
    with pytest.raises(TypeError, match="a formula is a str"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "under"),
    [("w**2 + 3^w", "^"), ("x + abs(w)", "abs"), ("w + 1/0", "0"), ("2*w + 3x", "x"), ("  (w + [", "[")],
)
def test_the_caret_points_at_the_place(text, under):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    _, shown, caret = str(caught.value).split("\n")
    assert shown[caret.index("^") :].startswith(under)


def test_long_formulas_are_shown_in_part():
    with pytest.raises(FormulaError) as caught:
        parse("w + " * 300 + "?" + " + w" * 100)
    _, shown, caret = str(caught.value).split("\n")
    assert len(shown) < 130
    assert shown[caret.index("^")] == "?"


def test_what_cannot_be_printed_is_not_printed():
    with pytest.raises(FormulaError) as caught:
        parse("w\x1b[31m")
    assert "\x1b" not in str(caught.value)
