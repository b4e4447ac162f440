"""The bound for a temperature that settles."""

import flint
import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from derivations.symbols import t
from ledger.bound import exact
from ledger.outcome import Outcome
from numerics.settling import ETA, value, y_T
from numerics.temperature_bounds import (
    GAMMA,
    nowhere_above,
    settled_bound,
    source_integral,
    sufficient_time,
)


def test_sufficient_time_is_where_eta_is_close_enough():
    assert sp.simplify((ETA - 1).subs(t, sufficient_time()) - 1 / (2 * GAMMA)) == 0


def test_source_integral_is_the_integral():
    known = quad(lambda s: np.exp(-0.375 * (9 - s)) / (1 + s) ** 2, 2, 9)[0]
    found = value(source_integral(sp.Integer(2), sp.Integer(9)), flint.arb(0))
    assert float(found.mid()) == pytest.approx(known, rel=1e-10)


def test_bound_starts_at_the_distance():
    assert sp.simplify(settled_bound(0)) == y_T


@pytest.mark.parametrize(
    ("measured", "outcome"),
    [((1, 2), Outcome.SUPPORTS), ((1, 4), Outcome.REFUTES), ((4, 1), Outcome.REFUTES)],
)
def test_one_place_above_is_enough_to_refute(measured, outcome):
    assert nowhere_above()([exact(a) for a in measured], [exact(2), exact(3)]) is outcome
