import numpy as np
import pytest

from nn_experiments.findings.crossing import crossings, in_figure_5
from nn_experiments.training.protocol import COLD, HOT
from tests.nn_experiments.planted import PAPER, run_of


def crossed(gap, noise=0.0, protocol=PAPER):
    run = run_of(
        test_loss=lambda arm, e: 1 + (gap(e) if arm == COLD else 0 * e), noise=noise, protocol=protocol
    )
    return run, crossings(run, "test_loss", COLD, HOT)


def test_a_straight_difference_crosses_where_it_is_zero():
    _, epochs = crossed(lambda e: 95 - e)
    np.testing.assert_allclose(epochs, 95)


def test_the_last_of_several_crossings_counts():
    _, epochs = crossed(lambda e: np.where(e < 100, -1.0, np.where(e < 155, 1.0, -1.0)))
    assert ((epochs > 145) & (epochs < 165)).all()


def test_one_stray_checkpoint_is_no_crossing():
    _, epochs = crossed(lambda e: np.where(e == 150, 0.5, np.where(e < 80, 1.0, -1.0)))
    assert (epochs < 90).all()


@pytest.mark.parametrize(("sign", "epoch"), [(1, 200), (-1, 1)])
def test_curves_that_do_not_cross_do_so_at_an_end(sign, epoch):
    _, epochs = crossed(lambda e: sign + 0 * e)
    assert (epochs == epoch).all()


def test_epochs_of_the_digits_are_shares_of_the_run():
    run = run_of()
    np.testing.assert_allclose(in_figure_5(run, np.array([400.0])), 100)
    np.testing.assert_allclose(in_figure_5(run_of(protocol=PAPER), np.array([120.0])), 120)
