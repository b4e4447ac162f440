"""The temperature of a question: β and ε₀ from what a user gives.

## Notation
dW = −∇L dt + √(2 ε₀ β(W)) dB (Itô), ε₀ = γ/(2M). For constant β the inverse temperature is η = 1/(ε₀β).
"""

from decimal import Decimal

import sympy as sp

from derivations.potential import Potential
from numerics.quadrature import Exact, ball, exact_number

EXTREME = 10**15
"""Temperatures beyond this, or below its inverse, are not covered."""


def noise_and_strength(
    potential: Potential, eta: Exact | None, eps0: Exact | None, noise: sp.Expr | Exact
) -> tuple[sp.Expr, sp.Expr]:
    """β and ε₀, at inverse temperature `eta` or at noise strength `eps0` with β = `noise`.

    A float raises TypeError.

    Raises:
        ValueError: if both or neither of eta and eps0 are given, or one of the three is not positive
            or beyond what is covered.
    """
    if (eta is None) == (eps0 is None) or (eta is not None and noise != 1):
        raise ValueError("give either eta, or eps0 and noise")
    varies = isinstance(noise, sp.Expr) and bool(noise.free_symbols)
    beta = noise if isinstance(noise, sp.Expr) and varies else exact_number(noise, "noise")
    if strange := beta.free_symbols - set(potential.coords):
        names = ", ".join(sorted(map(str, strange)))
        raise ValueError(f"noise={noise}: {names} is not among the coordinates of the potential")
    given, name = (eps0, "eps0") if eta is None else (eta, "eta")
    assert given is not None  # by the first test
    number = exact_number(given, name)
    for value, asked, what in ((beta, noise, "noise"), (number, given, name)):
        if not value.free_symbols and not ball(value) > 0:
            raise ValueError(f"{what}={asked}: a positive number is wanted")
    if not 1 <= ball(number) * EXTREME <= EXTREME**2:
        shown = f"{Decimal(str(sp.N(number, 3))).normalize():.3g}"  # a float may overflow
        raise ValueError(f"{name}={shown}: a number between 10^-15 and 10^15 is wanted")
    return beta, number if eta is None else 1 / number
