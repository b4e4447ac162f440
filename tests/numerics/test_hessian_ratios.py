import sympy as sp

from derivations.symbols import w
from numerics.hessian_ratios import differences, two_wells
from numerics.line.neighbourhoods import ball_probability


def test_two_wells_have_the_stated_hessians():
    second = two_wells(3).hessian[0]
    assert (second.subs(w, 0), second.subs(w, 1)) == (2, 8)


def test_differences_are_those_of_the_probabilities():
    centres = {"a": sp.Integer(0), "b": sp.Integer(1)}
    found = differences(two_wells(3), 10, centres)["a, b"]
    a, b = (ball_probability(two_wells(3), 10, place, "1/10") for place in (0, 1))
    assert abs(float(found.middle - (a - b).middle)) < 1e-12
