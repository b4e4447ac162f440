import sympy as sp

from derivations.symbols import eps
from numerics.degenerate_gate import FLAT_GATE, QUARTIC_AT_GATE, quartic_gate_law


def test_the_gate_has_no_curvature_and_the_minima_have():
    gate, well = (p for p in FLAT_GATE.critical_points if p.at[0] in (0, 1))
    assert (gate.degenerate, gate.value, well.determinant, well.value) == (True, 0, 2, sp.Rational(-1, 12))


def test_the_integral_at_the_gate():
    z = sp.Symbol("z", real=True)
    assert sp.simplify(sp.integrate(sp.exp(-(z**4) / (4 * eps)), (z, -sp.oo, sp.oo)) - QUARTIC_AT_GATE) == 0


def test_the_prefactor_grows_like_the_quarter_power():
    prefactor = quartic_gate_law() * sp.exp(-1 / (12 * eps))
    assert sp.simplify(prefactor.subs(eps, eps / 16) / prefactor) == 2
