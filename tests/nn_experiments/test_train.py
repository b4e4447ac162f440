from dataclasses import replace
from fractions import Fraction

import numpy as np
import torch

from nn_experiments.protocol import Arm
from nn_experiments.run import experiment
from nn_experiments.train import order, threads, trained

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


def test_progress_is_told_after_every_epoch(images, protocol):
    told = []
    trained(images, protocol, protocol.arms[0], seed=1, progress=lambda *step: told.append(step))
    assert told == [("(0.1, 8)", epoch, 3) for epoch in (1, 2, 3)]


def test_an_order_is_a_permutation_of_its_own():
    orders = [order(seed, replica, epoch, 50) for seed in (1, 2) for replica in (0, 1) for epoch in (1, 2)]
    assert all(sorted(o) == list(range(50)) for o in orders)
    assert len({tuple(o) for o in orders}) == len(orders)
    np.testing.assert_array_equal(order(1, 0, 1, 50), orders[0])


def test_the_first_image_of_an_order_is_uniform():
    first = np.bincount([order(3, 0, epoch, 4)[0] for epoch in range(4000)])
    assert ((first - 1000) ** 2 / 1000).sum() < 16.27  # chi-square, 3 degrees of freedom, level 0.001


def test_the_number_of_threads_is_put_back():
    before = torch.get_num_threads()
    with threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before
