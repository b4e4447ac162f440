import numpy as np
import pytest

from numerics.valley.elements import element, mesh_between


@pytest.mark.parametrize("degree", [1, 2, 5, 12])
def test_the_basis_reproduces_polynomials_of_its_degree(degree):
    rule = element(degree)
    coefficients = np.random.default_rng(1).normal(size=degree + 1)
    p = np.polynomial.Polynomial(coefficients)
    assert np.allclose(rule.values @ p(rule.nodes), p(rule.points), atol=1e-11)
    assert np.allclose(rule.slopes @ p(rule.nodes), p.deriv()(rule.points), atol=1e-10)


def test_the_breaks_are_edges_and_no_element_is_wider_than_asked():
    mesh = mesh_between(np.array([-2.0, 0.3, 1.0]), 0.5, 4)
    assert {-2.0, 0.3, 1.0} <= set(mesh.edges)
    assert np.diff(mesh.edges).max() <= 0.5
    assert mesh.points.min() > -2
    assert mesh.points.max() < 1


def test_a_place_interpolates():
    mesh = mesh_between(np.array([0.0, 1.0]), 0.4, 3)
    e, basis = mesh.place(0.55)
    nodes = mesh.edges[e] + mesh.halves[e] * (1 + element(3).nodes)
    assert basis @ nodes**3 == pytest.approx(0.55**3)


def test_points_lie_in_the_order_of_the_rule():
    mesh = mesh_between(np.array([1.0, 3.0]), 2.0, 3)
    assert mesh.points[0] == pytest.approx(2 + element(3).points)
