"""The Poincaré inequality (2.6): which measures can have one, and its constant for the Gaussian.

## Main definitions
* `square_deviation_of_one`: the right side of (2.6), less C_P, at f ≡ 1 under a measure of any mass.
* `flat_quotient`: the quotient of the two sides of (2.6), less C_P, as f = e^{−aw²/2} flattens, a → 0.
* `normal_mean`: E f(w) under N(0, 1) for a polynomial f.
* `poincare_quotients`: the critical values of E[f'²]/Var f over polynomials f.

## Main statements
* (2.6) at f ≡ 1 reads 0 ≥ C_P m (1 − m)², so the mass m is 1: the measure has to be normalised.
* f ≡ 1 is not square integrable over the line, e^{−aw²/2} is: under e^{−w²/2}dw its quotient tends to 0.
* Under N(0, 1) the quotients are 1, 2, 3, …: C_P = 1, taken at f = w.

## Implementation notes
Hermite's polynomials diagonalise the quotient, but they are not used: it is built from moments.
"""

from fractions import Fraction

import sympy as sp

from derivations.identity import equal
from derivations.symbols import w
from ledger.bound import Bound, exact
from ledger.compare import at_least, identical
from ledger.model import Check

mass = sp.Symbol("m", positive=True)


def square_deviation_of_one() -> sp.Expr:
    """∫ (f − ∫f dμ)² dμ at f ≡ 1 under a measure of mass m."""
    mean = 1 * mass
    return mass * (1 - mean) ** 2


def flat_quotient(total: sp.Expr) -> sp.Expr:
    """The limit of ∫ f'² dμ/∫ (f − ∫f dμ)² dμ as a → 0, for f = e^{−aw²/2} and dμ = total·e^{−w²/2}dw/√(2π).

    Each f is square integrable over the line, as (2.6) asks.
    """
    a = sp.Symbol("a", positive=True)

    def integral(g: sp.Expr) -> sp.Expr:
        weight = total * sp.exp(-(w**2) / 2) / sp.sqrt(2 * sp.pi)
        return sp.simplify(sp.integrate(sp.powsimp(g * weight), (w, -sp.oo, sp.oo)))

    f = sp.exp(-a * w**2 / 2)
    mean = integral(f)
    deviation = integral(f**2) - 2 * mean**2 + mean**2 * total
    return sp.simplify(sp.limit(integral(sp.diff(f, w) ** 2) / deviation, a, 0))


def normal_mean(f: sp.Expr) -> sp.Expr:
    """E f(w) under N(0, 1) for a polynomial f of `w`: E w^{2k} = (2k − 1)!!, odd powers give 0."""
    terms = sp.Poly(f, w).terms()
    return sum((c * (sp.factorial2(k - 1) if k % 2 == 0 else 0) for (k,), c in terms), sp.Integer(0))


def poincare_quotients(degree: int) -> tuple[sp.Expr, ...]:
    """The critical values of E[f'²]/Var f over the polynomials up to `degree`, smallest first.

    Raises:
        ValueError: if the degree is less than 1: then every f is constant.
    """
    if degree < 1:
        raise ValueError(f"degree={degree}: a polynomial that is not constant has a degree of at least 1")
    basis = [w**k - normal_mean(w**k) for k in range(1, degree + 1)]
    variance = sp.Matrix(degree, degree, lambda i, j: normal_mean(sp.expand(basis[i] * basis[j])))
    slopes = [sp.diff(f, w) for f in basis]
    energy = sp.Matrix(degree, degree, lambda i, j: normal_mean(sp.expand(slopes[i] * slopes[j])))
    values = sp.roots((variance.inv() * energy).charpoly().as_expr(), multiple=True)
    return tuple(sorted(values))


# --- Evidence ---

DEGREE = 6
Z = sp.sqrt(2 * sp.pi)
"""∫ e^{−w²/2} dw."""


def _quotient(total: sp.Expr) -> Bound:
    value = flat_quotient(total)
    return exact(Fraction(int(value.p), int(value.q)))


printed_measure_leaves_a_positive_constant = Check(
    tests=r"$\lim_{a\to0}\int\|\nabla f\|^2d\mu\big/\int(f-\int f\,d\mu)^2d\mu$ for $f=e^{-aw^2/2}$, "
    r"which is in $L^2$, under the printed $d\mu=e^{-L}dw$, $L=w^2/2$, with a positive $C_P$, here "
    r"$10^{-9}$.",
    measure=lambda: _quotient(Z),
    predict=lambda: exact(Fraction(1, 10**9)),
    compare=at_least(),
    wrong={"C_P = 1": lambda: exact(1), "C_P = 1/100": lambda: exact(Fraction(1, 100))},
    right={"C_P = 0": lambda: exact(0)},
)

normalised_measure_leaves_a_positive_constant = Check(
    tests=r"The same limit under the normalised $d\mu=e^{-w^2/2}dw/\sqrt{2\pi}$, with its $C_P=1$.",
    measure=lambda: _quotient(sp.Integer(1)),
    predict=lambda: exact(1),
    compare=at_least(),
    wrong={"C_P = 2.01": lambda: exact(Fraction(201, 100)), "C_P = 3": lambda: exact(3)},
    of="corrected",
)

constants_deviate_by_nothing_only_at_mass_one = Check(
    tests=r"The masses $m$ of $\mu$ at which $\int(f-\int f\,d\mu)^2d\mu=0$ for $f\equiv1$, whose "
    r"gradient is 0, against $m=1$.",
    measure=lambda: sp.solveset(square_deviation_of_one(), mass, sp.Interval.open(0, sp.oo)),
    predict=lambda: sp.FiniteSet(1),
    compare=identical(),
    wrong={
        "any mass": lambda: sp.Interval.open(0, sp.oo),
        "∫e^{−w²/2}": lambda: sp.FiniteSet(sp.sqrt(2 * sp.pi)),
        "none": lambda: sp.S.EmptySet,
    },
    of="corrected",
)

normalised_gaussian_has_poincare_constant_one = Check(
    tests=r"The least $\int f'^2d\mu/\int(f-\int f\,d\mu)^2d\mu$ over polynomials $f$ up to degree 6, "
    r"for $d\mu=e^{-w^2/2}dw/\sqrt{2\pi}$, against $C_P=1$.",
    measure=lambda: poincare_quotients(DEGREE)[0],
    predict=lambda: sp.Integer(1),
    compare=equal(),
    wrong={
        "C_P = 0": lambda: sp.Integer(0),
        "C_P = 1.01": lambda: sp.Rational(101, 100),
        "C_P = 1/(2π)": lambda: 1 / (2 * sp.pi),
    },
    of="corrected",
)
