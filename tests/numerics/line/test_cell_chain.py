"""A diffusion on the line as a chain on cells."""

import numpy as np
import pytest
import sympy as sp

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, QUADRATIC
from numerics.line.cell_chain import cell_chain, initial_law


@pytest.mark.parametrize("noise", [sp.S.One, 1 + w**2])
@pytest.mark.parametrize("eta", [0.5, 8.0])
def test_chain_is_reversible_for_its_gibbs_law(noise, eta):
    chain = cell_chain(DOUBLE_WELL, noise, -2.0, 2.0, 50)
    (right, left), law = chain.rates(eta), chain.gibbs(eta)
    assert right * law[:-1] == pytest.approx(left * law[1:], rel=1e-12)


def test_gibbs_law_is_exact_at_the_centres():
    chain = cell_chain(DOUBLE_WELL, sp.S.One, -2.0, 2.0, 50)
    density = np.exp(-2 * (chain.centres**2 - 1) ** 2)
    assert chain.gibbs(8.0) == pytest.approx(density / density.sum(), rel=1e-12)


def test_gibbs_law_with_noise_is_the_closed_form():
    # L = w²/2, β = 1 + w²: p ∝ (1 + w²)^{−η/2 − 1}.
    chain = cell_chain(QUADRATIC, 1 + w**2, -3.0, 3.0, 60)
    density = (1 + chain.centres**2) ** -6.0
    assert chain.gibbs(10.0) == pytest.approx(density / density.sum(), rel=1e-12)


def test_point_keeps_its_place():
    chain = cell_chain(QUADRATIC, sp.S.One, -1.0, 1.0, 40)
    law = initial_law(chain, sp.Rational(1, 3), w)
    assert law @ chain.centres == pytest.approx(1 / 3)
    assert (law > 0).sum() == 2


def test_density_is_integrated_over_the_cells():
    chain = cell_chain(QUADRATIC, sp.S.One, 0.0, 1.0, 10)
    assert initial_law(chain, w**2, w)[0] == pytest.approx(0.1**3)


@pytest.mark.parametrize(
    ("initial", "message"),
    [
        (sp.Integer(2), "point is not in"),
        (w, "not negative"),
        (1 / w, "not negative"),
        (0 * w + w - w, "not in|not 0"),
    ],
)
def test_what_is_no_density_is_refused(initial, message):
    chain = cell_chain(QUADRATIC, sp.S.One, -1.0 if initial != 0 else 0.5, 1.0, 40)
    with pytest.raises(ValueError, match=message):
        initial_law(chain, initial, w)


def test_noise_that_vanishes_is_refused():
    with pytest.raises(ValueError, match="positive and finite"):
        cell_chain(QUADRATIC, w, -1.0, 1.0, 40)


def test_pace_of_a_quadratic_is_its_curvature():
    assert cell_chain(QUADRATIC, sp.S.One, -3.0, 3.0, 60).pace(10.0) == pytest.approx(1, rel=1e-2)
