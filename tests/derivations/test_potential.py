"""The Potential and what follows from it."""

import pytest
import sympy as sp

from derivations.identity import equal
from derivations.potential import Potential
from derivations.symbols import kappa, w, x, y
from derivations.zoo import DOUBLE_WELL, TWO_GATES
from ledger.outcome import Outcome


def test_derivatives_are_exact():
    L = Potential(x**2 * y**3, (x, y))
    assert L.gradient == sp.Matrix([2 * x * y**3, 3 * x**2 * y**2])
    assert L.hessian == sp.Matrix([[2 * y**3, 6 * x * y**2], [6 * x * y**2, 6 * x**2 * y]])
    assert L.at((2, 1)) == 4


def test_the_laplacian_is_the_trace_of_the_hessian():
    assert equal()(TWO_GATES.laplacian, TWO_GATES.hessian.trace()) is Outcome.SUPPORTS


def test_minima_and_saddles_are_told_apart():
    assert [m.at for m in TWO_GATES.minima] == [(0, -1), (0, 1)]
    assert [s.at for s in TWO_GATES.saddles] == [(-sp.sqrt(3) / 2, 0), (sp.sqrt(3) / 2, 0)]
    assert len(TWO_GATES.critical_points) == 5


def test_on_the_line_the_maxima_are_the_saddles():
    assert [s.at for s in DOUBLE_WELL.saddles] == [(0,)]


def test_a_degenerate_minimum_is_no_minimum_here():
    quartic = Potential(w**4)
    assert [p.kind for p in quartic.critical_points] == ["degenerate"]
    assert quartic.minima == ()


def test_generic_functions_are_allowed():
    L = sp.Function("L")
    assert Potential(L(w)).gradient == sp.Matrix([L(w).diff(w)])


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"exact numbers only, use Rational instead of \[0\.1"):
        Potential(0.1 * w**2)


def test_unknown_symbols_are_refused():
    with pytest.raises(
        ValueError, match="kappa, x in the expression is neither a coordinate nor a parameter"
    ):
        Potential(kappa * w**2 + x, name="mine")


def test_parameters_are_allowed_when_named():
    L = Potential(kappa * w**2, parameters=(kappa,))
    assert L.gradient == sp.Matrix([2 * kappa * w])
    with pytest.raises(ValueError, match="critical points need numbers for the parameters"):
        _ = L.critical_points


@pytest.mark.parametrize(("coords", "parameters"), [((w, w), ()), ((w,), (w,)), ((), ())])
def test_coordinates_must_be_different_symbols(coords, parameters):
    with pytest.raises(ValueError, match=r"must be different symbols, at least one|neither a coordinate"):
        Potential(w**2, coords, parameters=parameters)


def test_a_point_needs_all_coordinates():
    with pytest.raises(ValueError, match="zip"):
        TWO_GATES.at((1,))
