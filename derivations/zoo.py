"""The potentials used by the claims, exact, each once."""

import sympy as sp

from derivations.potential import Potential
from derivations.symbols import w, x, y

DOUBLE_WELL = Potential((w**2 - 1) ** 2 / 4, name="double well")
"""Minima ±1 (L'' = 2), barrier 1/4 at 0 (L'' = −1)."""

QUADRATIC = Potential(w**2 / 2, name="quadratic")

THREE_MINIMA = Potential(w**2 * (w - 1) ** 2 * (w - sp.Rational(5, 2)) ** 2, name="three equal minima")
"""The loss behind Example 1 of Appendix H: minima 0, 1, 5/2 with L'' = 25/2, 9/2, 225/8."""

DEEPER_WELL = Potential(
    sp.integrate(
        (w + sp.Rational(12, 5))
        * (w + sp.Rational(13, 10))
        * w
        * (w - sp.Rational(9, 10))
        * (w - sp.Rational(17, 10)),
        (w, 0, w),
    ),
    name="a deeper well behind",
)
"""Minima −12/5 (deepest), 0, 17/10; maxima −13/10, 9/10."""

SHEARED_DOUBLE_WELL = Potential((x**2 - 1) ** 2 / 4 + (y - x) ** 2 / 2, (x, y), name="sheared double well")
"""Two dimensions; at the saddle λ* = (√5 − 1)/2 while det = −1, so λ* and det cannot be confused."""

TWO_GATES = Potential((x**2 + y**2 - 1) ** 2 + x**2 / 2, (x, y), name="two gates")
"""Minima (0, ±1), two equal saddles (±√3/2, 0), a maximum at the origin."""
