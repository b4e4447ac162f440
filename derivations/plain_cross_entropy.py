"""The mean cross entropy without a penalty: which of (A.1) and (A.2) it obeys (footnote 3, Appendix C).

With one feature x > 0 and the chance q of the label 1 it is log(1 + e^{−xw}) + (1 − q)xw. The labels disagree
for 0 < q < 1; at q = 1 the data are separable.

## Main definitions
* `one_feature`: this loss, with a penalty λw² or without.
* `mass_of_disagreeing_labels`: ∫ e^{−L} for 0 < q < 1.

## Main statements
* ∫ e^{−L} = π/(x sin πq) for 0 < q < 1: (A.1) holds. It fails for separable data.
* ‖∇L‖²/2 − ∇·∇L tends to x²(1 − q)²/2 and x²q²/2: (A.2) fails, unless there is a penalty.
"""

from functools import lru_cache

import sympy as sp

from derivations.gibbs_mass import line_mass
from derivations.identity import equal
from derivations.potential import Potential
from derivations.square_confinement import growth_limits
from derivations.symbols import lamda, w
from ledger.model import Check

q, feature = sp.symbols("q x", positive=True)
Ends = tuple[tuple[sp.Expr, sp.Expr], ...]


def one_feature(chance: sp.Expr, penalty: sp.Expr | int = 0) -> Potential:
    """The cross entropy of Appendix C at one feature x > 0 with P(y = 1) = `chance`, as a function of w."""
    plain = sp.log(1 + sp.exp(-feature * w)) + (1 - chance) * feature * w + penalty * w**2
    return Potential(plain, (w,), parameters=tuple(plain.free_symbols - {w}))


def mass_of_disagreeing_labels() -> sp.Expr:
    """∫ e^{−L} dw for 0 < q < 1: with v = e^{−xw} it is ∫ v^{−q}/(1 + v) dv/x over v > 0."""
    v = sp.Symbol("v", positive=True)
    loss = one_feature(q).expr
    integrand = sp.exp(-loss.subs(w, -sp.log(v) / feature)) / (feature * v)
    return sp.simplify(sp.integrate(sp.powsimp(sp.simplify(integrand)), (v, 0, sp.oo), conds="none"))


def growth_at_both_ends(loss: Potential) -> Ends:
    """The limits of (A.2) as w → ∞ and as w → −∞."""
    return tuple(growth_limits(loss, (end,)) for end in (1, -1))


# --- Evidence ---


@lru_cache
def _plain() -> Ends:
    return growth_at_both_ends(one_feature(q))


@lru_cache
def _penalised() -> Ends:
    return growth_at_both_ends(one_feature(q, lamda))


def _finite_ends(factor: sp.Expr | int) -> Ends:
    """factor·x²(1 − q)² and factor·x²q², and twice the limit 0."""
    squares = (factor * feature**2 * (1 - q) ** 2, factor * feature**2 * q**2)
    return tuple((square, sp.Integer(0)) for square in squares)


def _both(first: sp.Expr, second: sp.Expr) -> Ends:
    return ((first, second),) * 2


def _behaviour_at(chance: sp.Rational) -> tuple[sp.Expr, ...]:
    """The limits of L at both ends and the mass of e^{−L}, at x = 1."""
    loss = one_feature(chance).expr.subs(feature, 1)
    ends = (sp.limit(loss, w, sp.oo), sp.limit(loss, w, -sp.oo))
    if chance == 1:
        return *ends, line_mass(sp.simplify(sp.exp(-loss)))
    return *ends, mass_of_disagreeing_labels().subs({q: chance, feature: 1})


def _triple(*values: sp.Expr | int) -> tuple[sp.Expr, ...]:
    return tuple(map(sp.S, values))


