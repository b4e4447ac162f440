from fractions import Fraction
from math import exp

import mpmath
import pytest
import sympy as sp
from scipy import integrate

from derivations.potential import Potential
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, QUADRATIC, SHEARED_DOUBLE_WELL, THREE_MINIMA
from ledger.bound import Grade
from numerics.backends import compiled
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.line.gauss_passage import mean_escape_time_by_gauss

w = DOUBLE_WELL.coords[0]
SOFTPLUS = Potential(sp.log(1 + sp.exp(-w)) + w**2 / 10, name="softplus")
WAVY = Potential(w**2 / 2 + sp.cos(3 * w), name="wavy")
LOGARITHMIC = Potential(sp.log(1 + w**2), name="logarithmic")
ROOT = Potential(sp.sqrt(1 + w**2), name="root")
SOFT_SIDES = Potential(sp.log(1 + sp.exp(2 * w)) + sp.log(1 + sp.exp(-3 * w)), name="soft sides")
FLAT = Potential(sp.Integer(0), (w,), name="flat")
RAMP = Potential(w, name="ramp")


LOWS = {LOGARITHMIC: 60.0, ROOT: 12.0, SOFT_SIDES: 12.0}
"""How far e^{−ηL} matters."""


def contains(bound, decimal):
    """Is the decimal, rounded in its last digit, compatible with the bound?"""
    value, ulp = Fraction(decimal), Fraction(10) ** -len(decimal.partition(".")[2])
    return bound.low <= value + ulp and value - ulp <= bound.high


def by_an_ode(force, eta, start, target, noise=lambda x: 1.0, low=-8.0):
    """In doubles: u = e^φ F solves u' = φ'u + q, E τ = ∫ u; nothing in it is exponentially large."""

    def slopes(x, state):
        speed = eta / noise(x)
        return [force(x) * speed * state[0] + speed, state[0]]

    tight = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-14}
    arrived = integrate.solve_ivp(slopes, (low, start), [0, 0], **tight).y[0, -1]
    return integrate.solve_ivp(slopes, (start, target), [arrived, 0], **tight).y[1, -1]


def by_mpmath(L, eta, start, target, low=-4):
    """The nested integral, literally, at 16 digits."""
    height = compiled(L.expr, L.coords, "mpmath")
    with mpmath.workdps(16):

        def below(x):
            return mpmath.quad(lambda z: mpmath.exp(-eta * height(z)), [low, -1, x])

        return eta * mpmath.quad(lambda x: mpmath.exp(eta * height(x)) * below(x), [start, target])


@pytest.mark.parametrize(
    ("eta", "value"),
    [
        (10, "66.26862636491788077656599300504349639"),  # two other rigorous methods
        (20, "729.670691942"),
        (40, "102108.37"),
    ],
)
def test_double_well_times_contain_the_reference(eta, value):
    for digits in (15, 30, 60):
        bound = mean_escape_time(DOUBLE_WELL, eta, -1, 1, digits)
        assert contains(bound, value)
        assert bound.grade is Grade.ENCLOSED


@pytest.mark.parametrize("digits", [1, 15, 40, 200])
def test_the_digits_asked_for_are_sure_and_agree_with_more(digits):
    bound, finer = (mean_escape_time(DOUBLE_WELL, 10, -1, 1, d) for d in (digits, digits + 30))
    assert bound.radius / bound.middle < Fraction(1, 10**digits)
    assert bound.low <= finer.high
    assert finer.low <= bound.high


def test_nested_quadrature_agrees():
    bound = mean_escape_time(DOUBLE_WELL, 4, -1, 1)
    assert contains(bound, mpmath.nstr(by_mpmath(DOUBLE_WELL, 4, -1, 1), 13))


@pytest.mark.parametrize(
    ("potential", "eta", "start", "target"),
    [
        (DOUBLE_WELL, 3, -1, 1),
        (DOUBLE_WELL, 20, Fraction(-1, 3), Fraction(7, 5)),
        (THREE_MINIMA, 9, 1, 0),
        (DEEPER_WELL, 4, 0, "17/10"),
        (SOFTPLUS, 5, -1, 2),
        (WAVY, 5, -1, 1),
        (QUADRATIC, 7, 0, 1),
        (LOGARITHMIC, 6, 0, 2),
        (ROOT, 5, -1, 2),
        (SOFT_SIDES, 5, 0, 1),
    ],
    ids=lambda part: part.name if isinstance(part, Potential) else str(part),
)
def test_an_ode_solver_in_doubles_agrees(potential, eta, start, target):
    a, b = float(Fraction(start)), float(Fraction(target))
    side = 1 if b > a else -1
    force = compiled(potential.gradient[0], potential.coords, "numpy")
    reference = by_an_ode(
        lambda x: side * force(side * x), eta, side * a, side * b, low=-LOWS.get(potential, 4.0)
    )
    assert float(mean_escape_time(potential, eta, start, target).middle) == pytest.approx(reference, rel=1e-9)


