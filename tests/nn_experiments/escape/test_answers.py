"""The estimate as text and as JSON data."""

import json

import pytest
import torch

from ledger.bound import exact
from nn_experiments.escape.estimate import escape_estimate
from nn_experiments.escape.json_data import told
from nn_experiments.escape.remarks import remarks
from nn_experiments.escape.text import shown, text
from numerics.bounds import converged, exponential

from . import losses
from .losses import MINUS, PLUS

SGD = {"learning_rate": "0.01", "batch_size": 2}
DRAWS = torch.randn(2000, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def each(w):
    return losses.sheared(w) - 0.5 + DRAWS @ w * 3


@pytest.fixture(scope="module")
def plain():
    return escape_estimate(losses.sheared, MINUS, PLUS, **SGD, beta=20, samples=100)


@pytest.fixture(scope="module")
def sampled():
    return escape_estimate(losses.sheared, MINUS, PLUS, **SGD, sample_losses=each)


def test_the_text_has_the_numbers(plain):
    said = text(plain)
    assert "mean escape time            1066.9 (numerical)" in said
    assert "epochs                      2133.81 (numerical)" in said
    assert "does not hold" not in said


def test_the_data_are_json(plain):
    data = json.loads(json.dumps(told(plain)))
    assert data["time"]["low"].startswith("1066.90296")
    assert data["time"]["grade"] == "numerical"
    assert data["applies"] is True
    assert data["gate"]["lowest_eigenvalues"][0] == pytest.approx((1 - 5**0.5) / 2)
    assert data["gate_joins"] == [True, True]
    assert data["noise"] is None


def test_the_error_bar_of_a_part_of_the_samples_is_in_the_time(sampled):
    data = told(sampled)
    assert data["time"]["grade"] == "statistical"
    assert " ± " in text(sampled)
    assert sampled.eps.low < 0.0025 * 9 < sampled.eps.high
    assert len(data["noise"]) == 4


def test_remarks_say_what_the_error_bar_is_and_what_is_in_no_sample(sampled):
    said = " ".join(remarks(sampled))
    assert "the error bar is that of places and determinants and of β, from some of the samples" in said
    assert "of the loss at the minimum is in no sample" in said
    assert "one gate was looked at" in said


def test_remarks_say_when_the_time_is_hardly_known():
    def some(w):
        return losses.sheared(w) + DRAWS @ w

    cold = escape_estimate(losses.sheared, MINUS, PLUS, **SGD, sample_losses=some)
    assert "the time is known up to a factor of" in " ".join(remarks(cold))


def test_no_number_is_told_where_there_is_none():
    flat = escape_estimate(lambda w: (w[0] ** 2 - 1) ** 2 / 4, MINUS, PLUS, **SGD, beta=20)
    assert "mean escape time            no number: see what does not hold" in text(flat)
    data = told(flat)
    assert data["time"] is data["gate"] is data["barrier"] is None
    assert data["reasons"]


def test_numbers_are_shown_with_their_error():
    assert shown(converged(1.1, 1.0)) == "1 ± 0.1 (numerical)"
    assert shown(exact(0)) == "0 (symbolic)"
    assert shown(exponential(exact(1000))) == "1.97e434 (enclosed)"
