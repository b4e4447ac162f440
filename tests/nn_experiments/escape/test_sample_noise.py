import pytest
import torch
from torch import nn

from ledger.bound import Grade
from nn_experiments.escape.flat_loss import FlatLoss
from nn_experiments.escape.langevin import langevin_ends, wells
from nn_experiments.escape.layout import layout_of
from nn_experiments.escape.module_loss import module_loss, parameters_of
from nn_experiments.escape.sample_noise import sample_gradients, sample_noise

from . import losses

COUNT, SIZE = 600, 8
DRAWS = torch.randn(COUNT, SIZE, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
SCALES = torch.linspace(1, 3, SIZE).double()
EACH = DRAWS * SCALES
AT = torch.ones(SIZE, dtype=torch.float64)
BEND = torch.diag(torch.arange(1.0, SIZE + 1).double())


def each(w):
    return EACH @ w + losses.quadratic(BEND)(w)


def noise(chosen):
    hessian = FlatLoss(losses.quadratic(BEND), layout_of(AT, "start")).hessian(AT)
    return sample_noise(each, AT, chosen, COUNT, AT / AT.norm(), hessian)


def test_the_noise_of_all_samples_is_that_of_their_covariance():
    found, covariance = noise(torch.arange(COUNT)), torch.cov(EACH.mT, correction=0)
    trace = float(covariance.trace())
    assert float(found.beta.middle) == pytest.approx(trace / SIZE)
    assert found.beta.grade is Grade.NUMERICAL
    assert found.anisotropy == pytest.approx(SIZE * float(covariance.square().sum()) / trace**2 - 1)
    assert found.alignment == pytest.approx(
        SIZE * float((BEND @ covariance).trace()) / (float(BEND.trace()) * trace)
    )
    assert found.along == pytest.approx(float(AT @ covariance @ AT) / SIZE)


def test_the_noise_of_some_samples_has_an_error_bar_that_holds_that_of_all():
    found, whole = noise(torch.arange(150)), noise(torch.arange(COUNT))
    assert found.beta.grade is Grade.STATISTICAL
    assert found.beta.low <= whole.beta.middle <= found.beta.high
    assert found.anisotropy == pytest.approx(whole.anisotropy, abs=0.15)


def test_the_alignment_with_a_large_hessian_is_that_with_a_small_one(monkeypatch):
    whole = noise(torch.arange(COUNT)).alignment
    monkeypatch.setattr("nn_experiments.escape.sample_noise.WHOLE", 0)
    assert noise(torch.arange(COUNT)).alignment == pytest.approx(whole, rel=0.3)
    assert noise(torch.arange(COUNT)).alignment != whole


def test_gradients_of_samples_are_those_of_each():
    found = sample_gradients(each, AT, torch.tensor([3, 100]))
    assert torch.allclose(found, EACH[[3, 100]] + BEND @ AT)


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2)).eval()


def criterion(outputs, labels):
    return nn.functional.cross_entropy(outputs, labels, reduction="none")


INPUTS = torch.randn(10, 3, generator=torch.Generator().manual_seed(1))
LABELS = torch.arange(10) % 2


def test_the_loss_of_a_module_is_that_of_the_module():
    net = network()
    found = module_loss(net, INPUTS, LABELS, criterion, weight_decay=0.1)
    squares = sum(float(p.detach().square().sum()) for p in net.parameters())
    expected = float(criterion(net(INPUTS), LABELS).mean().detach()) + 0.05 * squares
    parameters = {name: p.double() for name, p in parameters_of(net).items()}
    assert float(found.loss(parameters)) == pytest.approx(expected, rel=1e-5)
    assert found.sample_losses(parameters).shape == (10,)


def test_frozen_parameters_stay():
    net = network()
    net[0].weight.requires_grad_(False)
    assert "0.weight" not in parameters_of(net)
    found = module_loss(net, INPUTS, LABELS, criterion)
    parameters = {name: p.double() for name, p in parameters_of(net).items()}
    assert float(found.loss(parameters)) == pytest.approx(
        float(criterion(net(INPUTS), LABELS).mean().detach()), rel=1e-5
    )


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"module": network().train()}, "module is in training mode: call module.eval()"),
        ({"labels": LABELS[:5]}, "inputs and labels: 10 and 5 samples"),
        ({"weight_decay": -1.0}, "weight_decay=-1.0: 0 or a positive number"),
    ],
)
def test_a_module_that_does_not_serve_is_refused(how, message):
    given = {"module": network(), "inputs": INPUTS, "labels": LABELS, "criterion": criterion, **how}
    with pytest.raises(ValueError, match=message):
        module_loss(**given)


def test_injected_noise_has_its_temperature():
    loss = FlatLoss(losses.quadratic(torch.eye(2).double()), layout_of(torch.ones(2), "start"))
    ends = langevin_ends(lambda rows, _: loss.gradients(rows), torch.zeros(2).double(), 0.3, 0.05, 8, 4000, 1)
    expected = 0.3 / (1 - 0.05 / 2)  # of Euler's scheme
    assert float(ends.square().mean()) == pytest.approx(expected, rel=5 * (2 / 8000) ** 0.5)


def test_wells_are_told_apart():
    loss = FlatLoss(losses.sheared, layout_of(torch.ones(2), "start"))
    minima = torch.tensor([[-1.0, -1], [1, 1]]).double()
    rows = torch.tensor([[-0.5, 0.3], [0.4, 0.2], [2.0, 0.0]]).double()
    assert wells(loss, rows, minima, 0.1).tolist() == [0, 1, 1]
    assert wells(loss, rows, minima + 5, 0.1, most=200).tolist() == [-1, -1, -1]
