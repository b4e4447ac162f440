"""The next order of the Eyring–Kramers formula on the line, with any noise β(w).

The time is ∫ e^{Ψ/ε₀} over the gate times ∫ e^{−Ψ/ε₀}/(ε₀β) over the well, Ψ' = L'/β, up to an exponentially
small relative error. Laplace's method gives each its next term; an amplitude f = 1/β adds

    f''/(2fΨ'') − f'Ψ'''/(2fΨ''²).

## Main definitions
* `next_order`: c₁ε₀, the relative error to expect of the formula at small ε₀.

## References
* Bender1999, section 6.4.
"""

import flint
import sympy as sp

from derivations.laplace import laplace_correction
from ledger.bound import Bound
from numerics.backends import compiled
from numerics.bounds import closed_form, enclosed
from numerics.quadrature import ball
from numerics.terrain.kramers_question import Question
from numerics.terrain.spot import Spot

BITS = 256


def next_order(asked: Question, well: Spot, gate: Spot) -> Bound | None:
    """c₁ε₀ between an exact well and gate on the line; None in more dimensions, or if they are not exact."""
    if len(asked.potential.coords) > 1 or well.exact is None or gate.exact is None:
        return None
    (w,) = asked.potential.coords
    slope, amplitude = sp.diff(asked.potential.expr, w) / asked.noise, 1 / asked.noise
    terms = (_laplace(slope, amplitude, w), _laplace(-slope, sp.S.One, w))
    places = (well.exact.at[0], gate.exact.at[0])
    if not any(place.has(sp.CRootOf) for place in places):
        total = sp.Add(*(term.subs(w, at) for term, at in zip(terms, places, strict=True)))
        return closed_form(total * asked.eps0)
    with flint.ctx.workprec(BITS):  # SymPy's own way with such roots takes minutes
        values = [compiled(term, (w,), "arb")(ball(at)) for term, at in zip(terms, places, strict=True)]
        return enclosed((values[0] + values[1]) * ball(asked.eps0))


def _laplace(slope: sp.Expr, amplitude: sp.Expr, w: sp.Symbol) -> sp.Expr:
    """The c(w) in ∫ f e^{−Ψ/ε} = f √(2πε/Ψ'') (1 + cε + …) e^{−Ψ/ε} around w, Ψ' the `slope`."""
    second, third, fourth = (sp.diff(slope, w, k) for k in (1, 2, 3))
    f, first, bend = (sp.diff(amplitude, w, k) if k else amplitude for k in range(3))
    more = bend / (2 * f * second) - first * third / (2 * f * second**2)
    return laplace_correction(second, third, fourth) + more
