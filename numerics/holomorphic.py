"""An expression as an integrand that says where it is analytic.

Arb's integrator passes a flag; when it is set, an integrand must not be finite on a ball on which it is not
analytic. Entire and meromorphic functions satisfy that by themselves; log, atan and powers have branch cuts
and are told the flag; functions that are nowhere analytic (|w|, sign) are refused.

## Main definitions
* `holomorphic`: the integrand of an expression.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import flint
import sympy as sp

from numerics.backends import on_balls

Holomorphic: TypeAlias = Callable[[flint.acb, bool], flint.acb]

ROUGH = (sp.Abs, sp.sign, sp.Piecewise, sp.Max, sp.Min, sp.Heaviside, sp.floor, sp.ceiling)
POWER, LOG, ATAN = map(sp.Function, ("analytic_power", "analytic_log", "analytic_atan"))


@lru_cache(maxsize=256)
def holomorphic(expr: sp.Expr, symbol: sp.Symbol) -> Holomorphic:
    """`expr` as a function (z, analytic) of a complex ball, not finite where it is not analytic.

    Raises:
        ValueError: if a function in it is nowhere analytic.
    """
    if rough := expr.atoms(*ROUGH):
        raise ValueError(
            f"{min(rough, key=str)} is not analytic: split the interval, so that each part is smooth"
        )
    flag = sp.Dummy("analytic")
    names: dict[str, Callable[..., Any]] = {str(POWER): _power, str(LOG): _log, str(ATAN): _atan}
    function = on_balls(_told(expr, flag), (symbol, flag), names)
    return function if expr.free_symbols else lambda z, analytic: flint.acb(function(z, analytic))


def _told(expr: sp.Expr, flag: sp.Symbol) -> sp.Expr:
    """`expr` with every function that has a branch cut replaced by one that takes the flag."""
    if not expr.args or not expr.free_symbols:
        return expr
    parts = [_told(part, flag) for part in expr.args]
    match expr:
        case sp.Pow() if not expr.exp.is_Integer and expr.base.free_symbols:
            return POWER(*parts, flag)
        case sp.log():
            return LOG(*parts, flag)
        case sp.atan():
            return ATAN(*parts, flag)
    return expr.func(*parts)


def _power(z: Any, exponent: Any, flag: bool) -> Any:
    return flint.acb(z).pow(flint.acb(exponent), analytic=flag)


def _log(z: Any, flag: bool) -> Any:
    return flint.acb(z).log(analytic=flag)


def _atan(z: Any, flag: bool) -> Any:
    """(log(1 + iz) − log(1 − iz))/2i."""
    turned = flint.acb(0, 1) * z
    return ((1 + turned).log(analytic=flag) - (1 - turned).log(analytic=flag)) / flint.acb(0, 2)
