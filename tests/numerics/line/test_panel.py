import flint
import pytest

from numerics.line.panel import Smooth, filling, panel

RADII = (4.0, 2.0)
ORDER = 60


@pytest.fixture(autouse=True)
def sixty_terms():
    cap = flint.ctx.cap
    flint.ctx.cap = ORDER + 1
    with flint.ctx.workprec(160):
        yield
    flint.ctx.cap = cap


def constant(value):
    return Smooth(lambda z: flint.arb_series([value]))


def linear(z):
    return 3 * z


def edges(left, right):
    return flint.arb(left), flint.arb(right)


@pytest.mark.parametrize("slope", [Smooth(linear), Smooth(linear, linear)], ids=["polynomial", "by discs"])
def test_a_panel_agrees_with_the_integrator_of_arb(slope):
    made = panel((slope, constant(2)), edges(0, 1), flint.arb(0), ORDER, RADII)
    found = filling(made, flint.arb(1), True)
    mass = flint.acb.integral(lambda z, _: 2 * (-3 * z * z / 2).exp(), 0, 1).real
    assert found.level.overlaps(flint.arb("1.5"))
    assert (found.below / found.shift).overlaps(1 + mass)

    def inner(z, _):  # F(z) with ∫_0^z e^{−3t²/2} dt in closed form
        scale = (flint.acb(3) / 2).sqrt()
        return (3 * z * z / 2).exp() * (1 + flint.acb.pi().sqrt() / scale * (scale * z).erf())

    time = flint.acb.integral(inner, 0, 1).real
    assert found.time.overlaps(time)
    assert found.time.rad() < 1e-25


def test_without_counting_only_the_mass_grows():
    made = panel((Smooth(linear), constant(2)), edges(0, 1), flint.arb(0), ORDER, RADII)
    counted, not_counted = (filling(made, flint.arb(1), counts) for counts in (True, False))
    assert not_counted.time == 0
    assert not_counted.below.overlaps(counted.below)


def test_fewer_terms_only_widen_the_answer():
    wide, narrow = (
        filling(panel((Smooth(linear), constant(2)), edges(0, 1), flint.arb(0), n, RADII), flint.arb(1), True)
        for n in (20, ORDER)
    )
    assert wide.time.contains(narrow.time)


def test_a_pole_next_to_the_panel_leaves_no_bound():
    slope = Smooth(lambda z: 1 / (z - 2), lambda z: 1 / (z - 2))
    near, far = (
        panel((slope, constant(1)), edges(0, right), flint.arb(0), ORDER, RADII) for right in ("1.99", "0.4")
    )
    assert not near.missing_mass < 1e-3
    assert far.missing_mass < 1e-10


def test_narrower_panels_are_asked_for_until_the_error_is_allowed():
    made = panel((Smooth(linear), constant(2)), edges(0, 4), flint.arb(0), ORDER, RADII)
    assert made.narrower(-100, -100, -100) < 1
    assert made.narrower(300, 300, 300) > 1
