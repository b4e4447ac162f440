"""How far the value of an expression in doubles may be off: running error bounds, as expressions.

To first order in u, half a unit in the last place, the value errs by at most u m: each operation adds its own
value, and hands on what its arguments have. Where the terms of a sum cancel, m is much larger than the sum.

## Main definitions
* `running_error`: an expression -> m, each letter a rounded number.
* `constants_error`: the part of m that comes from constants such as 1/3; it is the same at all places, while
  the rest changes its sign from one place to the next.

## References
* Higham2002, Section 3.3: running error analysis.
"""

from math import prod

import sympy as sp


def running_error(expr: sp.Expr) -> sp.Expr:
    """The m of `expr`, in its letters."""
    return _error(expr, operations=True)


def constants_error(expr: sp.Expr) -> sp.Expr:
    """The same if only constants were rounded."""
    return _error(expr, operations=False)


def _error(expr: sp.Expr, *, operations: bool) -> sp.Expr:
    if not expr.args:
        return sp.Abs(expr) if _is_rounded(expr, operations) else sp.S.Zero
    taken = 1 if expr.is_Pow and expr.exp.is_Rational else len(expr.args)  # an exponent is taken as it is
    handed_on = sp.Add(
        *(_weight(expr, n) * _error(expr.args[n], operations=operations) for n in range(taken))
    )
    return handed_on + (max(len(expr.args) - 1, 1) * _size(expr) if operations else 0)


def _is_rounded(leaf: sp.Expr, operations: bool) -> bool:
    if leaf.is_Rational:
        return bin(leaf.q).count("1") > 1  # a denominator that is no power of 2
    return operations or not leaf.is_Symbol


def _size(expr: sp.Expr) -> sp.Expr:
    """The most that a partial result of `expr` may be: of a sum, the sum of the sizes."""
    return sp.Add(*map(sp.Abs, expr.args)) if expr.is_Add else sp.Abs(expr)


def _weight(expr: sp.Expr, number: int) -> sp.Expr:
    """|∂ expr/∂ argument|, a product's without a division by what may be 0."""
    if expr.is_Add:
        return sp.S.One
    if expr.is_Mul:
        return sp.Abs(prod((arg for other, arg in enumerate(expr.args) if other != number), start=sp.S.One))
    names = [sp.Dummy(real=True) for _ in expr.args]
    slope = sp.diff(expr.func(*names), names[number])
    return sp.Abs(slope.xreplace(dict(zip(names, expr.args, strict=True)))).replace(
        sp.DiracDelta, lambda *_: 0
    )
