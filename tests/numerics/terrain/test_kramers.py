import itertools
from fractions import Fraction

import pytest
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.parse import parse
from derivations.potential import Potential
from derivations.symbols import eps, eta, w, x, y
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL, TWO_GATES
from numerics.bounds import closed_form
from numerics.deeper_wells import EQUAL_DEPTH, law_with_other_wells
from numerics.degenerate_gate import FLAT_GATE, quartic_gate_law
from numerics.line.escape import mean_escape_time, mean_escape_time_with_noise
from numerics.noise_of_the_loss import escape_time_with_noise_of_the_loss
from numerics.radial_ridge import RIDGE, radial_escape_time, ridge_law
from numerics.terrain.kramers import kramers_answer
from numerics.varying_noise import EPS0, law_with_noise

ONE, HALF, THIRD = sp.Integer(1), sp.Rational(1, 2), sp.Rational(1, 3)
MUELLER_BROWN = parse(
    "-200*exp(-(x-1)**2-10*y**2)-100*exp(-x**2-10*(y-0.5)**2)"
    "-170*exp(-6.5*(x+0.5)**2+11*(x+0.5)*(y-1.5)-6.5*(y-1.5)**2)"
    "+15*exp(0.7*(x+1)**2+0.6*(x+1)*(y-1)+0.7*(y-1)**2)"
)
TORUS_LIKE = parse("(x**2+y**2)/60 - cos(2*x) - 0.8*cos(2*y)")
NETWORK = parse("(0.8-a*tanh(b))**2+(0.3-a*tanh(2*b))**2/2+0.01*(a**2+b**2)")


def agree(found, expected):
    """Do two enclosures overlap, both with thirty digits?"""
    assert found.radius <= abs(found.middle) / 10**30
    assert found.low <= expected.high
    assert expected.low <= found.high


def value(law, **at):
    return closed_form(law.subs({sp.Symbol(name): number for name, number in at.items()}))


@pytest.mark.parametrize(
    ("potential", "start", "target"),
    [
        (DOUBLE_WELL, (-1,), (1,)),
        (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1)),
        (TWO_GATES, (0, -1), (0, 1)),
        (DEEPER_WELL, ("-2.4",), ("1.7",)),
    ],
)
def test_the_exact_formula_is_evaluated(potential, start, target):
    answer = kramers_answer(potential, ONE, Fraction(1, 40), start, target)
    ends = [tuple(sp.Rational(c) for c in place) for place in (start, target)]
    agree(answer.time, closed_form(eyring_kramers(potential, *ends).subs(eta, 40)))
    assert (answer.applies, answer.law) == (True, "Eyring-Kramers")
    agree(answer.prefactor, closed_form(eyring_kramers(potential, *ends).subs(eta, 0)))


def test_constant_noise_only_scales_the_strength():
    one = kramers_answer(SHEARED_DOUBLE_WELL, ONE, "1/40", (-1, -1), (1, 1))
    other = kramers_answer(SHEARED_DOUBLE_WELL, sp.Rational(1, 4), "1/10", (-1, -1), (1, 1))
    agree(one.time, other.time)


def test_rates_of_parallel_gates_add():
    answer = kramers_answer(TWO_GATES, ONE, "1/40", (0, -1), (0, 1))
    assert len(answer.gates) == 2
    assert any("side by side" in warning for warning in answer.warnings)


def test_next_order_is_that_of_the_truth():
    answer = kramers_answer(DOUBLE_WELL, ONE, "1/400", (-1,), (1,))
    excess = mean_escape_time(DOUBLE_WELL, 400, -1, 1) / answer.time
    assert answer.correction.low <= Fraction(3, 800) <= answer.correction.high
    assert abs(excess.middle - 1 - answer.correction.middle) < 12 * Fraction(1, 400) ** 2


def test_next_order_with_noise_that_depends_on_the_place():
    noise, strength = sp.exp(w / 2) + 1, Fraction(1, 400)
    answer = kramers_answer(DOUBLE_WELL, noise, strength, (-1,), (1,))
    excess = mean_escape_time_with_noise(DOUBLE_WELL, noise, strength, -1, 1) / answer.time
    assert abs(excess.middle - 1 - answer.correction.middle) < 40 * strength**2
    assert abs(answer.correction.middle) > 1000 * strength**2


def test_deeper_wells_behind_add_their_masses():
    answer = kramers_answer(DEEPER_WELL, ONE, "1/20", (0,), ("1.7",))
    agree(answer.time, closed_form(law_with_other_wells(DEEPER_WELL, 0, sp.Rational(17, 10)).subs(eta, 20)))
    assert (answer.law, answer.applies) == ("chain of wells", False)
    assert "can be visited before the target" in answer.reasons[0]


