"""The formulas of Theorem 2.5, printed and corrected, against exact masses of balls in one dimension.

## Main definitions
* `formula_probability`: a formula of `derivations.ball_mass` with the exact κ put in.

## Main statements
* `printed_mass_is_a_probability_at_eta_200`, `printed_mass_is_the_ball_mass_at_eta_200`.
* `small_ball_formula_is_right_to_fourth_order`, `laplace_formula_is_right_as_eta_grows`,
  `cube_formula_is_right_uniformly_in_eta`: the corrected theorem.

## Implementation notes
The loss is the one of Example 1, raised by 1/1000, so that a wrong power of e^{−ηL(w̌)} shows.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import flint
import sympy as sp

from derivations.ball_mass import Formula, cube_mass, laplace_mass, printed_mass, radius, small_ball_mass
from derivations.potential import Potential
from derivations.symbols import eta, kappa
from derivations.zoo import QUADRATIC, THREE_MINIMA
from ledger.bound import Bound, exact
from ledger.compare import agree, at_least, tends_to
from ledger.model import Check
from numerics.backends import compiled
from numerics.bounds import enclosed
from numerics.line.neighbourhoods import PREC, ball_probability, gibbs_mass
from numerics.quadrature import Exact, exact_number

Sequel = tuple[tuple[Fraction, Bound], ...]


def formula_probability(
    formula: Formula, loss: Potential, eta_: Exact, centre: Exact, radius_: Exact
) -> Bound:
    """A formula of `derivations.ball_mass` for this ball, κ being the inverse of `gibbs_mass`."""
    (w,), point = loss.coords, exact_number(centre, "centre")
    expr = formula(loss.at([point]), (loss.hessian[0].subs(w, point),))
    with flint.ctx.workprec(PREC):
        values = [flint.arb(compiled(exact_number(v, "value"), (), "arb")()) for v in (eta_, radius_)]
        ball = compiled(expr, (eta, radius, kappa), "arb")(*values, 1 / gibbs_mass(loss, eta_))
        return enclosed(ball, form=sp.latex(expr))


# --- Evidence ---

RAISED = Potential(THREE_MINIMA.expr + sp.Rational(1, 1000), name="three equal minima at height 1/1000")
TENTH = Fraction(1, 10)
RADII = (TENTH, Fraction(1, 20), Fraction(1, 40))
COLD = (1000, 10_000, 100_000)
TEMPERATURES = (1, 10, 100, *COLD)

FACTOR = sp.exp(eta * radius**2)
"""What the printed theorem multiplies the Gaussian mass with."""

Case = tuple[Fraction, int, Fraction]


def _scaled(factor: sp.Expr, formula: Formula) -> Formula:
    """`formula` times `factor`, in the letters of `derivations.ball_mass`."""
    return lambda height, eigenvalues: factor * formula(height, eigenvalues)


def _twice_the_height(formula: Formula) -> Formula:
    return lambda height, eigenvalues: formula(2 * height, eigenvalues)


def _determinant(formula: Formula) -> Formula:
    """`formula` with det for √det."""
    return lambda height, eigenvalues: formula(height, eigenvalues) / sp.sqrt(sp.Mul(*eigenvalues))


def _curvature_times(factor: sp.Expr) -> Formula:
    """`small_ball_mass` with its trace multiplied."""
    return lambda height, eigenvalues: small_ball_mass(height, [factor * value for value in eigenvalues])


def _measured(cases: Iterable[Case], centre: int) -> Sequel:
    """(x, P_ε) for cases (x, η, ε)."""
    return tuple((x, ball_probability(RAISED, eta_, centre, reach)) for x, eta_, reach in cases)


def _predicted(formula: Formula, cases: Iterable[Case], centre: int) -> Sequel:
    return tuple((x, formula_probability(formula, RAISED, eta_, centre, reach)) for x, eta_, reach in cases)


SHRINKING: Sequence[Case] = [(reach, 10, reach) for reach in RADII]
COOLING: Sequence[Case] = [(Fraction(1, eta_), eta_, TENTH) for eta_ in COLD]
ALL: Sequence[Case] = [(reach, eta_, reach) for reach in RADII for eta_ in TEMPERATURES]

printed_mass_is_a_probability_at_eta_200 = Check(
    tests=r"For $L=w^2(w-1)^2(w-5/2)^2$, $\check w=1$, $\varepsilon=1/10$, $\eta=200$: 1, which no"
    " probability exceeds, against the printed formula.",
    measure=lambda: exact(1),
    predict=lambda: formula_probability(printed_mass, THREE_MINIMA, 200, 1, TENTH),
    compare=at_least(),
    wrong={
        "the printed formula at η = 1000": lambda: formula_probability(
            printed_mass, THREE_MINIMA, 1000, 1, TENTH
        )
    },
    right={"the uniform formula": lambda: formula_probability(cube_mass, THREE_MINIMA, 200, 1, TENTH)},
)

printed_mass_is_the_ball_mass_at_eta_200 = Check(
    tests=r"The mass of the ball of radius $1/10$ around $\check w=1$ for $L=w^2(w-1)^2(w-5/2)^2+1/1000$"
    r" at $\eta=200$, by certified quadrature, against the printed formula.",
    measure=lambda: ball_probability(RAISED, 200, 1, TENTH),
    predict=lambda: formula_probability(printed_mass, RAISED, 200, 1, TENTH),
    compare=agree("0.01"),
    wrong={
        "det for √det": lambda: formula_probability(_determinant(printed_mass), RAISED, 200, 1, TENTH),
        "without exp(ηε²)": lambda: formula_probability(
            _scaled(1 / FACTOR, printed_mass), RAISED, 200, 1, TENTH
        ),
    },
    right={"the uniform formula": lambda: formula_probability(cube_mass, RAISED, 200, 1, TENTH)},
)

printed_factor_stands_for_the_remainder_of_the_expansion = Check(
    tests=r"The mass of the ball of radius $1/10$ for $L=w^2/2$ at $\eta=1000$, where the expansion has no"
    r" remainder, against the Gaussian mass times the printed factor $e^{\eta\varepsilon^2}$.",
    measure=lambda: ball_probability(QUADRATIC, 1000, 0, TENTH),
    predict=lambda: formula_probability(_scaled(FACTOR, cube_mass), QUADRATIC, 1000, 0, TENTH),
    compare=agree("0.01"),
    wrong={
        "exp(−ηε²)": lambda: formula_probability(_scaled(1 / FACTOR, cube_mass), QUADRATIC, 1000, 0, TENTH),
        "the whole printed formula": lambda: formula_probability(printed_mass, QUADRATIC, 1000, 0, TENTH),
    },
    right={"no factor": lambda: formula_probability(cube_mass, QUADRATIC, 1000, 0, TENTH)},
)

small_ball_formula_is_right_to_fourth_order = Check(
    tests=r"Masses of balls around $\check w=1$ for $L=w^2(w-1)^2(w-5/2)^2+1/1000$ at $\eta=10$, as"
    r" $\varepsilon$ shrinks, against $2\varepsilon\kappa e^{-\eta L}(1-\eta\varepsilon^2L''/6)$.",
    measure=lambda: _measured(SHRINKING, 1),
    predict=lambda: _predicted(small_ball_mass, SHRINKING, 1),
    compare=tends_to(200, order=4),  # the next term of the series, η²L''²/40 − ηL/120, is below 100 here
    wrong={
        "no correction": lambda: _predicted(_curvature_times(sp.Integer(0)), SHRINKING, 1),
        "three times the trace": lambda: _predicted(_curvature_times(sp.Integer(3)), SHRINKING, 1),
        "exp(ηε²) kept": lambda: _predicted(_scaled(FACTOR, small_ball_mass), SHRINKING, 1),
        "exp(−2ηL)": lambda: _predicted(_twice_the_height(small_ball_mass), SHRINKING, 1),
        "as printed": lambda: _predicted(printed_mass, SHRINKING, 1),
    },
    of="corrected",
)

laplace_formula_is_right_as_eta_grows = Check(
    tests=r"Mass of the ball of radius $1/10$ around $\check w=1$ for $L=w^2(w-1)^2(w-5/2)^2+1/1000$ as"
    r" $\eta$ grows, against $\kappa e^{-\eta L}\sqrt{2\pi/(\eta L'')}$.",
    measure=lambda: _measured(COOLING, 1),
    predict=lambda: _predicted(laplace_mass, COOLING, 1),
    compare=tends_to(1),
    wrong={
        "π for 2π": lambda: _predicted(_scaled(1 / sp.sqrt(2), laplace_mass), COOLING, 1),
        "no 2π": lambda: _predicted(_scaled(1 / sp.sqrt(2 * sp.pi), laplace_mass), COOLING, 1),
        "det for √det": lambda: _predicted(_determinant(laplace_mass), COOLING, 1),
        "exp(−2ηL)": lambda: _predicted(_twice_the_height(laplace_mass), COOLING, 1),
        "as printed": lambda: _predicted(printed_mass, COOLING, 1),
    },
    of="corrected",
)

cube_formula_is_right_uniformly_in_eta = Check(
    tests=r"Masses of balls around $\check w=0$ for $L=w^2(w-1)^2(w-5/2)^2+1/1000$, three radii and six"
    r" $\eta$ from 1 to $10^5$, against $\kappa e^{-\eta L}\sqrt{2\pi/(\eta"
    r" L'')}\,(2\Phi(\varepsilon\sqrt{\eta L''})-1)$.",
    measure=lambda: _measured(ALL, 0),
    predict=lambda: _predicted(cube_mass, ALL, 0),
    compare=tends_to(1, order=2),
    wrong={
        "exp(ηε²) kept": lambda: _predicted(_scaled(FACTOR, cube_mass), ALL, 0),
        "exp(−2ηL)": lambda: _predicted(_twice_the_height(cube_mass), ALL, 0),
        "det for √det": lambda: _predicted(_determinant(cube_mass), ALL, 0),
        "the Laplace formula": lambda: _predicted(laplace_mass, ALL, 0),
        "the small-ball formula": lambda: _predicted(small_ball_mass, ALL, 0),
        "as printed": lambda: _predicted(printed_mass, ALL, 0),
    },
    of="corrected",
)
