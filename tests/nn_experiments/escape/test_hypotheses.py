"""A loss for each hypothesis that does not hold in it."""

from dataclasses import replace

import pytest
import torch

from nn_experiments.escape.estimate import escape_estimate
from nn_experiments.escape.flow import Rest
from nn_experiments.escape.nondegenerate import not_a_gate, not_a_minimum

from . import losses
from .losses import MINUS, PLUS

SGD = {"learning_rate": "0.01", "batch_size": 1, "beta": 10}  # ε = 1/20
DOWN, UP = torch.tensor([-1.0, 0.0]), torch.tensor([1.0, 0.0])


def broken(loss, start=MINUS, target=PLUS, **how):
    return escape_estimate(loss, start, target, **{**SGD, **how})


def has(answer, words):
    assert any(words in reason for reason in answer.reasons), answer.reasons


def no_number(answer, words):
    has(answer, words)
    assert answer.law is answer.time is answer.steps is answer.epochs is None


def test_nothing_is_said_where_all_hold():
    assert broken(losses.sheared).reasons == ()
    assert broken(losses.sheared).applies


def test_a_slope_without_end_is_no_minimum():
    def slope(w):
        return -w[0] + (w[1] ** 2 - 1) ** 2 / 4

    no_number(broken(slope), "the start leads to no minimum: the norm of the gradient is")


def test_a_saddle_is_no_minimum():
    no_number(
        broken(losses.sheared, torch.zeros(2)),
        "the start leads to no minimum: the Hessian has 1 eigenvalue below 0, the lowest is -0.618",
    )


def test_a_parameter_without_effect_is_named():
    answer = broken(lambda w: (w[0] ** 2 - 1) ** 2 / 4)
    no_number(answer, "the minimum of the start is degenerate: its Hessian has 1 eigenvalue that is 0")
    has(answer, "1 parameters do not change the loss (dead or unused units)")


def test_a_scale_without_effect_is_named():
    def loss(p):
        direction = p["layer"] / p["layer"].norm()
        return (direction[0] - 0.6) ** 2 + (direction[1] - 0.8) ** 2 + ((p["bias"] ** 2 - 1) ** 2).sum() / 4

    ends = [{"layer": torch.tensor([3.0, 4.1]), "bias": torch.tensor([b])} for b in (-1.0, 1.0)]
    no_number(broken(loss, *ends), "the length of layer does not change the loss (a scale direction)")


def test_more_parameters_than_samples_are_named():
    def each(w):
        return ((w.square().sum() - 1) * torch.arange(1, 5).double()) ** 2

    answer = escape_estimate(
        lambda w: each(w).mean(),
        torch.tensor([-1.0, 0.1, 0, 0, 0, 0]),
        torch.tensor([1.0, 0, 0, 0.1, 0, 0]),
        learning_rate="0.01",
        batch_size=1,
        sample_losses=each,
    )
    no_number(answer, "there are more parameters (6) than samples (4)")
    has(answer, "the gradient noise vanishes at the minimum")


def test_a_way_without_a_top_has_no_gate():
    def late(w):  # the gate is at 0.95, between the last two images
        x = w[0]
        return x**4 / 4 - 0.95 * x**3 / 3 - x**2 / 2 + 0.95 * x + w[1] ** 2

    no_number(broken(late, DOWN, UP, images=5), "no gate was found: the loss does not rise above both ends")
    assert broken(late, DOWN, UP, images=201).law is not None


def test_a_degenerate_gate_is_named():
    def loss(w):
        x, y = w
        return (x**2 - 1) ** 2 / 4 + y**2 * (x**2 + y**2) / 2

    no_number(broken(loss, DOWN, UP), "the gate is degenerate: its Hessian has 1 eigenvalue that is 0")


def test_other_wells_on_the_way_are_named():
    def comb(w):
        return (1 - torch.cos(w[0])) * (1 + 0.1 * w[0] ** 2 / 20) + w[1] ** 2 / 2

    far = torch.tensor([0.0, 0.0]), torch.tensor([18.8, 0.0])
    no_number(broken(comb, *far, images=41), "the way goes over other wells, at loss")