def test_wells_of_equal_depth_count_too():
    answer = kramers_answer(EQUAL_DEPTH, ONE, "1/20", (0,), (sp.sqrt(3),))
    agree(answer.time, closed_form(law_with_other_wells(EQUAL_DEPTH, 0, sp.sqrt(3)).subs(eta, 20)))


def test_resistances_of_gates_in_series_add():
    answer = kramers_answer(EQUAL_DEPTH, ONE, "1/400", (-sp.sqrt(3),), (sp.sqrt(3),))
    truth = mean_escape_time(EQUAL_DEPTH, 400, -sp.sqrt(3), sp.sqrt(3))
    assert abs((truth / answer.time).middle - 1) < Fraction(1, 100)
    assert "stand in series" in answer.reasons[0]
    assert len(answer.gates) == 2


def test_noise_on_the_line_is_collected_along_the_climb():
    noise = (1 + w**2) / 2
    answer = kramers_answer(DOUBLE_WELL, noise, "1/80", (-1,), (1,))
    agree(answer.time, closed_form(law_with_noise(DOUBLE_WELL, noise, -1, 0).subs(EPS0, sp.Rational(1, 80))))


def test_noise_of_the_loss_in_the_plane_and_in_space():
    for d, text in ((2, "y**2"), (3, "y**2+z**2")):
        potential = parse(f"(x**2-1)**2/4+({text})/2")
        strength = Fraction(1, 80)
        ends = [(side, *[0] * (d - 1)) for side in (-1, 1)]
        answer = kramers_answer(potential, 1 + 4 * potential.expr, strength, *ends)
        expected = sp.sqrt(2) * sp.pi * sp.Integer(2) ** (1 - sp.Rational(d, 2)) * sp.exp(20 * sp.log(2))
        agree(answer.time, closed_form(expected))
        measured = escape_time_with_noise_of_the_loss(d, strength)
        assert abs((measured / answer.time).middle - 1) < Fraction(8, 100)


def test_without_detailed_balance_there_is_no_law():
    answer = kramers_answer(SHEARED_DOUBLE_WELL, 1 + x**2, "1/40", (-1, -1), (1, 1))
    assert (answer.time, answer.law) == (None, "")
    assert "not shown to be a function of the loss" in answer.reasons[0]


def test_without_a_law_the_barrier_is_still_told():
    raised = Potential(SHEARED_DOUBLE_WELL.expr + 1, (x, y))
    answer = kramers_answer(raised, 1 + x**2, "1/40", (-1, -1), (1, 1))
    assert answer.barrier.low == answer.barrier.high == Fraction(1, 4)


def test_quartic_gates_have_their_own_law():
    answer = kramers_answer(FLAT_GATE, ONE, "1/1600", (-1,), (1,))
    agree(answer.time, closed_form(quartic_gate_law().subs(eps, sp.Rational(1, 1600))))
    assert answer.law == "quartic gate"
    assert "degenerate" in answer.reasons[0]


def test_a_quartic_gate_in_the_plane_is_that_of_its_bent_valley():
    bent = parse("x**6/6-x**4/4+(y-x**2)**2/2")
    answer = kramers_answer(bent, ONE, "1/400", (-1, 1), (1, 1))
    agree(answer.time, closed_form(quartic_gate_law().subs(eps, sp.Rational(1, 400))))


def test_a_flat_minimum_has_its_own_law():
    flat = parse("w**4*(w-1)**2")
    answer = kramers_answer(flat, ONE, "1/20000", (0,), (1,))
    assert answer.law == "flat minimum"
    truth = mean_escape_time(flat, 20000, 0, 1)
    assert abs((truth / answer.time).middle - 1) < Fraction(1, 10)


def test_a_radial_ridge_has_its_own_law():
    answer = kramers_answer(RIDGE, ONE, "1/20", (0, 0), (1, 1))
    agree(answer.time, closed_form(ridge_law().subs(eps, sp.Rational(1, 20))))
    assert answer.law == "radial ridge"
    assert not answer.applies
    assert abs((radial_escape_time(20) / answer.time).middle - 1) < Fraction(1, 5)


def test_a_low_barrier_is_named():
    answer = kramers_answer(DOUBLE_WELL, ONE, "1/10", (-1,), (1,))
    assert answer.reasons == (
        "the barrier is less than 4 ε high: the formula is for ε much smaller than the barrier",
    )


