import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import torch

from nn_experiments.training.protocol import Arm, Protocol
from nn_experiments.training.run import experiment
from nn_experiments.training.state import Training
from nn_experiments.training.train import threads, trained

CURVES = ("train_loss", "train_accuracy", "test_loss", "test_accuracy", "log_norm")


def test_equal_seeds_give_equal_numbers_and_other_seeds_others(images, protocol):
    first, again, other = (trained(images, protocol, protocol.arms[0], seed) for seed in (1, 1, 2))
    for name in CURVES:
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert (first.train_loss != other.train_loss).all()


def test_all_is_measured_at_the_checkpoints(images, protocol):
    curves = trained(images, protocol, protocol.arms[0], seed=1)
    assert curves.epochs == (1, 3)
    assert curves.squares.shape == (3, 2, 4)
    assert curves.slopes.shape == (3, 2)
    assert all(getattr(curves, name).shape == (3, 2) for name in CURVES)
    assert curves.steps == 3 * 48 // 8
    assert not curves.diverged.any()


def test_a_replica_trains_alone_as_in_company(images, protocol):
    arm = protocol.arms[0]
    alone, company = (trained(images, protocol, replace(arm, replicas=n), seed=1) for n in (1, 3))
    for name in CURVES[:4]:
        np.testing.assert_allclose(getattr(alone, name)[0], getattr(company, name)[0], rtol=1e-4)


def test_training_lowers_the_loss(images, protocol):
    longer = replace(protocol, epochs=30, checkpoints=(1, 30))
    curves = trained(images, longer, protocol.arms[0], seed=1)
    assert (curves.train_loss[:, 1] < curves.train_loss[:, 0] / 2).all()


def test_a_replica_that_diverges_is_told(images, protocol):
    wild = Arm(Fraction(10) ** 38, 8, replicas=2)
    run = experiment(images, replace(protocol, arms=(wild,)), seed=1)
    assert run.diverged == ["(1e+38, 8), replica 0, epoch 1", "(1e+38, 8), replica 1, epoch 1"]


def test_the_loss_on_the_way_is_the_mean_over_the_images(images, protocol):
    """At rate 0 and without normalisation it is the loss of the first net on the images of the epoch."""
    rest = replace(protocol.arms[0], rate=Fraction(0), normalised=False)
    training = Training(images, protocol, rest, 1, "cpu")
    on_the_way = training.epoch(1)
    np.testing.assert_allclose(on_the_way, training.measured()[0], rtol=1e-5)


def test_a_replica_that_the_last_step_takes_away_is_told(images, protocol):
    """One step: its loss is that of the first net, and only the measurement sees where it has led."""
    once = Protocol(8, (6, 5, 4, 3), 1, (1,), 2, 8, (Arm(Fraction(10) ** 38, 8, 2, replicas=2),))
    curves = trained(images, once, once.arms[0], seed=1)
    assert curves.steps == 1
    assert curves.diverged.tolist() == [1, 1]


def test_progress_is_told_after_every_epoch(images, protocol):
    told = []
    trained(images, protocol, protocol.arms[0], seed=1, progress=lambda *step: told.append(step))
    assert [step[:3] for step in told] == [("(0.1, 8)", epoch, 3) for epoch in (1, 2, 3)]
    assert all(re.fullmatch(r"loss \d\.\d+, test accuracy \d+\.\d\d%", news) for *_, news in told)


def test_progress_tells_how_many_diverged_and_averages_the_others(images, protocol):
    wild = Arm(Fraction(10) ** 38, 8, replicas=2)
    told = []
    trained(images, protocol, wild, seed=1, progress=lambda *step: told.append(step[-1]))
    assert told == ["2 of 2 diverged"] * 3


def test_a_net_without_batch_normalisation_is_trained(images, protocol):
    plain = replace(protocol.arms[0], normalised=False)
    longer = replace(protocol, epochs=30, checkpoints=(1, 30))
    curves = trained(images, longer, plain, seed=1)
    assert (curves.train_loss[:, 1] < curves.train_loss[:, 0]).all()


def test_sampling_with_replacement_is_another_sampling(images, protocol):
    once, again = (
        trained(images, protocol, replace(protocol.arms[0], replacement=value), seed=1)
        for value in (False, True)
    )
    assert (once.train_loss != again.train_loss).all()


def test_the_training_loss_is_that_on_all_images_that_are_drawn_from(images, protocol):
    rate_zero = Arm(Fraction(0), 8, replicas=1)
    wider = replace(protocol, drawn_from=60, arms=(rate_zero,))
    part, whole = (trained(images, p, rate_zero, seed=1) for p in (protocol, wider))
    assert part.train_loss[0, 0] != whole.train_loss[0, 0]
    assert part.steps == whole.steps == 18


def test_the_number_of_threads_is_put_back():
    before = torch.get_num_threads()
    with threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before
