import pytest
import sympy as sp

from derivations.kramers import eyring_kramers
from derivations.symbols import eta
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, THREE_MINIMA
from numerics.deeper_wells import EQUAL_DEPTH, law_with_other_wells, wells_behind


@pytest.mark.parametrize(
    ("potential", "start", "target", "behind"),
    [
        (DOUBLE_WELL, -1, 1, []),
        (THREE_MINIMA, 1, 0, [sp.Rational(5, 2)]),
        (THREE_MINIMA, 1, sp.Rational(5, 2), [0]),
        (THREE_MINIMA, 0, 1, []),
        (DEEPER_WELL, 0, sp.Rational(17, 10), [sp.Rational(-12, 5)]),
    ],
    ids=lambda part: getattr(part, "name", str(part)),
)
def test_wells_behind_are_on_the_other_side_of_the_start(potential, start, target, behind):
    assert [m.at[0] for m in wells_behind(potential, start, target)] == behind


def test_without_wells_behind_the_law_is_the_formula():
    assert law_with_other_wells(DOUBLE_WELL, -1, 1) == eyring_kramers(DOUBLE_WELL, -1, 1)


def test_wells_of_one_depth_add_a_number():
    quotient = law_with_other_wells(EQUAL_DEPTH, 0, sp.sqrt(3)) / eyring_kramers(EQUAL_DEPTH, 0, sp.sqrt(3))
    assert sp.simplify(quotient) == sp.Rational(3, 2)


def test_a_deeper_well_adds_an_exponential():
    ends = (DEEPER_WELL, 0, sp.Rational(17, 10))
    share = sp.simplify(law_with_other_wells(*ends) / eyring_kramers(*ends) - 1)
    deeper = DEEPER_WELL.minima[0]
    assert sp.simplify(sp.diff(sp.log(share), eta) + deeper.value) == 0
    assert sp.simplify(share.subs(eta, 0) ** 2 - DEEPER_WELL.minima[1].determinant / deeper.determinant) == 0


def test_minima_that_are_not_neighbours_are_refused():
    with pytest.raises(ValueError, match="start=0 and target=5/2 are not neighbouring minima"):
        wells_behind(THREE_MINIMA, 0, sp.Rational(5, 2))
