"""The initial density of (2.5): δ at the start, not δ of the start.

## Main statements
* `printed_initial_density_is_delta_of_the_start`: refuted; `initial_density_is_delta_at_the_start`.
"""

import sympy as sp

from derivations.fokker_planck import diffusion_coefficient
from derivations.identity import equal
from derivations.kramers_moyal import TIME, XI, increment_moment
from derivations.sde import GAUSSIAN, mean_over_noise
from derivations.symbols import beta, w, z
from ledger.model import Check

D = diffusion_coefficient(beta)

# --- Evidence ---


def first_moments_at_the_start() -> dict[str, sp.Expr]:
    """Mass, E W(Δt) and E W(Δt)² as Δt → 0, started at w₀ = z, for L = λw²/2."""
    mass = mean_over_noise(sp.S.One, (XI,), GAUSSIAN)
    shift, square = (sp.limit(increment_moment(n, D), TIME, 0) for n in (1, 2))
    return {"mass": mass, "E w": z + shift, "E w²": z**2 + 2 * z * shift + square}


def moments_of(initial: sp.Expr) -> dict[str, sp.Expr]:
    """∫ p, ∫ w p and ∫ w² p of a density p."""
    names = ("mass", "E w", "E w²")
    return {name: sp.integrate(w**n * initial, (w, -sp.oo, sp.oo)) for n, name in enumerate(names)}


def started_at_two(moments: dict[str, sp.Expr]) -> dict[str, sp.Expr]:
    """The moments for w₀ = 2."""
    return {name: value.subs(z, 2) for name, value in moments.items()}


printed_initial_density_is_delta_of_the_start = Check(
    tests=r"Mass and first two moments of $W(t)$ as $t \to 0$, started at $w_0 = 2$, from the exact "
    r"transition density for $L = \lambda w^2/2$, against those of the printed $p(w, 0) = "
    r"\delta(w_0)$, which is 0 for every $w$.",
    measure=lambda: started_at_two(first_moments_at_the_start()),
    predict=lambda: moments_of(sp.DiracDelta(sp.Integer(2))),
    compare=equal(),
    wrong={"δ(w)": lambda: moments_of(sp.DiracDelta(w))},
    right={"δ(w − w₀)": lambda: moments_of(sp.DiracDelta(w - 2))},
)

initial_density_is_delta_at_the_start = Check(
    tests=r"Mass and first two moments of $W(t)$ as $t \to 0$ for any $w_0$, against those of $\delta(w - "
    "w_0)$.",
    measure=first_moments_at_the_start,
    predict=lambda: moments_of(sp.DiracDelta(w - z)),
    compare=equal(),
    wrong={
        "δ(w)": lambda: moments_of(sp.DiracDelta(w)),
        "δ(w + w₀)": lambda: moments_of(sp.DiracDelta(w + z)),
    },
    of="corrected",
)
