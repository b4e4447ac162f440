import pytest
import sympy as sp

from derivations.flat_direction import flat_direction
from derivations.parse import parse


def only_flat(text):
    loss = parse(text)
    (point,) = [p for p in loss.critical_points if p.degenerate]
    return flat_direction(loss, point)


@pytest.mark.parametrize(
    ("text", "order", "coefficient", "role"),
    [
        ("w**6/6 - w**4/4", 4, sp.Rational(-1, 4), "gate"),
        ("w**4*(w-1)**2", 4, 1, "well"),
        ("w**4/4 - w**3/3", 3, sp.Rational(-1, 3), ""),
        ("w**8/8 - w**6/6", 6, sp.Rational(-1, 6), "gate"),
        ("x**6/6 - x**4/4 + (y-x**2)**2/2", 4, sp.Rational(-1, 4), "gate"),
        ("x**6/6 + x**4/4 - (y-x**2)**2/2 + y**4", 4, sp.Rational(1, 4), "gate"),
        ("(x**2-1)**2/4 + y**4 + x**2*y**2", 4, 1, "gate"),
    ],
)
def test_along_the_bent_way(text, order, coefficient, role):
    found = only_flat(text)
    assert (found.order, found.coefficient, found.role) == (order, coefficient, role)


def test_the_bent_way_by_elimination():
    """min over y of y² + a x² y + b x⁴ is (b − a²/4) x⁴."""
    found = only_flat("y**2 + 3*x**2*y + 4*x**4 + x**6")
    assert found.coefficient == 4 - sp.Rational(9, 4)
    assert found.role == "well"


def test_two_flat_directions_are_not_understood():
    assert only_flat("x**4 + y**4") is None
