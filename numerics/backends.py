"""One symbolic expression, five callables.

Constants stay as exact as the backend can hold them. For Arb this is not automatic: SymPy's `math`
printer writes 1/3 as a Python float, and the ball that comes out excludes the true value. The `mpmath`
printer writes mpf(1)/mpf(3); reading `mpf` as `arb` keeps the ball honest. The float backends get every
constant rounded once, to the nearest double.

## Main definitions
* `compiled`: an expression as a function, for "arb", "mpmath", "numpy", "numba" or "torch".
* `on_balls`: the same for Arb only, with further functions.

## Implementation notes
The Arb function also takes `acb` balls and `arb_series` power series: the same code then gives complex
values and Taylor coefficients. π and its like are made anew at every call, in the precision of the call.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, TypeAlias

import flint
import numba
import sympy as sp

Function: TypeAlias = Callable[..., Any]

METHODS = frozenset({"exp", "log", "sqrt", "sin", "cos", "tan", "atan", "erf", "gamma"})
FORMULAS: dict[str, Function] = {  # for power series, which know fewer functions
    "sinh": lambda z: (z.exp() - (-z).exp()) / 2,
    "cosh": lambda z: (z.exp() + (-z).exp()) / 2,
    "tanh": lambda z: 1 - 2 / ((2 * z).exp() + 1),
}
CONSTANTS: dict[sp.Expr, Function] = {
    sp.pi: flint.arb.pi,
    sp.E: flint.arb.const_e,
    sp.EulerGamma: flint.arb.const_euler,
    sp.Catalan: flint.arb.const_catalan,
}
EXACT_INTEGERS = 2**53


def _method(name: str) -> Function:
    """The function `name` of balls and series; an exact integer argument becomes a ball first."""

    def apply(z: Any) -> Any:
        ball = flint.arb(z) if isinstance(z, int) else z
        return getattr(ball, name)() if hasattr(ball, name) else FORMULAS[name](ball)

    return apply


FUNCTIONS = {name: _method(name) for name in sorted(METHODS | FORMULAS.keys())}


def on_balls(
    expr: sp.Expr, symbols: tuple[sp.Symbol, ...], extra: Mapping[str, Function] | None = None
) -> Function:
    """`expr` as a function of Arb balls; `extra` holds further functions by name.

    Raises:
        ValueError: if the expression has a function or a constant that is not known as a ball.
    """
    known = FUNCTIONS | dict(extra or {})
    constants = sorted(expr.atoms(sp.NumberSymbol, sp.CRootOf), key=str)
    makers = [partial(_root, c) if isinstance(c, sp.CRootOf) else CONSTANTS.get(c) for c in constants]
    strange = {str(f.func) for f in expr.atoms(sp.Function)}
    strange |= {str(c) for c, maker in zip(constants, makers, strict=True) if maker is None}
    if unknown := sorted(strange - known.keys() - {"Abs"}):
        raise ValueError(f"{', '.join(unknown)} in {expr} cannot be enclosed; known are {', '.join(known)}")
    letters = [sp.Dummy("c") for _ in constants]
    body = expr.xreplace(dict(zip(constants, letters, strict=True)))
    names = [known | {"mpf": flint.arb}, "mpmath"]
    function: Function = sp.lambdify((*letters, *symbols), body, names, cse=True)
    return (lambda *args: function(*[make() for make in makers if make], *args)) if makers else function


def _root(root: sp.CRootOf) -> flint.arb:
    """A real root of a polynomial over the integers: FLINT encloses them all, SymPy tells which one."""
    near = root.eval_rational(sp.Rational(1, 2**40))
    place = flint.arb(flint.fmpq(int(near.p), int(near.q)), flint.arb(2) ** -39)
    polynomial = flint.fmpz_poly([int(c) for c in reversed(root.poly.all_coeffs())])
    roots: Any = polynomial.complex_roots()
    (found,) = [flint.arb(z.real) for z, _ in roots if z.imag == 0 and z.real.overlaps(place)]
    return found


def _rounded(expr: sp.Expr) -> sp.Expr:
    """`expr` with every constant part rounded once, to the nearest double; exponents stay exact."""
    if expr.is_Integer and abs(expr) <= EXACT_INTEGERS:
        return expr
    if not expr.free_symbols:
        return sp.Float(float(sp.N(expr, 40)), 17)
    if expr.is_Pow and expr.exp.is_Rational:
        return sp.Pow(_rounded(expr.base), expr.exp, evaluate=False)
    if expr.is_Mul or expr.is_Add:
        constant, rest = expr.as_independent(*expr.free_symbols, as_Add=expr.is_Add)
        parts = [_rounded(part) for part in expr.func.make_args(rest)]
        kept = [] if constant == expr.identity else [_rounded(constant)]
        return expr.func(*kept, *parts, evaluate=False)
    return expr.func(*map(_rounded, expr.args)) if expr.args else expr


@lru_cache(maxsize=1024)
def compiled(expr: sp.Expr, symbols: tuple[sp.Symbol, ...], backend: str) -> Function:
    """`expr` as a function of `symbols`, one positional argument each.

    "arb" takes balls (arb, acb, arb_series) or integers, "mpmath" numbers in its working precision, "numpy"
    and "torch" arrays of one shape, "numba" doubles (from compiled code, too). PyTorch is imported only if
    asked for. A function that Arb does not know raises ValueError.

    Raises:
        TypeError: if `expr` contains a float, which cannot be exact.
        ValueError: if the backend is unknown, a letter of `expr` is not in `symbols`, or `expr` is not real
            and finite.
    """
    if floats := expr.atoms(sp.Float):
        raise TypeError(
            f"expr={expr}: exact numbers only, use Rational instead of {sorted(map(str, floats))}"
        )
    if missing := expr.free_symbols - set(symbols):
        raise ValueError(f"expr={expr}: {sorted(map(str, missing))} not in symbols={symbols}")
    if expr.has(sp.I, sp.oo, -sp.oo, sp.zoo, sp.nan):
        raise ValueError(f"expr={expr}: a real, finite expression is wanted")
    modules = {"mpmath": "mpmath", "numpy": ["numpy", "scipy"], "numba": "math", "torch": "torch"}
    if backend == "arb":
        return on_balls(expr, symbols)
    if backend not in modules:
        raise ValueError(f"backend={backend!r}: allowed are arb, mpmath, numpy, numba, torch")
    body = expr if backend == "mpmath" else _rounded(expr)
    function: Function = sp.lambdify(symbols, body, modules[backend], cse=True)
    return numba.njit(function) if backend == "numba" else function
