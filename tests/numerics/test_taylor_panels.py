import flint
import pytest

from numerics.taylor_panels import Sweep, swept


def sweep(slope, speed, reach, start, target, below=0):
    points = [flint.arb(p) for p in (reach, start, target, below)]
    return Sweep(slope, speed, *points)


def constant(value):
    return lambda z: flint.arb_series([value])


def test_without_force_the_integral_is_a_parabola():
    found = swept(sweep(constant(0), constant(2), 0, 1, 3), 100)
    assert found.contains(8)
    assert found.rad() < 1e-25


def test_what_lies_below_the_reach_is_added():
    found = swept(sweep(constant(0), constant(2), 0, 1, 3, below=5), 100)
    assert found.contains(18)


def test_an_exponential_slope_is_exact():
    # ∫₀¹ e^x (1 − e^{−x}) dx
    found = swept(sweep(constant(1), constant(1), 0, 0, 1), 200)
    with flint.ctx.workprec(240):
        assert found.overlaps(flint.arb(1).exp() - 2)
        assert found.rad() < 1e-55


@pytest.mark.parametrize("bits", [20, 60, 200, 700])
def test_more_bits_lie_in_fewer_bits(bits):
    problem = sweep(lambda z: 5 * (z**3 - z), constant(5), -3, -1, 1)
    rough, fine = swept(problem, bits), swept(problem, bits + 100)
    assert rough.overlaps(fine)
    assert rough.rel_accuracy_bits() > bits - 12


def test_wide_ends_give_a_wide_answer_that_holds_all_cases():
    slope, speed = (lambda z: z), constant(1)
    wide = Sweep(slope, speed, flint.arb(-2), flint.arb(0, 1e-3), flint.arb(1), flint.arb(0))
    for start in (-0.001, 0, 0.001):
        assert wide.start.contains(flint.arb(start))
        assert swept(wide, 80).contains(swept(sweep(slope, speed, -2, start, 1), 80).mid())


def test_the_cap_of_power_series_is_put_back():
    cap = flint.ctx.cap
    swept(sweep(constant(0), constant(1), 0, 1, 2), 60)
    assert flint.ctx.cap == cap


@pytest.mark.parametrize("slope", [lambda z: z.sqrt(), lambda z: z.log(), lambda z: 1 / z])
def test_a_singularity_on_the_way_is_refused(slope):
    with pytest.raises(ValueError, match="the functions must be smooth there"):
        swept(sweep(slope, constant(1), -1, 0, 1), 60)
