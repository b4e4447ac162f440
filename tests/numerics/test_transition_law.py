from fractions import Fraction

import pytest
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.symbols import eta
from derivations.zoo import DOUBLE_WELL, SHEARED_DOUBLE_WELL
from numerics.transition_law import LOPSIDED, escape_times, false_laws, falsified, formula_values

ENDS = (LOPSIDED, -1, sp.Rational(3, 2))


def test_times_and_values_stand_at_the_same_noise():
    times, values = escape_times(*ENDS, (10, 20)), formula_values(sp.exp(eta), (10, 20))
    assert [x for x, _ in times] == [x for x, _ in values] == [Fraction(1, 10), Fraction(1, 20)]
    assert float(values[1][1].middle) == pytest.approx(485165195.41)


def test_the_lopsided_well_is_as_described():
    assert [(m.at[0], m.determinant) for m in LOPSIDED.minima] == [
        (-1, sp.Rational(5, 2)),
        (sp.Rational(3, 2), sp.Rational(15, 4)),
    ]
    (gate,) = LOPSIDED.saddles
    assert (gate.at[0], gate.determinant, gate.value) == (0, sp.Rational(-3, 2), 0)
    assert [-m.value for m in LOPSIDED.minima] == [sp.Rational(1, 3), sp.Rational(63, 64)]


def test_false_laws_differ_from_the_law_and_from_each_other():
    laws = [eyring_kramers(*ENDS), *false_laws(*ENDS).values()]
    values = {float(law.subs(eta, 3)) for law in laws}
    assert len(values) == len(laws)


def test_where_symmetry_hides_a_mistake_the_law_is_the_same():
    law, false = eyring_kramers(DOUBLE_WELL, -1, 1), false_laws(DOUBLE_WELL, -1, 1)
    assert {name for name, wrong in false.items() if sp.simplify(wrong - law) == 0} == {
        "without λ*",
        "λ* twice",
        "det of the target",
        "H from the target",
    }


def test_in_the_plane_the_missing_eigenvalue_is_seen():
    ends = (SHEARED_DOUBLE_WELL, (-1, -1), (1, 1))
    quotient = false_laws(*ends)["without λ*"] / eyring_kramers(*ends)
    assert sp.simplify(quotient - (sp.sqrt(5) - 1) / 2) == 0


def test_controls_are_evaluated_when_asked_for():
    controls = falsified(*ENDS, ("π for 2π",), (5,))
    assert list(controls) == ["π for 2π"]
    assert controls["π for 2π"]() == formula_values(eyring_kramers(*ENDS) / 2, (5,))