@pytest.mark.parametrize("noise", [(1 + w**2) / 2, sp.exp(w), 1 / (1 + w**2), 2 + sp.sin(w)], ids=str)
def test_varying_noise_agrees_with_an_ode_solver(noise):
    force, beta = (compiled(f, (w,), "numpy") for f in (DOUBLE_WELL.gradient[0], noise))
    reference = by_an_ode(force, 10, -1, 1, beta, low=-3.5)
    found = mean_escape_time_with_noise(DOUBLE_WELL, noise, "1/10", -1, 1)
    assert float(found.middle) == pytest.approx(reference, rel=1e-9)


def test_noise_that_outgrows_the_force_still_lets_the_process_return():
    # e^φ is not integrable at −∞ and q e^{−φ} is: it comes back, in a finite mean time
    noise = 1 + w**6
    force, beta = (compiled(f, (w,), "numpy") for f in (DOUBLE_WELL.gradient[0], noise))
    reference = by_an_ode(force, 10, -1, 1, beta, low=-500.0)
    found = mean_escape_time_with_noise(DOUBLE_WELL, noise, "1/10", -1, 1, 10)
    assert float(found.middle) == pytest.approx(reference, rel=1e-9)


def test_constant_noise_is_a_temperature():
    plain = mean_escape_time(DOUBLE_WELL, 20, -1, 1)
    noisy = mean_escape_time_with_noise(DOUBLE_WELL, sp.Integer(3), "1/60", -1, 1)
    assert plain.low <= noisy.high
    assert noisy.low <= plain.high


def test_times_add_up_along_the_way():
    parts = mean_escape_time(DEEPER_WELL, 3, 0, 1) + mean_escape_time(DEEPER_WELL, 3, 1, "17/10")
    whole = mean_escape_time(DEEPER_WELL, 3, 0, "17/10")
    assert parts.low <= whole.high
    assert whole.low <= parts.high


def test_the_mirror_image_takes_the_same_time():
    mirrored = Potential(DEEPER_WELL.expr.subs(w, -w))
    there, back = mean_escape_time(DEEPER_WELL, 3, 0, "17/10"), mean_escape_time(mirrored, 3, 0, "-17/10")
    assert there.low <= back.high
    assert back.low <= there.high


@pytest.mark.parametrize(("start", "target", "wall"), [(0, 1, -2), (0, -1, 2), ("1/3", 2, 0)])
def test_without_force_a_wall_gives_a_parabola(start, target, wall):
    a, b, c = (Fraction(x) for x in (start, target, wall))
    found = mean_escape_time(FLAT, 6, start, target, wall=wall)
    assert found.low <= 3 * ((b - c) ** 2 - (a - c) ** 2) <= found.high


def test_up_a_ramp_from_a_wall():
    # η ∫₀¹ e^{ηx}(1 − e^{−ηx})/η dx
    found = mean_escape_time(RAMP, 4, 0, 1, wall=0)
    assert float(found.middle) == pytest.approx((exp(4) - 1) / 4 - 1, rel=1e-14)


def test_a_distant_wall_is_no_wall():
    near, far = (
        mean_escape_time(DOUBLE_WELL, 10, -1, 1, wall=-1),
        mean_escape_time(DOUBLE_WELL, 10, -1, 1, wall=-9),
    )
    free = mean_escape_time(DOUBLE_WELL, 10, -1, 1)
    assert near.high < free.low
    assert far.low <= free.high
    assert free.low <= far.high


