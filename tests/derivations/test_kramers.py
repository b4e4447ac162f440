"""The Eyring–Kramers formula."""

import pytest
import sympy as sp

from derivations.identity import equal
from derivations.kramers import (
    competing_minima,
    eyring_kramers,
    one_gate_eyring_kramers,
    printed_eyring_kramers,
)
from derivations.potential import Potential
from derivations.symbols import eta, w, x, y, z
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.outcome import Outcome

R = sp.Rational


def same(a, b):
    return equal()(a, b) is Outcome.SUPPORTS


def test_double_well():
    assert eyring_kramers(DOUBLE_WELL, -1, 1) == sp.sqrt(2) * sp.pi * sp.exp(eta / 4)


def test_sheared_double_well():
    golden = (sp.sqrt(5) - 1) / 2
    assert same(
        eyring_kramers(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)),
        2 * sp.pi / golden * sp.sqrt(R(1, 2)) * sp.exp(eta / 4),
    )


def test_two_equal_gates_halve_the_time_of_one():
    both = eyring_kramers(TWO_GATES, (0, -1), (0, 1))
    assert same(2 * both, one_gate_eyring_kramers(TWO_GATES, (0, -1), (sp.sqrt(3) / 2, 0)))


def test_one_gate_is_enough_where_there_is_one():
    assert eyring_kramers(DEEPER_WELL, 0, R(17, 10)) == one_gate_eyring_kramers(DEEPER_WELL, 0, R(9, 10))


def test_a_rotation_changes_nothing():
    rotated = SHEARED_DOUBLE_WELL.expr.subs(
        {x: (3 * x - 4 * y) / 5, y: (4 * x + 3 * y) / 5}, simultaneous=True
    )
    minima = [(R(7, 5), R(-1, 5)), (R(-7, 5), R(1, 5))]
    assert same(
        eyring_kramers(Potential(sp.expand(rotated), (x, y)), *minima),
        eyring_kramers(SHEARED_DOUBLE_WELL, (1, 1), (-1, -1)),
    )


def test_a_further_quadratic_coordinate_changes_nothing():
    longer = Potential(SHEARED_DOUBLE_WELL.expr + 5 * z**2, (x, y, z))
    assert same(
        eyring_kramers(longer, (-1, -1, 0), (1, 1, 0)),
        eyring_kramers(SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)),
    )


def test_multiplying_the_loss_rescales_time_and_temperature():
    scaled = Potential(3 * TWO_GATES.expr, TWO_GATES.coords)
    ends = (0, -1), (0, 1)
    assert same(eyring_kramers(scaled, *ends), eyring_kramers(TWO_GATES, *ends).subs(eta, 3 * eta) / 3)


def test_numbers_of_high_degree_are_kept_exact():
    generic = Potential((x**2 + y**2 - 1) ** 2 + x**2 * y - x * y / 3 + x / 5, (x, y))
    start, target = generic.minima[0], generic.minima[1]
    time = eyring_kramers(generic, start, target)
    gate = next(s for s in generic.saddles if abs(s.at[0].evalf() + 0.638688) < 1e-5)
    hessian = [
        [float(v) for v in row]
        for row in generic.hessian.subs(
            dict(zip((x, y), (c.evalf(20) for c in gate.at), strict=True))
        ).tolist()
    ]
    (a, b), (_, d) = hessian
    rate = -((a + d) - ((a - d) ** 2 + 4 * b**2) ** 0.5) / 2
    expected = 2 * sp.pi / rate * sp.sqrt(abs(a * d - b * b) / start.determinant.evalf(20))
    assert float(time.subs(eta, 0).evalf(15)) == pytest.approx(float(expected), rel=1e-9)


def test_the_printed_formula_is_imaginary():
    assert printed_eyring_kramers(DOUBLE_WELL, -1, 0) == sp.I * eyring_kramers(DOUBLE_WELL, -1, 1)


def test_deeper_minima_compete():
    assert [m.at for m in competing_minima(DEEPER_WELL, 0, R(17, 10))] == [(R(-12, 5),)]
    assert competing_minima(DEEPER_WELL, R(-12, 5), R(17, 10)) == ()
    assert competing_minima(DOUBLE_WELL, -1, 1) == ()


def test_equally_deep_minima_compete():
    three = Potential(sp.integrate(w * (w**2 - 1) * (w**2 - 3), w))
    assert [m.at for m in competing_minima(three, 0, sp.sqrt(3))] == [(-sp.sqrt(3),)]


def test_gates_in_series_are_refused():
    with pytest.raises(ValueError, match="passes gates in series"):
        eyring_kramers(Potential(w**2 * (w**2 - 1) ** 2), -1, 1)


def test_degenerate_gates_are_refused():
    with pytest.raises(ValueError, match="a gate is nondegenerate with one negative eigenvalue; at"):
        eyring_kramers(Potential(w**6 / 6 - w**4 / 4), -1, 1)


@pytest.mark.parametrize("formula", [printed_eyring_kramers, one_gate_eyring_kramers])
def test_a_maximum_is_no_gate_in_the_plane(formula):
    with pytest.raises(ValueError, match="it is maximum, with 2 negative"):
        formula(TWO_GATES, (0, 1), (0, 0))
