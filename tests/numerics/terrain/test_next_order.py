import pytest
import sympy as sp

from derivations.symbols import w
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.error_order import first_correction
from numerics.terrain.basins import basins
from numerics.terrain.kramers_question import question
from numerics.terrain.next_order import next_order
from numerics.transition_law import LOPSIDED


def correction(potential, noise, eps0, *ends):
    asked = question(potential, sp.sympify(noise), eps0, *[(end,) for end in ends])
    graph = basins(potential, asked.near)
    return next_order(asked, graph.wells[0], graph.passes[0].gate)


@pytest.mark.parametrize(("potential", "target"), [(DOUBLE_WELL, 1), (LOPSIDED, "3/2")])
def test_with_constant_noise_it_is_that_of_laplace(potential, target):
    found = correction(potential, 2, "1/100", -1, target)
    expected = first_correction(potential, -1, 0) / 50
    assert found.low <= sp.Rational(expected) <= found.high


def test_a_change_of_time_leaves_the_correction():
    """For the same Ψ, β = w² + 1 only adds f''/(2fΨ'') − f'Ψ'''/(2fΨ''²), f = 1/β, at the well."""
    noise = 1 + w**2
    loss = type(DOUBLE_WELL)(sp.integrate(sp.expand(noise * sp.diff(DOUBLE_WELL.expr, w)), w))
    found = correction(loss, noise, 1, -1, 1)
    f, psi = 1 / noise, DOUBLE_WELL.expr
    d = [sp.diff(psi, w, k).subs(w, -1) for k in range(4)]
    g = [sp.diff(f, w, k).subs(w, -1) for k in range(3)]
    more = g[2] / (2 * g[0] * d[2]) - g[1] * d[3] / (2 * g[0] * d[2] ** 2)
    assert found.low <= sp.Rational(3, 2) + more <= found.high


def test_in_the_plane_it_is_not_known():
    asked = question(SHEARED_DOUBLE_WELL, sp.S.One, "1/40", (-1, -1), (1, 1))
    graph = basins(SHEARED_DOUBLE_WELL, asked.near)
    assert next_order(asked, graph.wells[0], graph.passes[0].gate) is None
