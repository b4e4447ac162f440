import numpy as np
import pytest
import sympy as sp

from derivations.coupled_chain import (
    bifurcation,
    chain_determinant,
    chain_eyring_kramers,
    coupled_chain,
    two_front_gate,
)
from derivations.kramers import eyring_kramers
from derivations.symbols import kappa


@pytest.mark.parametrize("size", [2, 3, 4, 6])
@pytest.mark.parametrize(("site", "curvature"), [(0, -1), (1, 2)])
def test_determinants_are_those_of_the_hessian(size, site, curvature):
    ring = coupled_chain(size, kappa)
    hessian = ring.hessian.subs(dict.fromkeys(ring.coords, site))
    assert sp.expand(hessian.det() - chain_determinant(size, kappa, curvature)) == 0


@pytest.mark.parametrize("size", [2, 16, 64])
def test_determinants_are_products_over_fourier_modes(size):
    modes = [2 + 2 * 7 * sp.sin(sp.pi * k / size).evalf(40) ** 2 for k in range(size)]
    assert float(chain_determinant(size, 7, 2) / sp.prod(modes)) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("size", [2, 3, 4, 8])
def test_the_second_eigenvalue_at_the_centre_vanishes_at_the_bifurcation(size):
    ring = coupled_chain(size, bifurcation(size))
    hessian = ring.hessian.subs(dict.fromkeys(ring.coords, 0)).evalf(30)
    eigenvalues = np.linalg.eigvalsh(np.array(hessian, float))
    assert eigenvalues[0] == pytest.approx(-1)
    assert eigenvalues[1] == pytest.approx(0, abs=1e-9)


def test_the_formula_is_that_of_any_potential():
    strong = sp.Rational(3, 4)
    general = eyring_kramers(coupled_chain(2, strong), (-1, -1), (1, 1))
    assert sp.simplify(general / chain_eyring_kramers(2, strong)) == 1


@pytest.mark.parametrize(("coupling", "index"), [("2/5", 1), ("1/4", 0)])
def test_the_point_where_half_of_the_sites_are_opposite_is_a_gate_at_first(coupling, index):
    strength = sp.Rational(coupling)
    found = {p.at: p.index for p in coupled_chain(2, strength).critical_points}
    gate = tuple(sp.radsimp(x) for x in two_front_gate(2, strength))
    assert found[gate] == index
    assert found[0, 0] == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: coupled_chain(1, 1), "size=1, coupling=1: at least two sites"),
        (lambda: coupled_chain(2, -1), "coupling=-1: at least two sites, a coupling that is not negative"),
        (lambda: chain_eyring_kramers(4, 1), "coupling=1: above 1, else 0 is no gate"),
        (lambda: two_front_gate(3, 1), "size=3: 2 or 4 sites"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