def test_algebraic_ends_are_exact_numbers():
    L = Potential(w**4 / 4 - w**2)  # minima ±√2
    root, near = (
        mean_escape_time(L, 5, -sp.sqrt(2), sp.sqrt(2)),
        mean_escape_time(L, 5, "-1.414213562373095", "1.414213562373095"),
    )
    assert float(root.middle) == pytest.approx(float(near.middle), rel=1e-13)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SHEARED_DOUBLE_WELL, 20, -1, 1), "one coordinate is wanted, not 2"),
        ((DOUBLE_WELL, 0, -1, 1), "eta=0: an inverse temperature is positive"),
        ((DOUBLE_WELL, -3, -1, 1), "eta=-3: an inverse temperature is positive"),
        ((DOUBLE_WELL, 20, 1, 1), "start and target have to differ"),
        ((DOUBLE_WELL, 20, -1, 1, 15, 0), "a wall to lie behind the start"),
        ((DOUBLE_WELL, 20, -1, 1, 0), "digits=0: 1 to 10000 are allowed"),
        ((DOUBLE_WELL, 20, -1, 1, 10**6), "digits=1000000: 1 to 10000 are allowed"),
        ((RAMP, 20, -1, 1), "no proof that the process does not run away behind start"),
        ((Potential(-(w**2)), 20, -1, 1), "no proof that the process does not run away"),
        ((Potential(w**3), 20, -1, 1), "no proof that the process does not run away"),
        ((Potential(sp.Abs(w) + w**2), 20, -1, 1), "sign.* is not analytic: split the interval"),
        ((Potential(sp.sqrt(w**2 - sp.Rational(1, 2)) ** 3 + w**4), 20, -1, 1), "must be smooth there"),
        ((DOUBLE_WELL, "many", -1, 1), "eta='many': a finite real number is wanted"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        mean_escape_time(*arguments)


@pytest.mark.parametrize("name", ["eta", "start", "target", "wall"])
def test_floats_are_refused(name):
    numbers = {"eta": 20, "start": -1, "target": 1, "wall": -3} | {name: 0.5}
    with pytest.raises(TypeError, match=f"{name}=0.5: an exact number is wanted"):
        mean_escape_time(DOUBLE_WELL, **numbers)


@pytest.mark.parametrize(
    ("noise", "strength", "message"),
    [
        (w, "1/10", "it has to be positive, also at start=-1"),
        (w**2 - sp.Rational(1, 4), "1/10", "no enclosure near"),
        (sp.Symbol("v", real=True), "1/10", "a function of w alone is wanted"),
        (sp.Integer(1), 0, "eps0=0: a noise strength is positive"),
        (2 - w, "-1", "eps0=-1: a noise strength is positive"),
        (1 + w, "1/10", "has to be positive, also at start"),
    ],
)
def test_bad_noise_is_refused(noise, strength, message):
    with pytest.raises(ValueError, match=message):
        mean_escape_time_with_noise(DOUBLE_WELL, noise, strength, -1, 1)


def test_noise_that_turns_negative_far_away_is_refused():
    with pytest.raises(ValueError, match="no proof that the process does not run away"):
        mean_escape_time_with_noise(DOUBLE_WELL, 10 + w, "1/10", -1, 1)


@pytest.mark.parametrize("eta", [108, 432])
def test_deeper_wells_on_the_way_do_not_shrink_the_panels_without_end(eta):
    bound = mean_escape_time(DEEPER_WELL, eta, 0, "17/10")
    try:
        seen = mean_escape_time_by_gauss(DEEPER_WELL, eta, 0, "17/10")
    except ValueError:  # beyond all doubles: then the digits themselves have to do
        seen = mean_escape_time(DEEPER_WELL, eta, 0, "17/10", 30)
    assert seen.low <= bound.high
    assert bound.low <= seen.high
    assert bound.radius < bound.middle / 10**15


@pytest.mark.parametrize(
    ("expr", "noise", "eta", "start", "target"),
    [  # waves that a coarse look mistakes for something else; a step within one panel; a far, deep well
        (31 * w**2 / 1000 - 289 * sp.cos(664 * w / 100) / 100 + 36 * w / 100, 1, "623/100", "-11/5", "1/10"),
        (
            sp.exp(21 * w / 100) + sp.exp(-14 * w / 100) + 3 * sp.cos(457 * w / 100),
            1,
            "27/40",
            "-17/10",
            "-34/10",
        ),
        (
            3 * (w**2 - 1) ** 2 / 4 - sp.tanh(24 * (w - Fraction(3, 4))),
            1 + w**2 / 10,
            "1/4",
            "19/5",
            "-37/10",
        ),
        ((w + 27) ** 2 * (w + 1) ** 2 / 300 - sp.atan(25 * w) / 2, 1, "1/3", -1, 1),
        (sp.cos(w) + w**2 / 200, 1, 20, -3, 3),
    ],
)
def test_gauss_panels_agree_on_rough_ways(expr, noise, eta, start, target):
    data = Potential(sp.sympify(expr)), sp.sympify(noise)
    bound = mean_escape_time_with_noise(*data, 1 / Fraction(eta), start, target)
    seen = mean_escape_time_by_gauss(data[0], eta, start, target, data[1])
    assert seen.low <= bound.high
    assert bound.low <= seen.high
    assert seen.radius < seen.middle / 10**11
    assert bound.radius < bound.middle / 10**15


def test_ends_may_be_written_in_words_and_are_never_run():
    assert mean_escape_time(DOUBLE_WELL, 20, "-1", "0.5").form.endswith(r"\to \frac{1}{2}}]")
    with pytest.raises(ValueError, match="a finite real number is wanted"):
        mean_escape_time(DOUBLE_WELL, 20, "__import__('os')", 1)
