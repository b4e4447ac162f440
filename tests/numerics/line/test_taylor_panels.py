from dataclasses import replace

import flint
import numpy as np
import pytest

from numerics.line.panel import Smooth
from numerics.line.rough_passage import rough_passage
from numerics.line.taylor_panels import Sweep, swept, swept_from_law


def sweep(slope, speed, reach, start, target, below=0):
    slope, speed = (f if isinstance(f, Smooth) else Smooth(f) for f in (slope, speed))

    def on_arrays(function):
        return lambda x: np.array([float(function.series(flint.arb_series([z + 1e-9]))[0]) for z in x])

    points = [flint.arb(p) for p in (reach, start, target, below)]
    ends = tuple(float(p) for p in points[:3])
    rough = rough_passage(on_arrays(slope), on_arrays(speed), ends)
    return Sweep(slope, speed, *points, rough)


def constant(value):
    return lambda z: flint.arb_series([value])


def cubic(z):
    return 5 * (z**3 - z)


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
    problem = sweep(cubic, constant(5), -3, -1, 1)
    rough, fine = swept(problem, bits), swept(problem, bits + 100)
    assert rough.overlaps(fine)
    assert rough.rel_accuracy_bits() > bits - 12


def test_wide_ends_give_a_wide_answer_that_holds_all_cases():
    slope, speed = (lambda z: z), constant(1)
    wide = replace(sweep(slope, speed, -2, 0, 1), start=flint.arb(0, 1e-3))
    for start in (-0.001, 0, 0.001):
        assert wide.start.contains(flint.arb(start))
        assert swept(wide, 80).contains(swept(sweep(slope, speed, -2, start, 1), 80).mid())


def test_the_cap_of_power_series_is_put_back():
    cap = flint.ctx.cap
    swept(sweep(constant(0), constant(1), 0, 1, 2), 60)
    assert flint.ctx.cap == cap


@pytest.mark.parametrize(
    "slope",
    [
        Smooth(lambda z: z.sqrt(), lambda z: z.sqrt(analytic=True)),
        Smooth(lambda z: z.log(), lambda z: z.log(analytic=True)),
        Smooth(lambda z: 1 / z, lambda z: 1 / z),
    ],
    ids=["root", "logarithm", "pole"],
)
def test_a_singularity_on_the_way_is_refused(slope):
    with pytest.raises(ValueError, match="the functions must be smooth there"):
        swept(sweep(slope, constant(1), -1, 0, 1), 60)


@pytest.mark.parametrize("bits", [30, 100, 400])
def test_nothing_is_cut_off_from_a_polynomial(bits):
    plain, quick = (swept(sweep(f, constant(5), -3, -1, 1), bits) for f in (Smooth(cubic, cubic), cubic))
    assert plain.overlaps(quick)
    assert quick.rel_accuracy_bits() > bits - 12


def test_a_law_of_the_start_averages_over_it():
    # without force from a wall at 0, E_a τ = 9 − a²; the mean over (1, 2) is 9 − 7/3
    found = swept_from_law(sweep(constant(0), constant(2), 0, 1, 3), flint.arb(1), flint.arb(2), 100)
    with flint.ctx.workprec(100):
        assert found.overlaps(flint.arb(20) / 3)
        assert found.rad() < 1e-24


def test_the_mean_over_a_law_lies_between_its_ends():
    whole = sweep(cubic, constant(5), -3, -2, 1)
    mean = swept_from_law(whole, flint.arb(-2), flint.arb(0), 80)
    near, far = (swept(sweep(cubic, constant(5), -3, a, 1), 80) for a in (0, -2))
    assert near < mean < far


def test_a_start_may_follow_the_law_of_everything_behind():
    whole = swept_from_law(sweep(cubic, constant(5), -3, -3, 1), flint.arb(-3), flint.arb(0), 80)
    also = swept_from_law(sweep(cubic, constant(5), -3, -3, 1), None, flint.arb(0), 80, flint.arb(0, 1e30))
    assert whole.overlaps(also)
    assert also.rad() > whole.rad()
