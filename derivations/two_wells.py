"""Two wells of equal depth, with the escape times of Theorem 2.2: which one gains by larger batches.

## Main definitions
* `escape_rate`: one over the mean time of Theorem 2.2, on the line.
* `share_of_sharp`: the probability of the sharper well at a time, from the forward equation of the chain.
* `resting_share`: what it tends to.

## Main statements
* `printed_larger_batch_raises_the_share_of_the_sharp_well`: not from every start.
* `growth_with_the_batch_has_the_sign_of_the_excess_at_the_start`.

## Notation
`q` the probability of the sharp well at the start, `a_s`, `a_f` the second derivatives of L at the sharp and
the flat minimum (written r_s², r_f²), `c` its size at the barrier, `H` the height of the barrier from both
sides, η = 2M/(γβ). The process is a Markov chain on two states.
"""

from functools import lru_cache

import sympy as sp

from derivations.identity import equal
from derivations.symbols import M, beta, gamma, inverse_temperature
from ledger.model import Check

TIME, HEIGHT, GATE = sp.symbols("t H c", positive=True)
SHARP, FLAT = (root**2 for root in sp.symbols("r_s r_f", positive=True))
START = sp.Symbol("q", nonnegative=True)


def escape_rate(curvature: sp.Expr) -> sp.Expr:
    """√(`curvature` c)/(2π) e^{−ηH}: Theorem 2.2 with λ* = c, |det| at the saddle = c."""
    return sp.sqrt(curvature * GATE) / (2 * sp.pi) * sp.exp(-inverse_temperature() * HEIGHT)


@lru_cache(maxsize=1)
def _solution() -> tuple[sp.Expr, sp.Symbol, sp.Symbol]:
    """p(t) of p' = −k_s p + k_f (1 − p), p(0) = q, and the two rates."""
    p = sp.Function("p")
    leave, come = sp.symbols("k_s k_f", positive=True)
    equation = sp.Eq(p(TIME).diff(TIME), -leave * p(TIME) + come * (1 - p(TIME)))
    return sp.simplify(sp.dsolve(equation, p(TIME), ics={p(0): START}).rhs), leave, come


def share_of_sharp(sharp: sp.Expr, flat: sp.Expr) -> sp.Expr:
    """The probability of the sharp well at time t, for second derivatives `sharp` and `flat`."""
    share, leave, come = _solution()
    return share.subs({leave: escape_rate(sharp), come: escape_rate(flat)})


def resting_share() -> sp.Expr:
    """√a_f/(√a_s + √a_f) with √a = r, at which as many leave the sharp well as come to it."""
    return sp.sqrt(FLAT) / (sp.sqrt(SHARP) + sp.sqrt(FLAT))


# --- Evidence ---

STARTS = tuple(map(sp.Rational, ("1/5", "1/3", "1/2")))
Answers = dict[str, sp.Basic]


def rises_with_the_batch() -> Answers:
    """Does the share grow with M, for a_s = 4 a_f? The sign of its derivative, for every t, c, H, γ, β, M."""
    slope = sp.factor(sp.simplify(sp.diff(share_of_sharp(4 * FLAT, FLAT), M)))
    return {f"q = {q}": sp.S(sp.factor(slope.subs(START, q)).is_positive) for q in STARTS}


def answers(*values: bool) -> Answers:
    """One truth value for each start."""
    return {f"q = {q}": sp.S(value) for q, value in zip(STARTS, values, strict=True)}


printed_larger_batch_raises_the_share_of_the_sharp_well = Check(
    tests="Whether the probability of the sharper of two wells of equal depth, $L''=4a$ and $a$, at a "
    "time $t$ grows with $M$, in the Markov chain with the escape times of Theorem 2.2 and the sharp "
    r"well's probability $q=\frac15,\frac13,\frac12$ at the start, against yes.",
    measure=rises_with_the_batch,
    predict=lambda: answers(True, True, True),
    compare=equal(),
    wrong={"never": lambda: answers(False, False, False), "for q > 1/4": lambda: answers(False, True, True)},
    right={"for q > 1/3 only": lambda: answers(False, False, True)},
)


def slope_in_the_batch(excess: sp.Expr) -> sp.Expr:
    """`excess` · (2H/(γβ)) · (k_s + k_f) t e^{−(k_s + k_f) t}."""
    spent = (escape_rate(SHARP) + escape_rate(FLAT)) * TIME
    return excess * 2 * HEIGHT / (gamma * beta) * spent * sp.exp(-spent)


def slope_and_limit(excess: sp.Expr, limit: sp.Expr) -> dict[str, sp.Expr]:
    """The derivative in M, and the limit as t → ∞."""
    return {"∂p/∂M": slope_in_the_batch(excess), "t → ∞": limit}


growth_with_the_batch_has_the_sign_of_the_excess_at_the_start = Check(
    tests=r"$\partial p/\partial M$ of the sharp well's probability $p$ at time $t$ and "
    r"$\lim_{t\to\infty}p$ in that chain, for all second derivatives $a_s$, $a_f$ and every start "
    r"$q$, against $(q-\pi_s)$ times a positive factor and "
    r"$\pi_s=\sqrt{a_f}/(\sqrt{a_s}+\sqrt{a_f})$, which is free of $M$.",
    measure=lambda: {
        "∂p/∂M": sp.diff(share_of_sharp(SHARP, FLAT), M),
        "t → ∞": sp.limit(_solution()[0].subs(START, 0), TIME, sp.oo).subs(
            {_solution()[1]: escape_rate(SHARP), _solution()[2]: escape_rate(FLAT)}
        ),
    },
    predict=lambda: slope_and_limit(START - resting_share(), resting_share()),
    compare=equal(),
    wrong={
        "q > 0 suffices": lambda: slope_and_limit(START, resting_share()),
        "the sharp well's own share 1 − π_s": lambda: slope_and_limit(
            START - 1 + resting_share(), 1 - resting_share()
        ),
        "the other sign": lambda: slope_and_limit(resting_share() - START, resting_share()),
    },
    of="corrected",
)
