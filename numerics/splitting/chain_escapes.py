"""Theorem 2.2 in eight dimensions, at a barrier that no simulation would see crossed.

## Main statements
* `split_escapes_of_eight_coupled_wells_take_the_predicted_time`.

## Implementation notes
The margin stands for what the formula leaves out and the interval does not hold. The next order of Laplace's
method at the gate and in the well gives + 6 % at this ε; the Euler–Maruyama step makes every curvature μ
act as μ(1 − μ dt/2), which gives + 5 dt = 5 %; the interval at 99.99 % is about ± 18 %. Sizes, seed rule and
margin of this check were written down before its first run, after trials at H/ε = 30.
"""

from collections.abc import Callable

import sympy as sp

from derivations.coupled_chain import chain_determinant, chain_eyring_kramers, coupled_chain
from derivations.symbols import eta
from ledger.bound import Bound
from ledger.compare import agree
from ledger.model import Check, Setting
from numerics.bounds import closed_form
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.escape import trusted
from numerics.splitting.splitting import Splitting

# --- Evidence ---------------------------------------------------------------------------------------

SITES, COUPLING, ETA = 8, 7, sp.Rational(25, 2)
"""Twice the coupling of the bifurcation; the barrier is 2, so that the exponential is e²⁵."""
REPLICAS, RUNS, STEP, RADIUS = 100, 192, "1/100", 1


def _split_time(setting: Setting) -> Bound:
    model = Model(coupled_chain(SITES, sp.Integer(COUPLING)), sp.Integer(1), 1 / ETA, STEP)
    target = Target(model, (-1,) * SITES, (1,) * SITES, RADIUS)
    splitting = Splitting(target, coordinate_towards(target), REPLICAS, setting.seed)
    return trusted(splitting.block(0, RUNS)).bound()


def _formula(factor: Callable[[sp.Expr, sp.Expr], sp.Expr] = lambda gate, well: sp.Integer(1)) -> Bound:
    """The formula, times a factor of the two determinants."""
    gate, well = (abs(chain_determinant(SITES, COUPLING, curvature)) for curvature in (-1, 2))
    return closed_form(factor(gate, well) * chain_eyring_kramers(SITES, COUPLING).subs(eta, ETA))


split_escapes_of_eight_coupled_wells_take_the_predicted_time = Check(
    tests=(
        "The mean escape time of a ring of eight coupled double wells from (−1, …, −1) to the unit ball"
        " around (1, …, 1), by adaptive multilevel splitting at H/ε = 25, compared with the Eyring–Kramers"
        " formula, its determinants in closed form."
    ),
    measure=_split_time,
    predict=_formula,
    compare=agree("3/5"),
    wrong={
        "no determinants": lambda: _formula(lambda gate, well: sp.sqrt(well / gate)),
        "determinants inverted": lambda: _formula(lambda gate, well: well / gate),
        "the largest curvature at the gate for λ*": lambda: _formula(
            lambda gate, well: sp.Rational(1, 2 * COUPLING - 1)
        ),
        "the curvature of the well for λ*": lambda: _formula(lambda gate, well: sp.Rational(1, 2)),
        "along the diagonal only, as on the line": lambda: _formula(
            lambda gate, well: sp.sqrt(well / gate / 2)
        ),
    },
    of="corrected",
    uses_setting=True,
)
