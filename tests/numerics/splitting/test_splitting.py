import numpy as np
import pytest
import sympy as sp

import numerics.splitting.levels as levels
from derivations.potential import Potential
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting, joined_runs

from .problems import DOUBLE_WELL, W, exact_time, splitting_at, target_at


def deviation(splitting, runs):
    """How many standard errors the time is off."""
    found = Estimate(splitting.block(0, runs))
    return (found.time / exact_time(splitting.target) - 1) / found.relative_error


@pytest.mark.parametrize(("height", "seed"), [(5, 1), (10, 2), (20, 3), (30, 4)])
def test_the_time_is_that_of_the_chain(height, seed):
    assert abs(deviation(splitting_at(height, 100, seed), 256)) < 3


@pytest.mark.parametrize("kill", [1, 10, 25])
@pytest.mark.parametrize("cells", [3, 16])
def test_ties_do_no_harm(monkeypatch, cells, kill):
    """With three cells nearly all replicas are level with others."""
    monkeypatch.setattr(levels, "FEWEST", cells)
    monkeypatch.setattr(levels, "MOST", cells)
    splitting = splitting_at(5, 50, 5, kill=kill)
    assert splitting.levels.top == cells + 1
    assert abs(deviation(splitting, 1024)) < 3


def test_varying_noise_and_the_other_direction():
    target = target_at(8, noise=(3 - W) / 2, start=1, end=-1)
    assert coordinate_towards(target) == -W
    assert abs(deviation(Splitting(target, -W, 100, 6), 256)) < 3


def test_a_coordinate_that_is_not_linear():
    assert abs(deviation(Splitting(target_at(6), sp.exp(W) + W**3, 100, 7), 256)) < 3


def test_shifted_targets():
    target = target_at(6, shifted=True)
    assert abs(deviation(Splitting(target, W, 100, 8), 256)) < 3


def test_extinction_counts_as_nothing():
    """Four replicas die out often; the mean over runs is right all the same."""
    splitting = splitting_at(6, 4, 9)
    assert Estimate(splitting.block(0, 4096)).extinct > 0
    assert abs(deviation(splitting, 20_000)) < 3


def test_the_spread_is_near_the_least_possible():
    found = Estimate(splitting_at(20, 100, 10).block(0, 1024))
    assert found.spread < 1.2 * found.ideal


def test_a_run_depends_on_its_number_only():
    splitting = splitting_at(5, 20, 11)
    whole = splitting.block(0, 70)
    parts = [splitting.block(first, count) for first, count in ((50, 20), (0, 3), (3, 47))]
    assert joined_runs(parts).digest == whole.digest
    assert splitting_at(5, 20, 12).block(0, 70).digest != whole.digest


def test_steps_are_counted():
    found = splitting_at(5, 20, 13).block(0, 200)
    assert 0.9 * found.work < found.steps <= found.work


def test_a_path_that_never_comes_back_is_told():
    splitting = splitting_at(30, 20, 14, max_steps=10)
    assert "had a path that came neither back nor to the target" in splitting.block(0, 16).trouble


def test_a_loss_that_does_not_hold_the_path_is_told():
    hill = Potential(W**2 / 2 - W**4 / 4)
    target = Target(Model(hill, sp.Integer(1), "1/4", "1/100"), (0,), (2,))
    assert "runs had a path that diverged" in Splitting(target, W, 20, 15).block(0, 16).trouble


def test_noise_that_vanishes_is_told():
    model = Model(DOUBLE_WELL, W + sp.Rational(11, 10), "1/4", "1/5")
    found = Splitting(Target(model, (-1,), (1,)), W, 20, 16).block(0, 16)
    assert "came where beta is not positive" in found.trouble


def test_a_lies_strictly_below_the_first_level():
    for coordinate in (W, W**3, sp.exp(W)):
        found = Splitting(target_at(10), coordinate, 20, 1).levels
        assert found.floor < found.edges[0]
        assert np.all(np.diff(found.edges) > 0)


def test_a_reaches_up_to_the_minimum_below_the_start():
    found = Splitting(target_at(10, start=-2), W, 20, 1).levels
    assert found.floor == pytest.approx(-1, abs=1e-6)
    found = Splitting(target_at(10, start="-1/2"), W, 20, 1).levels
    assert found.floor == pytest.approx(-0.5)


def test_the_last_level_is_below_the_target():
    found = Splitting(target_at(10), W, 20, 1).levels
    assert target_at(10).last[0] - found.edges[-1] == pytest.approx(found.edges[1] - found.edges[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"replicas": 1}, "replicas=1: an integer from 2"),
        ({"kill": 20}, "kill=20: an integer from 1 to 19"),
        ({"max_steps": 1.5}, "max_steps=1.5: an integer"),
        ({"seed": -1}, "seed=-1: an integer that is at least 0"),
    ],
)
def test_bad_numbers_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Splitting(target_at(5), W, **({"replicas": 20, "seed": 1} | change))


@pytest.mark.parametrize(
    ("coordinate", "message"),
    [
        (-W, "coordinate=-w: it has to grow from the well of the start to the target"),
        (sp.Symbol("z") + W, r"coordinate=w \+ z: \['z'\] are no coordinates"),
    ],
)
def test_bad_coordinates_are_refused(coordinate, message):
    with pytest.raises(ValueError, match=message):
        Splitting(target_at(5), coordinate, 20, 1).block(0, 1)


def test_other_schemes_are_refused():
    with pytest.raises(ValueError, match="Euler–Maruyama in float64 is wanted"):
        Splitting(target_at(5, scheme="leimkuhler-matthews"), W, 20, 1)


def test_bad_blocks_are_refused():
    splitting = splitting_at(5, 20, 1)
    with pytest.raises(ValueError, match="first=-1, count=1"):
        splitting.block(-1, 1)
    with pytest.raises(ValueError, match="blocks: runs up to 1 are followed by 2"):
        joined_runs([splitting.block(0, 1), splitting.block(2, 1)])
    with pytest.raises(ValueError, match="blocks: at least one"):
        joined_runs([])
