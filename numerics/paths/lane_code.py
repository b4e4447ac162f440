"""SymPy's expressions as functions of a lane.

A lane holds its coordinates in the rows of a flat array: coordinate k of a component stands at
`rows[at[base + k] + lane]`. The code has only numbers of the lane's own type in it (a double would slow
float32 down to half), integer powers are products, and exp, sin, … are those of `numerics.paths.functions`.

## Main definitions
* `lane_function`: an expression as a compiled function (rows, at, base, lane) → number.
"""

from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.pycode import PythonCodePrinter

from numerics.paths.bits import Function, lane_code
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

    def _print_Mul(self, expr: sp.Expr) -> str:
        return "(" + "*".join(f"({self._print(factor)})" for factor in expr.args) + ")"

    def _print_Pow(self, expr: sp.Expr, rational: bool = False, sqrt: str = "sqrt") -> str:
        base, power = expr.base, expr.exp
        if power.is_negative:
            below = self._print(sp.Pow(base, -power, evaluate=False))
            return f"({self._constant(sp.Integer(1))}/{below})"
        if power.is_Integer and power <= LARGEST_POWER:
            return "(" + "*".join([f"({self._print(base)})"] * int(power)) + ")"
        if power == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if power.is_Rational and power.q == 2 and power <= LARGEST_POWER:
            rest = self._print(sp.Pow(base, power - sp.Rational(1, 2), evaluate=False))
            return f"(sqrt({self._print(base)})*{rest})"
        return f"exp(({self._print(power)})*log({self._print(base)}))"


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
    names = {**lane_functions(dtype), "Place": np.uint64}
    known = names.keys() | {"Abs", "Piecewise"}
    if strange := {f.func.__name__ for f in expr.atoms(sp.Function)} - known:
        raise ValueError(f"{', '.join(sorted(strange))} in {expr} cannot be simulated")
    code = LaneCode(coords, dtype, line)
    function = sp.lambdify(sp.symbols("rows at base lane"), expr, [names], printer=code, cse=True)
    function.__globals__.update(code.constants)
    return lane_code(function)
