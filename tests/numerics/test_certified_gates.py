from fractions import Fraction

from derivations.kramers import eyring_kramers, one_gate_eyring_kramers
from derivations.symbols import eta
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from ledger.bound import Grade
from numerics.certified_gates import GATE, GATED, SHEARED, sheared_times, two_gate_times, upright_times
from numerics.line.escape import mean_escape_time
from numerics.plane_escapes import plane_escape_times


def test_the_upright_well_takes_the_time_of_one_dimension():
    for noise, time in upright_times():
        exact = mean_escape_time(DOUBLE_WELL, 1 / noise, -1, 1)
        assert abs(float(time.middle / exact.middle) - 1) < 1e-9


def test_finite_volumes_take_the_proved_time():
    """To a disc instead of a half plane, which differs by e^{−c/ε}."""
    grid = plane_escape_times(SHEARED_DOUBLE_WELL, SHEARED, (40,))[0][1]
    proved = dict(sheared_times())[Fraction(1, 40)]
    assert abs(float(grid.middle / proved.middle) - 1) < 3e-3


def test_the_time_over_two_gates_is_within_the_bounds_of_other_code():
    law = one_gate_eyring_kramers(TWO_GATES, GATED[0], GATE)
    quotients = [float(time.middle) / float(law.subs(eta, 1 / noise)) for noise, time in two_gate_times()]
    assert all(0.5 < q < 0.534 for q in quotients)
    assert sorted(quotients, reverse=True) == quotients


def test_the_times_are_proved():
    for curve in (sheared_times(), upright_times(), two_gate_times()):
        assert all(time.grade is Grade.ENCLOSED and time.radius < time.middle / 10**4 for _, time in curve)
    assert eyring_kramers(TWO_GATES, *GATED).is_positive
