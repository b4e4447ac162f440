"""The next order of the Eyring–Kramers formula on the line, with any noise β(w).

The time is ∫ e^{Ψ/ε₀} over the gate times ∫ e^{−Ψ/ε₀}/(ε₀β) over the well, Ψ' = L'/β, up to an exponentially
small relative error. Laplace's method gives each its next term; an amplitude f = 1/β adds

    f''/(2fΨ'') − f'Ψ'''/(2fΨ''²).

## Main definitions
* `next_order`: c₁ε₀, the relative error to expect of the formula at small ε₀.

## References
* Bender1999, section 6.4.
"""

import sympy as sp

from derivations.laplace import laplace_correction
from ledger.bound import Bound
from numerics.bounds import closed_form
from numerics.terrain.kramers_question import Question
from numerics.terrain.spot import Spot


def next_order(asked: Question, well: Spot, gate: Spot) -> Bound | None:
    """c₁ε₀ between an exact well and gate on the line; None in more dimensions, or if they are not exact."""
    if len(asked.potential.coords) > 1 or well.exact is None or gate.exact is None:
        return None
    (w,) = asked.potential.coords
    slope, amplitude = sp.diff(asked.potential.expr, w) / asked.noise, 1 / asked.noise
    total = _laplace(slope, amplitude, w, well.exact.at[0]) + _laplace(-slope, sp.S.One, w, gate.exact.at[0])
    return closed_form(total * asked.eps0)


def _laplace(slope: sp.Expr, amplitude: sp.Expr, w: sp.Symbol, at: sp.Expr) -> sp.Expr:
    """The c in ∫ f e^{−Ψ/ε} = f √(2πε/Ψ'') (1 + cε + …) e^{−Ψ/ε}, Ψ' the `slope`."""
    second, third, fourth = (sp.diff(slope, w, k).subs(w, at) for k in (1, 2, 3))
    f, first, bend = (sp.diff(amplitude, w, k).subs(w, at) if k else amplitude.subs(w, at) for k in range(3))
    more = bend / (2 * f * second) - first * third / (2 * f * second**2)
    return laplace_correction(second, third, fourth) + more
