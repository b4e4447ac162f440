"""A transition density that knows only the time passed, where the coefficients change with time (Appendix B).

## Main definitions
* `variance_between`: what the noise adds from one time to another, for D(t) = D(1 + t).
* `second_moment`: E W(t)² from z.
* `rate_with_kernel`: lim (E W(t + Δt)² − E W(t)²)/Δt, the last stretch by a kernel with given variance.

## Main statements
* `printed_kernel_needs_only_the_time_passed`: refuted; `kernel_from_one_time_to_the_next`.

## Notation
dW = −λW dt + √(2D(t)) dB with D(t) = γ(t)β/(2M) = D(1 + t), started at z; Δt is `TIME`.
"""

import sympy as sp

from derivations.identity import equal
from derivations.kramers_moyal import TIME
from derivations.symbols import lamda, t, z
from ledger.model import Check

D = sp.Symbol("D", positive=True)
PASSED = sp.Symbol("u", nonnegative=True)


def variance_between(start: sp.Expr, end: sp.Expr) -> sp.Expr:
    """∫ from `start` to `end` of e^{−2λ(end − u)} 2D(1 + u) du."""
    return sp.integrate(
        sp.expand(sp.exp(-2 * lamda * (end - PASSED)) * 2 * D * (1 + PASSED)), (PASSED, start, end)
    )


def second_moment(time: sp.Expr) -> sp.Expr:
    """E W(`time`)² from z at time 0."""
    return sp.exp(-2 * lamda * time) * z**2 + variance_between(sp.S.Zero, time)


def rate_with_kernel(variance: sp.Expr) -> sp.Expr:
    """The limit of (∫∫ w² p(w | Z) p(Z, t) dw dZ − E W(t)²)/Δt; p(w | Z) is N(e^{−λΔt} Z, `variance`)."""
    now = second_moment(t)
    change = sp.exp(-2 * lamda * TIME) * now + variance - now
    # It vanishes at Δt = 0, so the limit of its quotient by Δt is its derivative there.
    return sp.expand(sp.diff(change, TIME).subs(TIME, 0))


# --- Evidence ---


def measured_rate() -> sp.Expr:
    """d/dt E W(t)² from the solution itself."""
    return sp.expand(sp.diff(second_moment(t), t))


printed_kernel_needs_only_the_time_passed = Check(
    tests=r"$\frac d{dt}\mathbb E W(t)^2$ for $L=\lambda w^2/2$ and $\gamma(t)\beta/(2M)=D(1+t)$, from "
    r"the solution, against the limit in Appendix B with $p(w,\Delta t|Z)$, the law after the time "
    r"$\Delta t$ from the start at 0.",
    measure=measured_rate,
    predict=lambda: rate_with_kernel(variance_between(sp.S.Zero, TIME)),
    compare=equal(),
    wrong={"no noise": lambda: rate_with_kernel(sp.S.Zero)},
    right={"p(w, t + Δt | Z, t)": lambda: rate_with_kernel(variance_between(t, t + TIME))},
)

kernel_from_one_time_to_the_next = Check(
    tests=r"$\frac d{dt}\mathbb E W(t)^2$ of that process, from the solution, against the limit with "
    r"$p(w,t+\Delta t|Z,t)$; for constant coefficients it is $p(w,\Delta t|Z)$.",
    measure=measured_rate,
    predict=lambda: rate_with_kernel(variance_between(t, t + TIME)),
    compare=equal(),
    wrong={
        "started afresh at 0": lambda: rate_with_kernel(variance_between(sp.S.Zero, TIME)),
        "twice the time": lambda: rate_with_kernel(variance_between(t, t + 2 * TIME)),
    },
    of="corrected",
)
