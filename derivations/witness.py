"""A point at which an expression is certainly not 0.

Free symbols get rational values within their assumptions, undefined functions become concrete smooth
ones: polynomials and exponentials with rational coefficients.

## Main definitions
* `witness`: the substitution, if one is found.

## Implementation notes
Nothing is random: values and functions are tried in a fixed order. A number that is not rational counts
as non-zero only if SymPy's `evalf` finds 30 and 50 digits of it without running out of precision, and
they agree; a hidden zero runs out of precision, so it is never taken for a witness. What still holds an
integral, a sum, a limit or a derivative after `doit` is never evaluated numerically.
"""

from collections.abc import Sequence

import sympy as sp
from sympy.core.evalf import PrecisionExhausted
from sympy.core.function import AppliedUndef, UndefinedFunction

Witness = dict[sp.Basic, sp.Basic]

ATTEMPTS = 6
VALUES = tuple(
    map(sp.Rational, ("3/7", "-5/3", "7/2", "-2/9", "11/5", "5/13", 2, 3, 5, -4, 7, 1, "1/3", -1, 0))
)
PROPERTIES = (
    *("complex", "real", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "zero"),
    *("finite", "imaginary", "integer", "rational", "even", "odd"),
)
"""What may be assumed of an undefined function; a symbol tells by itself what is assumed of it."""
UNFINISHED = (AppliedUndef, sp.Integral, sp.Derivative, sp.Sum, sp.Product, sp.Limit, sp.Subs)


def witness(expr: sp.Expr) -> Witness | None:
    """A substitution at which `expr` is certainly not 0, or None if none was found.

    It maps free symbols to rationals and undefined functions to `Lambda`s; it is empty for a number.
    """
    if any(map(_is_mixed, expr.atoms(sp.Derivative))):
        return None
    symbols = sorted((s for s in expr.free_symbols if isinstance(s, sp.Symbol)), key=str)
    calls = sorted(expr.atoms(AppliedUndef), key=str)
    for attempt in range(ATTEMPTS if symbols or calls else 1):
        values = _values(symbols, attempt)
        functions = _functions(calls, expr, attempt)
        if values is None or functions is None:
            continue
        if _is_certainly_nonzero(_evaluated(expr, functions, values)):
            return {**functions, **values}
    return None


def _fits(value: sp.Basic, unknown: sp.Basic) -> bool:
    """Has `value` provably every property that is assumed of `unknown`?"""
    assumed = unknown.assumptions0 or {name: getattr(unknown, f"is_{name}") for name in PROPERTIES}
    return all(getattr(value, f"is_{name}") is truth for name, truth in assumed.items() if truth is not None)


def _values(symbols: Sequence[sp.Symbol], attempt: int) -> Witness | None:
    """A value for each symbol, different for different symbols where possible; None if one has none."""
    values: Witness = {}
    for i, symbol in enumerate(symbols):
        pool = [value for value in VALUES if _fits(value, symbol)]
        if not pool:
            return None
        values[symbol] = pool[(i + attempt * (len(symbols) or 1)) % len(pool)]
    return values


def _functions(calls: Sequence[AppliedUndef], expr: sp.Expr, attempt: int) -> Witness | None:
    """A concrete function for each undefined one; None if one has no function with its assumptions."""
    families = [_bowl, _bell] if _has_improper_integral(expr) else [_cubic, _bell, _bowl]
    heads: list[UndefinedFunction] = sorted({call.func for call in calls}, key=str)
    functions: Witness = {}
    for i, head in enumerate(heads):
        own = [call for call in calls if call.func == head]
        for shift in range(len(families)):
            family = families[(attempt + shift) % len(families)]
            if all(_fits(family(call.args, i), call) for call in own):
                break
        else:
            return None
        variables = sp.symbols(f"x1:{len(own[0].args) + 1}", real=True, cls=sp.Dummy)
        functions[head] = sp.Lambda(variables, family(variables, i))
    return functions


def _has_improper_integral(expr: sp.Expr) -> bool:
    return any(
        end.is_infinite for integral in expr.atoms(sp.Integral) for lim in integral.limits for end in lim[1:]
    )


def _bowl(args: Sequence[sp.Expr], i: int) -> sp.Expr:
    """A positive quadratic, so that exp(−bowl) can be integrated over the whole space."""
    return 1 + sum(sp.Rational(i + k + 2, 3) * a**2 for k, a in enumerate(args))


def _bell(args: Sequence[sp.Expr], i: int) -> sp.Expr:
    """Positive and decaying, not symmetric."""
    return sp.exp(sum(a / (i + k + 2) - sp.Rational(i + 2 * k + 1, 2) * a**2 for k, a in enumerate(args)))


def _cubic(args: Sequence[sp.Expr], i: int) -> sp.Expr:
    """A polynomial without symmetry whose arguments do not separate."""
    own = sum(
        a / (k + 2) + sp.Rational(i + k + 1, 3) * a**2 + sp.Rational(i + 1, k + 5) * a**3
        for k, a in enumerate(args)
    )
    return own + sp.Mul(*args) * (sp.Mul(*args) + i + 1)


def _evaluated(expr: sp.Expr, functions: Witness, values: Witness) -> sp.Expr:
    """`expr` at the substitution. Derivatives first, for a derivative by a number means nothing."""
    expr = expr.replace(_is_by_a_function, _with_an_own_variable)
    for head, concrete in functions.items():
        expr = expr.replace(head, concrete)
    return expr.doit(integrals=False).subs(values).doit()


def _is_by_a_function(node: sp.Basic) -> bool:
    """Is `node` a derivative such as φ'(L(w)), which SymPy writes as one by L(w), and by nothing else?"""
    return isinstance(node, sp.Derivative) and not any(v.is_Symbol for v in node.variables)


def _is_mixed(node: sp.Derivative) -> bool:
    """Is `node` a derivative both by symbols and by functions?"""
    return len({v.is_Symbol for v in node.variables}) > 1


def _with_an_own_variable(derivative: sp.Derivative) -> sp.Expr:
    """The same derivative by a symbol that is set to the function afterwards."""
    places = {v: sp.Dummy("v", real=True) for v in derivative.variables}
    inner = derivative.expr.subs(places)
    counts = [(places[v], count) for v, count in derivative.variable_count]
    return sp.Subs(sp.Derivative(inner, *counts), tuple(places.values()), tuple(places))


def _is_certainly_nonzero(number: sp.Expr) -> bool:
    if number.is_Rational:
        return bool(number != 0)
    if number.free_symbols or number.has(*UNFINISHED, sp.nan, sp.zoo, sp.oo, -sp.oo):
        return False
    try:
        short, long = (number.evalf(digits, strict=True) for digits in (30, 50))
    except (PrecisionExhausted, ValueError, NotImplementedError):
        return False
    return bool(long != 0 and abs(short - long) < abs(long) * sp.Rational(1, 10**25))
