from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
import torch

from derivations.coupled_chain import chain_eyring_kramers
from derivations.parse import parse
from derivations.symbols import eta
from ledger.bound import Grade
from nn_experiments.escape.estimate import escape_estimate
from numerics.terrain.kramers import kramers_answer

from . import losses
from .losses import MINUS, PLUS

SGD = {"learning_rate": "0.05", "batch_size": 2, "beta": 4}  # ε = 1/20
EPS = Fraction(1, 20)


def agree(found, expected, relative=1e-8):
    assert abs(float(found.middle) / float(expected) - 1) < relative
    assert float(found.radius) < relative * float(found.middle)


@pytest.mark.parametrize(
    ("name", "loss", "start", "target"),
    [
        ("double well", losses.double_well, [-1.1], [0.8]),
        ("sheared", losses.sheared, [-1.1, -0.9], [0.8, 1.2]),
        ("tilted", losses.tilted, [-1.1, -0.9], [0.8, 1.2]),
        ("tilted", losses.tilted, [1.0, 0.8], [-0.9, -1.0]),
    ],
)
def test_the_time_is_that_of_the_formula(name, loss, start, target):
    exactly = tuple(Fraction(str(c)) for c in start), tuple(Fraction(str(c)) for c in target)
    twin = kramers_answer(parse(losses.FORMULAS[name]), sp.Integer(1), EPS, *exactly)
    answer = escape_estimate(loss, torch.tensor(start), torch.tensor(target), **SGD)
    agree(answer.time, twin.time.middle)
    agree(answer.law.barrier, twin.barrier.middle)
    assert answer.gate.joins == (True, True)
    assert answer.time.grade is Grade.NUMERICAL


def test_the_time_of_one_of_two_gates_is_twice_that_of_both():
    both = kramers_answer(parse(losses.FORMULAS["two gates"]), sp.Integer(1), EPS, (0, 1), (0, -1))
    answer = escape_estimate(losses.two_gates, torch.tensor([0.0, 1]), torch.tensor([0.0, -1]), **SGD)
    agree(answer.time, 2 * both.time.middle)


def test_the_time_of_the_ring_of_eight_is_that_of_its_closed_form():
    start = -torch.ones(8)
    answer = escape_estimate(
        losses.ring(4.0), start, -start, learning_rate="0.05", batch_size=1, beta=20, samples=1000
    )
    expected = sp.N(chain_eyring_kramers(8, sp.Integer(4)).subs(eta, 2), 30)
    agree(answer.time, expected)
    agree(answer.steps, 20 * expected)
    agree(answer.epochs, 20 * expected / 1000)


@pytest.mark.parametrize("whole", [True, False])
def test_a_large_ring_without_its_eigenvalues(whole):
    size, coupling = 160, 1500
    start = -torch.ones(size)
    answer = escape_estimate(
        losses.ring(float(coupling)),
        start,
        -start,
        learning_rate="0.0005",
        batch_size=1,
        beta=4000,
        whole=whole,
    )
    bonds = 2 * coupling * np.sin(np.pi * np.arange(size) / size) ** 2
    expected = np.log(np.abs(bonds - 1)).sum() - np.log(bonds + 2).sum()
    found = answer.law.log_determinants
    assert float(found.low) - 1e-8 <= expected <= float(found.high) + 1e-8
    assert float(found.radius) < 1
    assert found.grade is (Grade.NUMERICAL if whole else Grade.STATISTICAL)
    assert float(answer.law.barrier.middle) == pytest.approx(size / 4)
    assert float(answer.gate.point.lowest.middle) == pytest.approx(-1)


@pytest.mark.parametrize("form", ["mapping", "sequence"])
def test_parameters_come_in_several_tensors(form):
    def loss(parameters):
        x, y = parameters.values() if form == "mapping" else parameters
        return losses.sheared(torch.stack([x.sum(), y]))

    def parts(value):
        pieces = [torch.full((1, 1), value), torch.tensor(value)]
        return dict(zip("xy", pieces, strict=True)) if form == "mapping" else pieces

    answer = escape_estimate(loss, parts(-1.0), parts(1.0), **SGD)
    plain = escape_estimate(losses.sheared, MINUS, PLUS, **SGD)
    agree(answer.time, plain.time.middle)


def test_the_noise_of_samples_gives_the_temperature():
    shifts = torch.linspace(-1, 1, 50, dtype=torch.float64)[:, None] * torch.tensor([1.0, -2.0]).double()

    def each(w):
        return losses.sheared(w) + shifts @ w

    answer = escape_estimate(
        losses.sheared, MINUS, PLUS, learning_rate="0.05", batch_size=1, sample_losses=each
    )
    beta = float(shifts.square().mean())
    assert float(answer.eps.middle) == pytest.approx(0.025 * beta)
    assert answer.question.clock.samples == 50
    assert float(answer.epochs.middle) == pytest.approx(float(answer.steps.middle) / 50)


def test_a_time_too_long_to_be_written_has_its_logarithm():
    tiny = {"learning_rate": "0.05", "batch_size": 1, "beta": "0.0000001"}
    answer = escape_estimate(losses.sheared, MINUS, PLUS, **tiny)
    assert answer.time is None
    assert float(answer.law.log_time.middle) == pytest.approx(1e8, rel=1e-4)


def test_two_ends_in_one_basin_are_refused():
    with pytest.raises(ValueError, match="start and target lead down to the same minimum"):
        escape_estimate(losses.sheared, MINUS, MINUS / 2, **SGD)


def test_a_step_that_does_not_stay_at_the_minimum_is_refused():
    with pytest.raises(ValueError, match=r"learning_rate=0.6: steps from 0.585\d on, 2 over the largest"):
        escape_estimate(losses.sheared, MINUS, PLUS, learning_rate=0.6, batch_size=1, beta=1)


def test_progress_is_told():
    said = []
    escape_estimate(
        losses.double_well, torch.tensor([-1.0]), torch.tensor([1.0]), **SGD, progress=said.append
    )
    assert any(line.startswith("string: slide 0") for line in said)
