"""Without confinement the mean escape time is infinite, whatever Theorem 2.2 prints.

L = 4(w² − 1)²/(16 + w⁴) is bounded, like a loss without regularisation: minima ±1, gate 0 at height 1/4,
and the plateau 4 at infinity. A path that leaves to the left wanders for ever. With a reflecting wall at −R,
which can only shorten the time, the mean grows in proportion to R.

## Main definitions
* `PLATEAU`: the potential.      * `escape_time_with_wall`: E τ from −1 to 1 with a wall at −R.

## Main statements
* `printed_formula_holds_without_confinement`: refuted.
* `escape_time_grows_with_the_room_behind`: what is true instead.
"""

from functools import lru_cache

import flint
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.potential import Potential
from derivations.symbols import eta, w
from ledger.bound import Bound, exact
from ledger.compare import agree
from ledger.model import Check
from numerics.bounds import closed_form, enclosed
from numerics.line.escape import mean_escape_time
from numerics.quadrature import integral

PLATEAU = Potential(4 * (w**2 - 1) ** 2 / (16 + w**4), name="a plateau")

INVERSE = 8
"""η: the plateau is 32 ε high."""

ROOM = 10**18


@lru_cache(maxsize=8)
def escape_time_with_wall(room: int) -> Bound:
    """E τ from −1 to 1 at η = 8 with a reflecting wall at −`room`, enclosed."""
    return mean_escape_time(PLATEAU, INVERSE, -1, 1, wall=-room)


# --- Evidence ---------------------------------------------------------------------------------------


def _growth() -> Bound:
    """η ∫_{−1}^{1} e^{η(L − 4)}: how much one unit of room on the plateau adds to the time."""
    (z,) = PLATEAU.coords
    climb = integral(sp.exp(INVERSE * (PLATEAU.expr - 4)), z, -1, 1)
    with flint.ctx.workprec(128):
        return enclosed(INVERSE * climb, form=r"\eta\int_{-1}^{1}e^{\eta(L(w)-4)}\,dw")


printed_formula_holds_without_confinement = Check(
    tests=(
        "The mean escape time from −1 to 1 in the bounded loss 4(w² − 1)²/(16 + w⁴) at η = 8 with a"
        " reflecting wall at −10¹⁸, enclosed, a lower bound of the time without a wall, compared with the"
        " Eyring–Kramers formula."
    ),
    measure=lambda: escape_time_with_wall(ROOM),
    predict=lambda: closed_form(eyring_kramers(PLATEAU, -1, 1).subs(eta, INVERSE)),
    compare=agree("1/100"),
    group="unconfined",
    right={"room times the time per unit of room": lambda: _growth() * exact(ROOM)},
)

escape_time_grows_with_the_room_behind = Check(
    tests=(
        "What doubling the room behind the start, from 10¹⁸ to 2·10¹⁸, adds to the mean escape time, per unit"
        " of room, enclosed, compared with η ∫ e^{η(L − 4)}: the time grows like the room, without limit."
    ),
    measure=lambda: (escape_time_with_wall(2 * ROOM) - escape_time_with_wall(ROOM)) / exact(ROOM),
    predict=_growth,
    compare=agree("1/1000"),
    group="unconfined",
    wrong={
        "growth that ends": lambda: _growth() / exact(ROOM),
        "half of it": lambda: _growth() / exact(2),
        "the gate alone, quadratic": lambda: closed_form(
            INVERSE * sp.sqrt(2 * sp.pi / INVERSE) * sp.exp(INVERSE * (sp.Rational(1, 4) - 4))
        ),
    },
    of="corrected",
)
