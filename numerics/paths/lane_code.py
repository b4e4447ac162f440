"""SymPy's expressions as functions of a lane.

A lane holds its coordinates in the rows of a flat array: coordinate k of a component stands at
`rows[at[base + k] + lane]`. The code has only numbers of the lane's own type in it (a double would slow
float32 down to half), integer powers are products, products and sums are fused wherever they meet (which is
faster, and leaves nothing for a compiler to decide), and exp, sin, … are those of `numerics.paths.functions`.

## Main definitions
* `lane_function`: an expression as a compiled function (rows, at, base, lane) → number.
"""

from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.pycode import PythonCodePrinter

from numerics.paths.bits import Function, fused, lane_code, product
from numerics.paths.functions import lane_functions

LARGEST_POWER = 32


class LaneCode(PythonCodePrinter):  # type: ignore[misc]
    """Prints expressions with constants of one type (collected in `constants`) and places for coordinates."""

    def __init__(self, coords: tuple[sp.Symbol, ...], dtype: Any, line: bool) -> None:
        names = {name: name for name in lane_functions(dtype)}
        super().__init__({"fully_qualified_modules": False, "user_functions": names})
        place = "rows[lane]" if line else "rows[at[base + Place({})] + lane]"
        self.places = {c: place.format(k) for k, c in enumerate(coords)}
        self.dtype, self.constants = dtype, dict[str, Any]()

    def _constant(self, expr: sp.Expr) -> str:
        """The name of a constant that is rounded once."""
        name = f"constant_{len(self.constants)}"
        self.constants[name] = self.dtype(float(sp.N(expr, 40)))
        return name

    def _print(self, expr: Any, **kwargs: Any) -> str:
        if isinstance(expr, sp.Expr) and not expr.free_symbols:
            return self._constant(expr)
        return str(super()._print(expr, **kwargs))

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return self.places.get(expr) or str(super()._print_Symbol(expr))

    def _print_Add(self, expr: sp.Expr) -> str:
        """Terms that are no products first, then the products one after the other."""
        terms = [self._factors(term) for term in expr.args]
        plain = [self._product(*term) for term in terms if len(term[1]) == 1]
        rest = [term for term in terms if len(term[1]) > 1]
        total = f"({' + '.join(plain)})" if plain else self._product(*rest.pop(0))
        for sign, (*first, last) in rest:
            total = f"fused({self._product(sign, first)}, {self._print(last)}, {total})"
        return total

    def _print_Mul(self, expr: sp.Expr) -> str:
        return self._product(*self._factors(expr))

    def _factors(self, term: sp.Expr) -> tuple[str, list[sp.Expr]]:
        """The sign and what has to be multiplied: w, w and w for w³."""
        if not isinstance(term, sp.Mul):
            return "", self._powers(term)
        numbers = [-term.args[0], *term.args[1:]] if term.could_extract_minus_sign() else list(term.args)
        factors = [factor for number in numbers if number != 1 for factor in self._powers(number)]
        return "-" if term.could_extract_minus_sign() else "", factors or [sp.S.One]

    def _powers(self, term: sp.Expr) -> list[sp.Expr]:
        if isinstance(term, sp.Pow) and term.exp.is_Integer and 1 < term.exp <= LARGEST_POWER:
            return [term.base] * int(term.exp)
        return [term]

    def _product(self, sign: str, factors: list[sp.Expr]) -> str:
        first, *others = map(self._print, factors)
        return reduce(lambda p, f: f"product({p}, {f})", others, f"({sign}{first})" if sign else first)

    def _print_Pow(self, expr: sp.Expr, rational: bool = False, sqrt: str = "sqrt") -> str:
        base, power = expr.base, expr.exp
        if power.is_negative:
            below = self._print(sp.Pow(base, -power, evaluate=False))
            return f"({self._constant(sp.Integer(1))}/{below})"
        if power.is_Integer and power <= LARGEST_POWER:
            return self._product("", [base] * int(power))
        if power == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if power.is_Rational and power.q == 2 and power <= LARGEST_POWER:
            rest = self._print(sp.Pow(base, power - sp.Rational(1, 2), evaluate=False))
            return f"product(sqrt({self._print(base)}), {rest})"
        return f"exp(product({self._print(power)}, log({self._print(base)})))"


def lane_function(
    expr: sp.Expr, coords: tuple[sp.Symbol, ...], dtype: Any, *, line: bool = False
) -> Function:
    """`expr` as a compiled function (rows, at, base, lane): `coords[k]` is read at rows[at[base + k] + lane].

    With `line`, the one coordinate is read at rows[lane]: then the compiler knows the place, too.

    Raises:
        ValueError: if `expr` has a letter that is no coordinate, or a function that lanes do not know.
    """
    if missing := expr.free_symbols - set(coords):
        raise ValueError(f"expr={expr}: {sorted(map(str, missing))} not in coords={coords}")
    functions = lane_functions(dtype)
    names = {**functions, "Place": np.uint64, "fused": fused, "product": product}
    known = functions.keys() | {"Abs", "Piecewise"}
    if strange := {f.func.__name__ for f in expr.atoms(sp.Function)} - known:
        raise ValueError(f"{', '.join(sorted(strange))} in {expr} cannot be simulated")
    code = LaneCode(coords, dtype, line)
    function = sp.lambdify(sp.symbols("rows at base lane"), expr, [names], printer=code, cse=True)
    function.__globals__.update(code.constants)
    return lane_code(function)