printed_cross_entropy_breaks_the_first_assumption = Check(
    tests=r"The limits of $L$ at $+\infty$ and $-\infty$ and $\int e^{-L}dw$ for $x=1$, $P(y=1)=\frac12$, "
    r"where $L=\log(2\cosh(w/2))$, against an infinite mass.",
    measure=lambda: _behaviour_at(sp.S.Half),
    predict=lambda: _triple(sp.oo, sp.oo, sp.oo),
    compare=equal(),
    wrong={
        "no growth": lambda: _triple(0, sp.oo, sp.oo),
        "mass 2π": lambda: _triple(sp.oo, sp.oo, 2 * sp.pi),
    },
    right={"growth and mass π": lambda: _triple(sp.oo, sp.oo, sp.pi)},
)

cross_entropy_of_separable_data_breaks_the_first_assumption = Check(
    tests=r"The same for separable data, $P(y=1)=1$, where $L=\log(1+e^{-w})$, against $0$, $+\infty$ and an "
    "infinite mass.",
    measure=lambda: _behaviour_at(sp.Integer(1)),
    predict=lambda: _triple(0, sp.oo, sp.oo),
    compare=equal(),
    wrong={
        "growth and mass π": lambda: _triple(sp.oo, sp.oo, sp.pi),
        "a finite mass": lambda: _triple(0, sp.oo, sp.pi),
    },
    of="corrected",
)

cross_entropy_of_disagreeing_labels_has_a_finite_mass = Check(
    tests=r"$\int e^{-L}dw$ for one feature $x>0$ and any $P(y=1)=q$, $0<q<1$, against $\pi/(x\sin\pi q)$.",
    measure=mass_of_disagreeing_labels,
    predict=lambda: sp.pi / (feature * sp.sin(sp.pi * q)),
    compare=equal(),
    wrong={
        "2π/(x sin πq)": lambda: 2 * sp.pi / (feature * sp.sin(sp.pi * q)),
        "π/x": lambda: sp.pi / feature,
        "πx/sin πq": lambda: sp.pi * feature / sp.sin(sp.pi * q),
    },
    of="corrected",
)

cross_entropy_without_penalty_breaks_the_second_assumption = Check(
    tests=r"$\lim(\|\nabla L\|^2/2-\nabla\cdot\nabla L)$ and $\lim\nabla\cdot\nabla L/\|\nabla L\|^2$ at "
    r"$+\infty$ and $-\infty$ for one feature $x>0$ and any $P(y=1)=q$, $0<q<1$, against the finite "
    r"$x^2(1-q)^2/2$ and $x^2q^2/2$, and 0.",
    measure=_plain,
    predict=lambda: _finite_ends(sp.S.Half),
    compare=equal(),
    wrong={
        "(A.2)": lambda: _both(sp.oo, sp.Integer(0)),
        "‖∇L‖² not halved": lambda: _finite_ends(1),
        "0": lambda: _finite_ends(0),
    },
)

printed_plain_cross_entropy_obeys_the_second_assumption = Check(
    tests=r"The same limits for the mean cross entropy as the heading names it, without a penalty, against "
    r"$+\infty$ and 0.",
    measure=_plain,
    predict=lambda: _both(sp.oo, sp.Integer(0)),
    compare=equal(),
    wrong={"the other sign": lambda: _both(-sp.oo, sp.Integer(0)), "0": lambda: _finite_ends(0)},
    right={"x²(1 − q)²/2 and x²q²/2": lambda: _finite_ends(sp.S.Half)},
)

cross_entropy_with_penalty_obeys_the_second_assumption = Check(
    tests=r"The same limits with the penalty $\lambda w^2$, any $\lambda>0$, against $+\infty$ and 0.",
    measure=_penalised,
    predict=lambda: _both(sp.oo, sp.Integer(0)),
    compare=equal(),
    wrong={
        "as without penalty": lambda: _finite_ends(sp.S.Half),
        "the other sign": lambda: _both(-sp.oo, sp.Integer(0)),
    },
    of="corrected",
)