def test_the_landscape_of_mueller_and_brown():
    answer = kramers_answer(MUELLER_BROWN, ONE, 10, ("-0.55", "1.44"), ("0.62", "0.03"))
    numbers = (answer.start, answer.target, answer.gates[0])
    assert [round(float(s.value.middle), 4) for s in numbers] == [-146.6995, -108.1667, -40.6648]
    assert any("all critical points" in warning for warning in answer.warnings)
    assert answer.warnings[0].startswith("start=(-11/20, 36/25) is no minimum")


def test_between_many_wells_the_others_are_named():
    answer = kramers_answer(TORUS_LIKE, ONE, "1/5", (0, 0), (3, 0))
    assert answer.gates[0].index == 1
    assert any("other wells and gates" in warning for warning in answer.warnings)


def test_a_small_network():
    answer = kramers_answer(NETWORK, ONE, "1/50", (-1, -1), (1, 1))
    assert answer.gates[0].middle == pytest.approx((0, 0), abs=1e-12)
    assert answer.applies


@pytest.mark.parametrize("d", [3, 4, 5, 8])
def test_the_chain_with_strong_coupling_has_one_gate(d):
    """All sites cross together: λ* = 1, and the other eigenvalues are those of the coupling, shifted."""
    names, coupling = "abcdfghk"[:d], 3
    bonds = "+".join(f"({a}-{b})**2" for a, b in itertools.pairwise(names))
    sites = "+".join(f"({a}**2-1)**2/4" for a in names)
    answer = kramers_answer(
        parse(f"{sites}+{coupling}*({bonds})/2" if d < 6 else f"{sites}+{10 * coupling}*({bonds})/2"),
        ONE,
        Fraction(d, 80),
        (-1,) * d,
        (1,) * d,
    )
    strength = coupling if d < 6 else 10 * coupling
    modes = [2 * strength * (1 - sp.cos(sp.pi * k / d)) for k in range(d)]
    ratio = sp.Mul(*(abs(m - 1) / (m + 2) for m in modes))
    expected = 2 * sp.pi * sp.sqrt(ratio) * sp.exp(20)
    assert [float(c) for c in answer.gates[0].middle] == pytest.approx([0] * d, abs=1e-12)
    assert answer.time.low <= closed_form(expected).high
    assert closed_form(expected).low <= answer.time.high


@pytest.mark.parametrize(
    ("potential", "noise", "eps0", "start", "target", "message"),
    [
        (DOUBLE_WELL, 1, 0, (-1,), (1,), "eps0=0: a positive number"),
        (DOUBLE_WELL, 1, "inf", (-1,), (1,), "eps0='inf': a finite real number"),
        (DOUBLE_WELL, 0, 1, (-1,), (1,), "noise=0: a positive number"),
        (DOUBLE_WELL, x, 1, (-1,), (1,), r"noise=x: \['x'\] are no coordinates"),
        (DOUBLE_WELL, w**2, 1, (-1,), (1,), "noise=w\\*\\*2: it is not positive"),
        (SHEARED_DOUBLE_WELL, x, 1, (-1, 0), (1, 0), "noise=x: it is not a positive number at"),
        (DOUBLE_WELL, 1, 1, (-1, 0), (1,), "start=\\(-1, 0\\): 1 coordinates are wanted"),
        (DOUBLE_WELL, 1, 1, (0,), (1,), "start=0 is a critical point that is no nondegenerate minimum"),
        (DOUBLE_WELL, 1, 1, (2,), (1,), "lie in the same basin, that of the minimum 1"),
        (parse("w**3-w"), 1, 1, (1,), (-1,), "target=-1: gradient descent from there ends at no"),
        (parse("w**3-w"), 1, 1, (-1,), (1,), "is not confining"),
        (parse("(x*y-1)**2"), 1, 1, (1, 1), (-1, -1), "is not confining"),
        (parse("(1-a*tanh(b))**2"), 1, 1, (1, 1), (-1, -1), "is not confining"),
        (parse("w-log(w)"), 1, 1, (-1,), (2,), "is not a finite real number at start"),
        (parse("w-log(w)"), 1, 1, (1,), (2,), "is not a real number everywhere"),
        (parse("x**2+2*y**2"), 1, 1, (1, 1), (-1, -1), "in the same basin"),
    ],
)
def test_what_cannot_be_answered_is_refused(potential, noise, eps0, start, target, message):
    with pytest.raises(ValueError, match=message):
        kramers_answer(potential, sp.sympify(noise), eps0, start, target)


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"noise=1\.50*: exact numbers only"):
        kramers_answer(DOUBLE_WELL, sp.Float("1.5"), 1, (-1,), (1,))
    with pytest.raises(TypeError, match=r"start=-1\.0: an exact number is wanted"):
        kramers_answer(DOUBLE_WELL, ONE, 1, (-1.0,), (1,))