def test_a_gate_to_another_well_is_named_and_has_a_time():
    def tilted_comb(w):
        return 1 - torch.cos(w[0]) - w[0] / 10 + w[1] ** 2 / 2

    answer = broken(tilted_comb, torch.tensor([0.1, 0.0]), torch.tensor([12.6, 0.0]), images=41)
    has(answer, "the gate does not lead to the target but to another well")
    assert answer.time is not None


def test_a_low_barrier_is_named():
    has(broken(losses.sheared, beta=20), "the barrier is 2.5 ε high: the formula is for at least 4")


def test_a_shallow_target_is_named():
    def tilted(w):
        return (w[0] ** 2 - 1) ** 2 / 4 + w[0] / 10 + w[1] ** 2

    has(broken(tilted, DOWN, UP, beta=12), "the target's well is")


def test_a_soft_direction_that_is_not_quadratic_is_named():
    def soft(w):
        return (w[0] ** 2 - 1) ** 2 / 4 + w[1] ** 2 / 1000 + w[1] ** 4

    answer = broken(soft, DOWN, UP)
    has(answer, "the loss is not quadratic around the minimum as far as the noise carries")
    has(answer, "the loss is not quadratic around the gate as far as the noise carries")


def test_long_steps_are_named():
    has(broken(losses.sheared, learning_rate="0.1", beta=1), "γ times the largest eigenvalue is 0.341")


DRAWS = torch.randn(200, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def noisy(shape):
    def each(w):
        return losses.sheared(w) + DRAWS @ shape(w)

    return escape_estimate(
        losses.sheared, MINUS, PLUS, learning_rate="0.01", batch_size=1, sample_losses=each
    )


def test_anisotropic_noise_is_named_with_its_number():
    answer = noisy(lambda w: w * torch.tensor([3.0, 1.0]).double())
    has(answer, "the gradient noise is not isotropic, as (2.4) says: U = 0.6")
    assert answer.noise.places[0].anisotropy == pytest.approx(0.64, abs=0.1)


def test_noise_that_changes_on_the_way_is_named_with_its_number():
    has(noisy(lambda w: w + w**3 / 3), "the gradient noise changes on the way by 75 %")


def test_noise_that_vanishes_at_the_minimum_is_named():
    answer = noisy(lambda w: w**3 / 3 - w)
    has(answer, "the gradient noise vanishes at the minimum")
    assert answer.eps is answer.time is None
    assert float(answer.law.barrier.middle) == pytest.approx(0.25)


def test_noise_that_vanishes_at_the_gate_is_named():
    has(noisy(lambda w: w**3 / 3), "the gradient noise vanishes at the gate")


def gate_with(**changes):
    """The gate of the sheared double well, with something else said of its point."""
    gate = broken(losses.sheared).gate
    return replace(gate, point=replace(gate.point, **changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"rest": Rest(torch.zeros(2), 0.5, 1e-10, 300)},
            "no gate was found: the norm of the gradient is 0.5",
        ),
        ({"curvatures": torch.tensor([-2.0, -1.0])}, "is no gate: it has 2 negative eigenvalues, not 1"),
        ({"curvatures": torch.tensor([1.0, 2.0])}, "is no gate: it has 0 negative eigenvalues, not 1"),
        (
            {"curvatures": torch.tensor([-2.0, 0.1]), "residuals": torch.tensor([0.0, 0.5])},
            "it is not known whether the second eigenvalue at the gate is positive: 0.1 ± 0.5",
        ),
    ],
)
def test_a_point_that_is_no_gate_is_named(changes, message):
    assert [message in reason for reason in not_a_gate(gate_with(**changes))] == [True]


def test_an_eigenvalue_that_may_be_negative_is_named():
    answer = broken(losses.sheared)
    doubtful = replace(answer.start, residuals=torch.tensor([1.0, 0.0]))
    found = list(not_a_minimum(answer.question.loss, doubtful, "the start", None))
    assert found == [
        "it is not known whether the lowest eigenvalue at the minimum of the start is positive: 0.586 ± 1"
    ]


def test_a_flat_direction_of_unknown_cause_is_named():
    def circle(w):
        return (w[:2].square().sum() - 1) ** 2 + (w[2] ** 2 - 1) ** 2 / 4

    ends = [torch.tensor([0.6, 0.8, z]) for z in (-1.0, 1.0)]
    no_number(broken(circle, *ends), "1 eigenvalue that is 0")
    has(broken(circle, *ends), "the cause is not known")
