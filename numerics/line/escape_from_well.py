"""Mean first-passage times in one dimension from a start that follows the law of a well, enclosed.

For dW = −L' dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = 1/η, the stationary density is p ∝ e^{−φ}/β, φ' = L'/(ε₀β);
for β = 1 it is that of Gibbs, e^{−ηL}. Fubini turns the mean of E_a τ = ∫_a^b e^φ F with F(x) =
∫_{−∞}^x e^{−φ}/(ε₀β), over a start in (l, m) with the law ∝ p, into ∫ e^{φ(x)} F(x) P(start ≤ x) dx.

## Main definitions
* `mean_escape_time_from_well`: that mean, any number of digits.
"""

import flint
import sympy as sp

from derivations.potential import Potential
from ledger.bound import Bound
from numerics.bounds import enclosed
from numerics.line.escape import METHOD, to_digits
from numerics.line.passage import Passage
from numerics.line.taylor_panels import swept_from_law
from numerics.quadrature import Exact, ball, exact_number


def mean_escape_time_from_well(
    potential: Potential,
    eta: Exact,
    low: Exact,
    high: Exact,
    target: Exact,
    digits: int = 15,
    *,
    noise: sp.Expr | int = 1,
) -> Bound:
    """E τ to `target` for a start in (`low`, `high`) with the stationary law, 1/ε₀ = `eta`: grade ENCLOSED.

    The end of the well away from the target may be infinite, ±oo. Other numbers are exact and finite. `noise`
    is β, exact, in the coordinate of the loss; for β = 1 the law is ∝ e^{−ηL}.

    Raises:
        ValueError: if the potential has several coordinates or does not confine, eta or the noise is not
            positive, the noise has other letters, the well is empty or holds the target, or `digits` is not
            in 1 … 10 000.
    """
    if len(potential.coords) != 1:
        raise ValueError(
            f"{potential.name or potential.expr}: one coordinate is wanted, not {len(potential.coords)}"
        )
    inverse, goal = exact_number(eta, "eta"), exact_number(target, "target")
    if not inverse.is_positive:
        raise ValueError(f"eta={eta}: an inverse temperature is positive")
    beta = noise if isinstance(noise, sp.Expr) and noise.free_symbols else exact_number(noise, "noise")
    if beta.free_symbols - set(potential.coords):
        raise ValueError(f"noise={noise}: a function of {potential.coords[0]} alone is wanted")
    passage, far = _ordered(potential, beta, 1 / inverse, (low, high), goal)
    if not ball(beta.subs(potential.coords[0], goal)) > 0:
        raise ValueError(f"noise={noise}: it has to be positive, also at target={target}")
    return enclosed(to_digits(digits, lambda bits: _mean(passage, far, bits)), r"\mathbb{E}[\tau]", METHOD)


def _ordered(
    potential: Potential, noise: sp.Expr, eps: sp.Expr, well: tuple[Exact, Exact], target: sp.Expr
) -> tuple[Passage, sp.Expr | None]:
    """The passage to the right from the near end of the well, and the far end, None if it is infinite.

    Raises:
        ValueError: if the points are in no order.
    """
    names = ("low", "high")
    ends = [
        None if end in (-sp.oo, sp.oo) else exact_number(end, name)
        for end, name in zip(well, names, strict=True)
    ]
    force = potential.gradient[0]
    for near, far, sense in ((ends[1], ends[0], 1), (ends[0], ends[1], -1)):
        if near is None:
            continue
        passage = Passage(force, noise, potential.coords[0], eps, near, target)
        passage = passage if sense > 0 else passage.turned
        start = None if far is None else sense * far
        in_order = passage.start == passage.target or passage.in_order
        if in_order and (start is None or ball(passage.start) > ball(start)):
            return passage, start
    raise ValueError(f"low={well[0]}, high={well[1]}, target={target}: a well beside the target is wanted")


def _mean(passage: Passage, far: sp.Expr | None, bits: int) -> flint.arb:
    """The enclosure with about `bits` bits."""
    if far is None:
        sweep, behind = passage.far_sweep(bits)
        return swept_from_law(sweep, None, ball(passage.start), bits, behind)
    whole = Passage(passage.force, passage.noise, passage.coord, passage.eps0, far, passage.target)
    return swept_from_law(whole.sweep(bits), ball(far), ball(passage.start), bits)
