from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from derivations.zoo import THREE_MINIMA
from ledger.bound import exact
from numerics.paths.passages import Passages
from numerics.simulated import escapes
from numerics.simulated.basin_occupation import inside
from numerics.simulated.coins import coin_passages, log_growth, mean_steps
from numerics.simulated.escapes import survival
from numerics.simulated.stationary_variance import settled_variance


def passages(steps, ends=None):
    steps = np.asarray(steps, np.int64)
    return Passages(0, steps, np.zeros(steps.size, np.int8) if ends is None else ends, 0.5, int(steps.sum()))


def test_survivors_are_those_that_take_longer():
    shares = survival(passages([1] * 600 + [6] * 400), 2.0)
    assert shares["t = 1/4 E τ"].low < Fraction(4, 10) < shares["t = 1/4 E τ"].high
    assert shares["t = 3/2 E τ"].low == 0


def test_paths_that_never_arrive_are_no_passages(monkeypatch):
    monkeypatch.setattr(escapes, "MOST", 3)
    with pytest.raises(ArithmeticError, match="not"):
        escapes.chain_passages(seed=5)


def test_coins_smaller_than_the_slope_stay_where_they_are():
    found = coin_passages(Fraction(19, 50), Fraction(3, 10), seed=3, paths=50, most=2000)
    assert not found.hit.any()
    assert (found.steps == 2000).all()


def test_the_mean_of_runs_that_have_not_arrived_is_refused():
    with pytest.raises(ArithmeticError, match="50 of 50 paths have not arrived"):
        mean_steps(coin_passages(Fraction(19, 50), Fraction(3, 10), seed=3, paths=50, most=2000))


def test_growth_is_that_of_logarithms():
    assert float(log_growth(exact(2), exact(8), Fraction(2)).middle) == pytest.approx(np.log(4) / 2)


def test_one_step_of_a_coin_has_the_variance_of_the_coin():
    found = settled_variance(Fraction(1), 1, seed=1, paths=100)  # γλ = 1: w ← −ξ, hence w² = 1
    assert float(found.low) == pytest.approx(2)
    assert float(found.high) == pytest.approx(2)


def test_every_place_is_in_one_basin():
    places = np.linspace(-1, 4, 501) + 1e-9
    shares = [inside(THREE_MINIMA, m, places) for m in (0, 1, sp.Rational(5, 2))]
    assert (np.sum(shares, 0) == 1).all()
    assert shares[1][200]
    assert shares[0][0]
    assert shares[2][-1]
