"""The letters of the paper, each made once with its assumptions.

Notation of the suite, fixed once: `gamma` learning rate, `M` batch size, `beta` variance of one sample's
gradient per coordinate (2.4), `eta = 2M/(gamma beta)` inverse temperature, `eps = 1/eta`.
"""

import sympy as sp

w, x, y, z, u, v = sp.symbols("w x y z u v", real=True)
t, s = sp.symbols("t s", nonnegative=True)
gamma, beta, eta, eps = sp.symbols("gamma beta eta epsilon", positive=True)
eta_infinity = sp.Symbol(r"\eta_\infty", positive=True)
M, N, k, n, d = sp.symbols("M N k n d", integer=True, positive=True)
kappa, lamda, sigma = sp.symbols("kappa lambda sigma", positive=True)


def inverse_temperature() -> sp.Expr:
    """The paper's eta = 2M/(gamma beta) (Lemma 2.3, Appendix D)."""
    return 2 * M / (gamma * beta)
