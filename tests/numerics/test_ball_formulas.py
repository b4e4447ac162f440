import pytest
import sympy as sp

from derivations.ball_mass import cube_mass, laplace_mass, printed_mass
from derivations.zoo import QUADRATIC, THREE_MINIMA
from numerics.ball_formulas import formula_probability
from numerics.line.neighbourhoods import ball_probability


def test_cube_formula_is_exact_for_a_gaussian():
    formula, mass = (
        formula_probability(cube_mass, QUADRATIC, 3, 0, "1/2"),
        ball_probability(QUADRATIC, 3, 0, "1/2"),
    )
    assert formula.low <= mass.high
    assert mass.low <= formula.high
    assert formula.radius < 1e-30


def test_laplace_formula_of_a_gaussian_is_one():
    formula = formula_probability(laplace_mass, QUADRATIC, 3, 0, 1)
    assert formula.low <= 1 <= formula.high


@pytest.mark.parametrize(("eta", "value"), [(200, 1.427), (1000, 4391)])
def test_printed_formula_exceeds_one(eta, value):
    assert float(formula_probability(printed_mass, THREE_MINIMA, eta, 1, "1/10").middle) == pytest.approx(
        value, rel=1e-3
    )


def test_form_is_the_formula_that_was_evaluated():
    assert sp.latex(sp.Symbol("kappa")) in formula_probability(laplace_mass, QUADRATIC, 3, 0, 1).form
