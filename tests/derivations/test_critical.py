"""All critical points, none missed."""

import numpy as np
import pytest
import sympy as sp

from derivations.critical import critical_points
from derivations.potential import Potential
from derivations.symbols import w, x, y, z
from derivations.zoo import DEEPER_WELL, DOUBLE_WELL, SHEARED_DOUBLE_WELL, THREE_MINIMA, TWO_GATES

AWKWARD = {
    "a generic quartic": Potential((x**2 + y**2 - 1) ** 2 + x**2 * y - x * y / 3 + x / 5, (x, y)),
    "a sextic": Potential(x**6 + y**6 - 3 * x**2 * y**2 + x**3 - y + x, (x, y)),
    "a narrow curved valley": Potential(10000 * (x**2 - y) ** 2 + (x**2 - 1) ** 2 / 4 + x / 20, (x, y)),
    "two saddles at one height": Potential((x**2 - 1) ** 2 + (y**2 - 1) ** 2, (x, y)),
}


def newton_points(potential: Potential, size: float = 3.0, number: int = 41) -> set[tuple[float, ...]]:
    """Critical points that Newton's method reaches from a grid, rounded."""
    gradient = sp.lambdify(potential.coords, list(potential.gradient), "numpy")
    hessian = sp.lambdify(potential.coords, potential.hessian.tolist(), "numpy")
    found = set()
    side = np.linspace(-size, size, number) + 0.0123
    for start in np.stack(np.meshgrid(side, side), -1).reshape(-1, 2):
        point = start.copy()
        for _ in range(60):
            try:
                step = np.linalg.solve(np.array(hessian(*point), float), np.array(gradient(*point), float))
            except np.linalg.LinAlgError:
                break
            point -= step
            if np.abs(step).max() < 1e-13:
                found.add(tuple(round(c, 6) + 0.0 for c in point))
                break
    return found


@pytest.mark.parametrize(
    "potential", [*AWKWARD.values(), SHEARED_DOUBLE_WELL, TWO_GATES], ids=lambda p: p.name or "awkward"
)
def test_newton_finds_the_same_points(potential):
    exact = {tuple(round(float(c.evalf(15)), 6) + 0.0 for c in p.at) for p in potential.critical_points}
    assert exact == newton_points(potential)


@pytest.mark.parametrize("potential", [*AWKWARD.values(), TWO_GATES], ids=lambda p: p.name or "awkward")
def test_index_and_determinant_agree_with_numerical_eigenvalues(potential):
    hessian = sp.lambdify(potential.coords, potential.hessian.tolist(), "numpy")
    for point in potential.critical_points:
        numeric = np.linalg.eigvalsh(np.array(hessian(*(float(c.evalf(17)) for c in point.at)), float))
        assert point.index == (numeric < 0).sum()
        assert float(point.determinant.evalf(15)) == pytest.approx(numeric.prod(), rel=1e-8)


def test_eigenvalues_agree_with_numerical_ones():
    L = AWKWARD["a generic quartic"]
    hessian = sp.lambdify(L.coords, L.hessian.tolist(), "numpy")
    for point in L.critical_points:
        numeric = np.linalg.eigvalsh(np.array(hessian(*(float(c.evalf(17)) for c in point.at)), float))
        assert [float(v.evalf(15)) for v in point.eigenvalues] == pytest.approx(list(numeric), rel=1e-9)


@pytest.mark.parametrize("potential", [DOUBLE_WELL, THREE_MINIMA, DEEPER_WELL], ids=lambda p: p.name)
def test_on_the_line_minima_and_maxima_alternate(potential):
    assert [p.kind for p in potential.critical_points] == ["minimum", "maximum"] * (
        len(potential.minima) - 1
    ) + ["minimum"]


def test_the_points_of_a_confining_potential_add_up_to_one():
    for potential in (*AWKWARD.values(), SHEARED_DOUBLE_WELL, TWO_GATES, DEEPER_WELL):
        assert sum((-1) ** p.index for p in potential.critical_points) == 1


def test_the_gradient_vanishes_exactly():
    for potential in (THREE_MINIMA, TWO_GATES, SHEARED_DOUBLE_WELL):
        for point in potential.critical_points:
            there = dict(zip(potential.coords, point.at, strict=True))
            assert potential.gradient.subs(there).applyfunc(sp.simplify).is_zero_matrix
            assert sp.simplify(potential.at(point.at) - point.value) == 0


def test_three_dimensions():
    points = critical_points((x**2 - 1) ** 2 / 4 + y**2 + z**2 + x * y * z / 5, (x, y, z))
    assert len(points) == 7
    origin = next(p for p in points if p.at == (0, 0, 0))
    assert (origin.kind, origin.eigenvalues) == ("saddle", (-1, 2, 2))


def test_degenerate_points_are_named():
    (point,) = critical_points(x**4 - y**2, (x, y))
    assert (point.at, point.kind, point.index, point.eigenvalues) == ((0, 0), "degenerate", 1, (-2, 0))


def test_degenerate_inflections_on_the_line():
    points = critical_points(w**6 / 6 - w**4 / 4, (w,))
    assert [(p.at[0], p.degenerate) for p in points] == [(-1, False), (0, True), (1, False)]


def test_the_box_of_a_point_holds_it():
    for point in TWO_GATES.critical_points:
        for (low, high), value in zip(point.box, point.at, strict=True):
            assert sp.QQ.to_sympy(low) <= value <= sp.QQ.to_sympy(high)


def test_constants_are_refused():
    with pytest.raises(ValueError, match="7 is constant: every point is critical"):
        critical_points(sp.Integer(7), (w,))


def test_transcendental_functions_of_two_coordinates_are_refused():
    with pytest.raises(ValueError, match="not a polynomial with rational coefficients; covered are"):
        critical_points(sp.exp(x) + y**2, (x, y))


def test_curves_of_critical_points_are_refused():
    with pytest.raises(ValueError, match="infinitely many complex solutions"):
        critical_points(x**2 * y**2, (x, y))
