"""Three-valued equality of exact expressions."""

import pytest
import sympy as sp

from derivations.identity import equal, vanishes
from derivations.symbols import M, eta, kappa, n, t, w, x
from ledger.outcome import Outcome

L = sp.Function("L", real=True)
p = sp.Function("p", positive=True)
k = sp.Symbol("k", integer=True, positive=True)

TRUE = {
    "expansion": ((w - 1) * (w + 1), w**2 - 1),
    "rational functions": (1 / (w - 1) - 1 / (w + 1), 2 / (w**2 - 1)),
    "trigonometry": (sp.sin(w) ** 2 + sp.cos(w) ** 2, 1),
    "hyperbolic and exponential": (sp.cosh(w), (sp.exp(w) + sp.exp(-w)) / 2),
    "an assumption is used": (sp.sqrt(kappa**2), kappa),
    "nested roots": (sp.sqrt(3 + 2 * sp.sqrt(2)), 1 + sp.sqrt(2)),
    "an algebraic number": (
        sp.cos(sp.pi / 7) - sp.cos(2 * sp.pi / 7) + sp.cos(3 * sp.pi / 7),
        sp.Rational(1, 2),
    ),
    "sum": (sp.Sum(k, (k, 1, n)), n * (n + 1) / 2),
    "product rule": (sp.diff(L(w) * p(w, t), w), L(w).diff(w) * p(w, t) + L(w) * p(w, t).diff(w)),
    "unevaluated derivative": (sp.Derivative(L(w) ** 2, w), 2 * L(w) * L(w).diff(w)),
    "derivative under the integral": (
        sp.Derivative(sp.Integral(p(w, t), (w, 0, x)), t),
        sp.Integral(p(w, t).diff(t), (w, 0, x)),
    ),
    "Gaussian integral": (sp.Integral(sp.exp(-eta * w**2 / 2), (w, -sp.oo, sp.oo)), sp.sqrt(2 * sp.pi / eta)),
    "matrices": (sp.Matrix([[w, 1], [0, w]]) ** 2, sp.Matrix([[w**2, 2 * w], [0, w**2]])),
    "tuples": ((w + w, sp.Integer(1)), (2 * w, 1)),
    "mappings": ({"a": w * (w + 1)}, {"a": w**2 + w}),
    "truth values": (True, sp.true),
    "infinity": (sp.oo, sp.oo),
}
FALSE = {
    "constant": (w, w + sp.Rational(1, 10**12)),
    "sign of a real": (sp.sqrt(w**2), w),
    "true at 0 and 1 only": (w**2, w),
    "integers differ at 2": (sp.Integer(2) ** M, M**2),
    "irrational numbers": (sp.sqrt(2) + sp.sqrt(3), sp.pi),
    "a factor in a derivative": (sp.diff(L(w) ** 2, w), L(w) * L(w).diff(w)),
    "a sign in an equation": (p(w, t).diff(t) - p(w, t).diff(w, 2), p(w, t).diff(t) + p(w, t).diff(w, 2)),
    "a factor of an integral": (
        sp.Integral(sp.exp(-eta * L(w)), (w, -sp.oo, sp.oo)),
        2 * sp.Integral(sp.exp(-eta * L(w)), (w, -sp.oo, sp.oo)),
    ),
    "one entry of a matrix": (sp.eye(2), sp.diag(1, 2)),
    "one member": ((w, x), (w, w)),
    "truth values": (True, False),
    "infinity and a number": (sp.oo, 3),
    "two infinities": (sp.oo, -sp.oo),
}


@pytest.mark.parametrize("sides", TRUE.values(), ids=TRUE)
def test_identities_are_supported(sides):
    assert equal()(*sides) is Outcome.SUPPORTS


@pytest.mark.parametrize("sides", FALSE.values(), ids=FALSE)
def test_false_identities_are_refuted(sides):
    assert equal()(*sides) is Outcome.REFUTES


@pytest.mark.parametrize(
    "sides",
    [
        (sp.Integral(w**w, (w, 0, 1)), 1),
        (sp.nan, sp.nan),
        (sp.oo, w * sp.Symbol("unknown")),
    ],
)
def test_what_is_neither_proved_nor_refuted_is_inconclusive(sides):
    assert equal()(*sides) is Outcome.INCONCLUSIVE


def test_a_hidden_zero_is_never_refuted():
    machin = 4 * sp.atan(sp.Rational(1, 5)) - sp.atan(sp.Rational(1, 239)) - sp.pi / 4
    assert vanishes(machin) is not Outcome.REFUTES


def test_floats_are_refused():
    with pytest.raises(TypeError, match=r"0\.1.* is a float: only exact numbers"):
        equal()(w + 0.1, w + 0.1)


def test_words_are_refused():
    with pytest.raises(sp.SympifyError):
        equal()("w", w)


@pytest.mark.parametrize("sides", [((w, x), (w,)), (sp.eye(2), sp.eye(3)), (w, (w,)), ({"a": w}, {"b": w})])
def test_different_shapes_are_refused(sides):
    with pytest.raises(ValueError, match="objects of one shape"):
        equal()(*sides)
