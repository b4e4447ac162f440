import sympy as sp

from derivations.printed_forward_equations import LINE, PLANE, derived, divergence_of_gradient
from derivations.symbols import M, gamma, w, x, y


def test_line_is_the_plane_without_the_other_coordinate():
    flat = derived(sp.S.One, PLANE).subs(
        {sp.Function("L", real=True)(x, y): x**3, sp.Function("p", positive=True)(x, y): x**2}
    )
    thin = derived(sp.S.One, LINE).subs(
        {sp.Function("L", real=True)(w): w**3, sp.Function("p", positive=True)(w): w**2}
    )
    assert sp.expand(flat.doit() - thin.doit().subs(w, x)) == 0


def test_known_right_hand_side():
    # (3w² · w²)' + γ/(2M) (w²)'' = 12 w³ + γ/M.
    thin = derived(sp.S.One, LINE).subs(
        {sp.Function("L", real=True)(w): w**3, sp.Function("p", positive=True)(w): w**2}
    )
    assert sp.expand(thin.doit() - 12 * w**3 - gamma / M) == 0


def test_first_term_of_b1_is_a_scalar():
    assert divergence_of_gradient(PLANE).is_scalar is not False
    assert divergence_of_gradient(PLANE).has(sp.Derivative)
