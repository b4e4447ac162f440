import pytest
import torch

from nn_experiments.escape.question import question

from . import losses
from .losses import MINUS, PLUS

SGD = {"learning_rate": 0.1, "batch_size": 2, "beta": 1}


def ask(loss=losses.sheared, start=MINUS, target=PLUS, **how):
    return question(loss, start, target, **{**SGD, **how})


def each(count):
    return lambda w: losses.sheared(w) * torch.ones(count).double()


def test_single_precision_becomes_double():
    asked = ask(start=MINUS.float())
    assert asked.start.dtype is asked.target.dtype is torch.float64
    assert asked.clock.eps0 == asked.clock.learning_rate / 4
    assert str(asked.clock.learning_rate) == "1/10"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"target": torch.ones(3)}, r"start and target have different forms: \(2,\) and \(3,\)"),
        ({"target": [torch.ones(2)]}, "start and target have different forms"),
        ({"target": MINUS}, "start and target are the same point"),
        ({"start": torch.tensor([float("nan"), 1])}, "start: it has entries that are not finite"),
        ({"start": torch.ones(0)}, "start: there are no parameters in it"),
        ({"loss": lambda w: w}, r"the loss at start is \(2,\): a scalar tensor is wanted"),
        ({"loss": lambda w: 1.0}, "the loss at start is float: a scalar tensor is wanted"),
        ({"loss": lambda w: torch.log(w).sum()}, "the loss at start is nan: a finite number is wanted"),
        ({"loss": lambda w: losses.sheared(w.detach())}, "the loss at start has no gradient"),
        ({"loss": lambda w: losses.sheared(w).float()}, "the loss at start is of torch.float32"),
        ({"loss": lambda w: (w @ torch.ones(2)).sum()}, "fails in double precision: .*float64 are wanted"),
        ({"loss": lambda w: w.sum() * torch.rand(())}, "the loss at start changes from call to call"),
        ({"loss": lambda w: (w + 1).abs().sqrt().sum()}, "the gradient of the loss at start is not finite"),
        ({"learning_rate": 0}, "learning_rate=0: a positive number is wanted"),
        ({"learning_rate": "soon"}, "learning_rate='soon': a positive number is wanted"),
        ({"batch_size": 1.5}, "batch_size=1.5: a positive integer is wanted"),
        ({"samples": 1}, "batch_size=2: a batch has at most all of samples=1"),
        ({"beta": -1}, "beta=-1: a positive number is wanted"),
        ({"beta": None}, "either beta or sample_losses"),
        ({"sample_losses": each(5)}, "either beta or sample_losses"),
        ({"beta": None, "sample_losses": losses.sheared}, r"sample_losses returns \(\): a tensor of shape"),
        ({"beta": None, "sample_losses": each(3)}, r"sample_losses returns \(3,\): .*N at least 4"),
        ({"beta": None, "sample_losses": each(5), "samples": 6}, "samples=6: sample_losses returns 5"),
        ({"beta": None, "sample_losses": lambda w: each(5)(w) / 0}, "losses that are not finite"),
    ],
)
def test_what_cannot_be_asked_is_refused(how, message):
    with pytest.raises(ValueError, match=message):
        ask(**how)


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (3.0, "parameters of type float"),
        ([torch.ones(2), 1.0], "start: tensor 1 is no tensor of real"),
        (torch.ones(2, dtype=torch.int64), "start: it is no tensor of real floating-point numbers"),
    ],
)
def test_other_parameters_are_refused(start, message):
    with pytest.raises(TypeError, match=message):
        ask(start=start)
