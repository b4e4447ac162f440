import numpy as np
import pytest
import sympy as sp

from numerics.paths.samples import Samples, Sampling, Sgd, sgd_passages, sgd_positions

W, V, X, Y = sp.symbols("w v x y", real=True)
DATA = np.array([[1.0], [-1.0], [2.0], [-2.0], [0.5], [-0.5]])
MEANS = Samples((W - X) ** 2 / 2, (W,), (X,), DATA)
RUNS, LEVEL = 40_000, 4.5


def sgd(batch=2, rate="1/10", start=(3,), seed=5, sampling=Sampling.WITH_REPLACEMENT, samples=MEANS):
    return Sgd(samples, batch, rate, start, seed, sampling)


@pytest.mark.parametrize("sampling", [Sampling.WITH_REPLACEMENT, Sampling.WITHOUT_REPLACEMENT])
@pytest.mark.parametrize("batch", [1, 2, 3, 6])
def test_mean_and_variance_of_the_mean_of_the_data(sampling, batch):
    """w ← a w + γ x̄: mean aⁿ w₀, variance γ² Var(x̄) (1 − a²ⁿ)/(1 − a²)."""
    found = sgd_positions(sgd(batch, sampling=sampling), steps=15, paths=RUNS)
    variance = (DATA**2).mean() / batch
    if sampling is Sampling.WITHOUT_REPLACEMENT:
        variance *= (len(DATA) - batch) / (len(DATA) - 1)
    variance *= 0.01 * (1 - 0.9**30) / (1 - 0.9**2)
    assert abs(found.mean() - 3 * 0.9**15) < LEVEL * np.sqrt(variance / RUNS) + 1e-12
    assert found.var() == pytest.approx(variance, rel=LEVEL * np.sqrt(2.5 / RUNS), abs=1e-20)


def test_an_epoch_uses_every_sample_once():
    """With γ so small that w hardly moves, the gradients of an epoch add up to that of the whole loss."""
    found = sgd_positions(sgd(2, "1/1000000", sampling=Sampling.EPOCHS), steps=3, paths=500)
    assert np.ptp(found) < 1e-10
    other = sgd_positions(sgd(2, "1/1000000", sampling=Sampling.WITHOUT_REPLACEMENT), steps=3, paths=500)
    assert np.ptp(other) > 1e-7


def test_epochs_against_a_loop():
    rng, w = np.random.default_rng(1), np.full(RUNS, 3.0)
    for _ in range(4):
        order = np.argsort(rng.random((RUNS, 6)), axis=1)
        for k in range(0, 4, 4):  # of six samples, batches of four: two are left out
            w -= 0.1 * (w - DATA[order[:, k : k + 4], 0].mean(1))
    found = sgd_positions(sgd(4, sampling=Sampling.EPOCHS), steps=4, paths=RUNS)
    assert abs(found.mean() - w.mean()) < LEVEL * np.sqrt(2 * w.var() / RUNS)
    assert found.var() == pytest.approx(w.var(), rel=LEVEL * np.sqrt(4 / RUNS))


def test_two_coordinates_are_descended_at_the_same_time():
    line = Samples((W + V * X - Y) ** 2 / 2, (W, V), (X, Y), np.array([[2.0, 1.0]]))
    (found,) = sgd_positions(sgd(1, "1/10", (0, 1), samples=line), steps=1, paths=1)
    assert found == pytest.approx([-0.1, 0.8])


def test_full_batches_are_gradient_descent():
    found = sgd_passages(sgd(6, sampling=Sampling.EPOCHS), (0,), "1/2", max_steps=1000, paths=10)
    assert (found.steps == np.ceil(np.log(0.5 / 3) / np.log(0.9))).all()
    assert found.dt == pytest.approx(0.1)
    assert not found.trouble


def test_threads_change_nothing():
    one, three = (sgd_passages(sgd(), (-1,), "1/4", max_steps=2000, paths=300, threads=n) for n in (1, 3))
    assert one.digest == three.digest


def test_runs_that_do_not_arrive_or_diverge_are_counted():
    late = sgd_passages(sgd(), (40,), 1, max_steps=50, paths=20)
    assert late.trouble == "20 of 20 paths have not arrived within the steps allowed"
    wild = sgd_passages(sgd(rate=3), (0,), "1/1000", max_steps=500, paths=20)
    assert wild.trouble.startswith("20 of 20 paths have diverged")
    with pytest.raises(ValueError, match="20 of 20 runs have diverged: the learning rate 3 is too large"):
        sgd_positions(sgd(rate=3), steps=500, paths=20)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"batch": 0}, "batch=0: from 1 to"),
        ({"batch": 7, "sampling": Sampling.EPOCHS}, "batch=7: from 1 to 6"),
        ({"rate": 0}, "rate=0: a positive number"),
        ({"start": (1, 2)}, "1 numbers are wanted"),
        ({"seed": -1}, "an integer that is at least 0"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        sgd(**change)


@pytest.mark.parametrize(
    ("loss", "data", "message"),
    [
        (W * Y, DATA, r"\['y'\] are neither coords nor letters"),
        (W * X, np.zeros((3, 2)), r"data of shape \(3, 2\)"),
        (W * X, np.full((3, 1), np.nan), "finite numbers are wanted"),
    ],
)
def test_bad_samples_are_refused(loss, data, message):
    with pytest.raises(ValueError, match=message):
        Samples(loss, (W,), (X,), data)


def test_floats_and_bad_targets_are_refused():
    with pytest.raises(TypeError, match="exact numbers only"):
        Samples(0.5 * W * X, (W,), (X,), DATA)
    with pytest.raises(ValueError, match="radius=0: a positive number"):
        sgd_passages(sgd(), (0,), 0, max_steps=5, paths=2)
    with pytest.raises(ValueError, match="1 numbers are wanted"):
        sgd_passages(sgd(), (0, 1), 1, max_steps=5, paths=2)
    with pytest.raises(ValueError, match="paths=0: a positive number"):
        sgd_positions(sgd(), steps=5, paths=0)
