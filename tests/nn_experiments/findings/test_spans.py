from nn_experiments.findings.spans import (
    AFTER_THE_APPROACH,
    FIGURE_3,
    FIRST_EIGHTH,
    LAST_QUARTER,
    LAST_SIXTH,
    stretch,
    window,
)
from tests.nn_experiments.planted import PAPER, run_of

ON_MNIST, ON_DIGITS = run_of(protocol=PAPER), run_of()


def test_on_mnist_a_span_is_the_very_epochs():
    assert window(ON_MNIST, LAST_SIXTH) == (150, 160, 170, 180)
    assert window(ON_MNIST, LAST_QUARTER) == (150, 160, 170, 180, 190, 200)
    assert window(ON_MNIST, FIRST_EIGHTH)[-1] == 25
    assert window(ON_MNIST, AFTER_THE_APPROACH)[0] == 20
    assert stretch(ON_MNIST, LAST_QUARTER) == 1


def test_on_other_data_it_is_the_same_share_of_the_run():
    assert window(ON_DIGITS, LAST_SIXTH) == (680, 720, 760, 800)
    assert window(ON_DIGITS, FIRST_EIGHTH)[-1] == 80
    assert window(ON_DIGITS, FIGURE_3) == ON_DIGITS.protocol.checkpoints
    assert stretch(ON_DIGITS, LAST_QUARTER) == 4
