import pytest
import sympy as sp

from derivations.excess_risk import excess_risk, rises
from derivations.symbols import M, beta, gamma, lamda, w


def test_excess_risk_is_half_the_curvature_times_the_gibbs_variance():
    eta = 2 * M / (gamma * beta)
    assert sp.simplify(excess_risk([lamda], beta) - lamda / 2 / (eta * lamda)) == 0


def test_excess_risk_with_noise_that_widens():
    r = gamma / M
    assert sp.simplify(excess_risk([sp.S.One], 1 + w**2) - r / (2 * (2 - r))) == 0


@pytest.mark.parametrize(("risk", "found"), [(gamma**2, True), (1 / gamma, False), (sp.S.One, False)])
def test_a_risk_rises_or_not(risk, found):
    assert rises(risk) == sp.S(found)


def test_varying_noise_is_for_the_line():
    with pytest.raises(ValueError, match="in several coordinates it is wanted free of w"):
        excess_risk([sp.S.One, sp.S.One], 1 + w**2)
