"""Are two exact expressions equal? Proof, counterexample, or neither.

`SUPPORTS` needs exact algebra to reduce the difference to 0. `REFUTES` needs a witness: rational values
of the free symbols, within their assumptions, and concrete smooth functions in place of the undefined
ones, at which the difference is certainly not 0. Everything else is `INCONCLUSIVE`.

## Main definitions
* `equal`: the comparer of SymPy objects, for checks.
* `vanishes`: the same question about one expression.

The witness itself: `derivations.witness`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from derivations.witness import UNFINISHED, witness
from ledger.compare import Comparer
from ledger.outcome import Outcome, every


def equal() -> Comparer:
    """Are two SymPy objects equal: scalars, matrices, truth values, tuples or mappings of them?

    Decides SUPPORTS by exact algebra, REFUTES by a witness, INCONCLUSIVE otherwise. A float raises
    TypeError, different shapes raise ValueError.
    """
    return Comparer("measured − predicted = 0, by exact algebra; refuted by an exact witness", _compared)


def vanishes(expr: sp.Expr) -> Outcome:
    """Is `expr` identically 0 in its free symbols and undefined functions? A float raises TypeError."""
    _require_exact(expr)
    if expr.is_zero or any(form == 0 for form in _cheap_forms(expr)):
        return Outcome.SUPPORTS
    if witness(expr) is not None:
        return Outcome.REFUTES
    return Outcome.SUPPORTS if any(form == 0 for form in _dear_forms(expr)) else Outcome.INCONCLUSIVE


def _require_exact(side: sp.Basic) -> None:
    """Refuse floats.

    Raises:
        TypeError: if there is one in `side`.
    """
    if floats := side.atoms(sp.Float):
        raise TypeError(f"{min(floats, key=str)} is a float: only exact numbers are compared, use Rational")


def _compared(measured: Any, predicted: Any) -> Outcome:
    """`equal`, member by member.

    Raises:
        ValueError: if the two sides differ in shape.
    """
    if _shape(measured) != _shape(predicted):
        raise ValueError(
            f"shapes {_shape(measured)} and {_shape(predicted)}: equal compares objects of one shape"
        )
    if isinstance(measured, Mapping):
        return every(_compared(measured[key], predicted[key]) for key in measured)
    if _shape(measured):
        return every(_compared(a, b) for a, b in zip(measured, predicted, strict=True))
    return _scalars_compared(sp.sympify(measured, strict=True), sp.sympify(predicted, strict=True))


def _shape(side: Any) -> tuple[Any, ...]:
    """() for a scalar, so that only collections are taken apart."""
    if isinstance(side, Mapping):
        return ("mapping", *sorted(map(str, side)))
    if isinstance(side, sp.MatrixBase | sp.NDimArray):
        return ("array", *side.shape)
    return ("tuple", len(side)) if isinstance(side, Sequence | sp.Tuple) and not isinstance(side, str) else ()


def _scalars_compared(a: sp.Basic, b: sp.Basic) -> Outcome:
    _require_exact(a)
    _require_exact(b)
    if sp.nan in (a, b):
        return Outcome.INCONCLUSIVE
    if a == b:
        return Outcome.SUPPORTS
    if isinstance(a, sp.Expr) and isinstance(b, sp.Expr):
        return _infinities_compared(a, b) if a.is_infinite or b.is_infinite else vanishes(a - b)
    truths = {sp.true, sp.false}
    return Outcome.REFUTES if a in truths and b in truths else Outcome.INCONCLUSIVE


def _infinities_compared(a: sp.Expr, b: sp.Expr) -> Outcome:
    """Of two different expressions, one of them infinite."""
    known = all(side.is_finite or side in (sp.oo, -sp.oo, sp.zoo) for side in (a, b))
    return Outcome.REFUTES if known else Outcome.INCONCLUSIVE


def _cheap_forms(expr: sp.Expr) -> Iterator[sp.Expr]:
    """Equal forms of `expr`, found quickly.

    Yields:
        expressions equal to `expr`, cheapest first.
    """
    yield sp.expand(expr)
    derived = expr.doit(integrals=False)
    yield sp.expand(derived)
    if not derived.has(*UNFINISHED):
        yield sp.expand(sp.fraction(sp.together(derived))[0])


def _dear_forms(expr: sp.Expr) -> Iterator[sp.Expr]:
    """Forms of `expr` that may take seconds to find.

    Yields:
        expressions that are 0 only if `expr` is.
    """
    done = sp.expand(expr.doit())
    yield done
    if not expr.free_symbols and expr.is_algebraic:
        # The minimal polynomial of an algebraic number is x if and only if the number is 0.
        x = sp.Dummy("x")
        yield sp.minimal_polynomial(expr, x) - x
    yield sp.simplify(done, doit=False)
    yield sp.radsimp(done)
    yield sp.simplify(sp.expand(done.rewrite(sp.exp)), doit=False)
